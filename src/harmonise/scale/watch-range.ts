import type { SystematicIssue } from '../model.ts';

const factors = [10, 100, 1_000, 60, 3_600, 1e6].flatMap((factor) => [factor, 1 / factor]);
const leastValues = 12;

/** Counts the numbers of a column outside its range, and which change of unit would put them inside. */
export class RangeWatch {
  #seen = 0;
  #outside = 0;
  readonly #fitting = factors.map(() => 0);

  add(value: number, low: number, high: number): void {
    this.#seen++;
    if (value >= low && value <= high) return;
    this.#outside++;
    factors.forEach((factor, at) => {
      if (value * factor >= low && value * factor <= high) this.#fitting[at]!++;
    });
  }

  /** Said where most numbers are outside and one factor, the nearest to one, puts nearly all of them inside. */
  issue(column: string): SystematicIssue | null {
    if (this.#seen < leastValues || this.#outside * 2 <= this.#seen) return null;
    const enough = factors
      .map((factor, at) => ({ factor, inside: this.#fitting[at]! }))
      .filter(({ inside }) => inside >= 0.95 * this.#outside)
      .toSorted((a, b) => Math.abs(Math.log(a.factor)) - Math.abs(Math.log(b.factor)));
    const best = enough[0];
    if (!best) return null;
    return {
      rule: 'unit-suspected',
      severity: 'warning',
      column,
      position: null,
      value: null,
      action: 'kept',
      detail: {
        reason: 'range',
        factor: Number(best.factor.toPrecision(4)),
        inside: best.inside,
        outside: this.#outside,
        of: this.#seen,
      },
      count: this.#outside,
      samples: [],
    };
  }
}
