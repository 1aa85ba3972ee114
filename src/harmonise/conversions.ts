import type { SystematicIssue } from './model.ts';

const samplesKept = 5;
const sampleLength = 200;

/** Counts one kind of conversion in one column, with the first few examples. */
export interface ConversionCounter {
  /** `from` as it stood in the file, `to` as it is kept, `position` as in `RowBatch.positions`. */
  add(from: string, to: string, position: number): void;
  /** The same, for what happens to every row: the example is written only while examples are kept. */
  addLazily(example: () => readonly [from: string, to: string], position: number): void;
}

/** The conversions of one run: told once per column, not once per cell. */
export interface Conversions {
  counter(rule: string, column: string, action?: Action, about?: About): ConversionCounter;
  /** Something to say of the column as a whole, whatever its cells hold. */
  always(rule: string, column: string, about: About): void;
  /** Something that only the end of the run can tell; null: nothing. */
  later(tell: () => SystematicIssue | null): void;
  /** Those that happened, in the order in which the columns were set up. */
  summary(): SystematicIssue[];
}

type Action = 'changed' | 'emptied' | 'kept';

/** What all cases of a conversion share: parameters of its message, and how grave it is (`info` where not said). */
export interface About {
  readonly detail?: SystematicIssue['detail'];
  readonly severity?: SystematicIssue['severity'];
}

export function createConversions(): Conversions {
  const tallies: Tally[] = [];
  const told: (() => SystematicIssue | null)[] = [];
  return {
    counter(rule, column, action = 'changed', about = {}) {
      const tally = new Tally(rule, column, action, about);
      tallies.push(tally);
      return tally;
    },
    always(rule, column, about) {
      const tally = new Tally(rule, column, 'kept', about);
      tally.isAlways = true;
      tallies.push(tally);
    },
    later: (tell) => void told.push(tell),
    summary: () => [
      ...tallies.filter((tally) => tally.count > 0 || tally.isAlways).map((tally) => tally.toIssue()),
      ...told.map((tell) => tell()).filter((issue) => issue !== null),
    ],
  };
}

type Sample = SystematicIssue['samples'][number];

class Tally implements ConversionCounter {
  readonly rule: string;
  readonly column: string;
  readonly action: Action;
  readonly about: About;
  readonly samples: Sample[] = [];
  count = 0;
  isAlways = false;

  constructor(rule: string, column: string, action: Action, about: About) {
    this.rule = rule;
    this.column = column;
    this.action = action;
    this.about = about;
  }

  add(from: string, to: string, position: number): void {
    this.count++;
    if (this.samples.length < samplesKept) {
      this.samples.push({ from: from.slice(0, sampleLength), to: to.slice(0, sampleLength), position });
    }
  }

  addLazily(example: () => readonly [string, string], position: number): void {
    if (this.samples.length < samplesKept) this.add(...example(), position);
    else this.count++;
  }

  toIssue(): SystematicIssue {
    const { rule, column, action, about, count, samples } = this;
    return {
      rule,
      severity: about.severity ?? 'info',
      column,
      position: null,
      value: samples[0]?.from ?? null,
      action,
      detail: about.detail ?? {},
      count,
      samples: [...samples],
    };
  }
}
