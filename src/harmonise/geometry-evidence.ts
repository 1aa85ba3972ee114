import type { Geometry } from '../kernel/index.ts';
import { isEmptyGeometry } from './check-geometry.ts';
import { Extent } from './column-evidence.ts';
import type { Profile } from './model.ts';

/** What one pass remembers of the geometries of a layer. */
export class GeometryEvidence {
  readonly #types: Record<string, number> = {};
  readonly #x = new Extent();
  readonly #y = new Extent();
  #empty = 0;

  add(geometry: Geometry | null): void {
    if (geometry === null || isEmptyGeometry(geometry)) {
      this.#empty++;
      return;
    }
    this.#types[geometry.type] = (this.#types[geometry.type] ?? 0) + 1;
    this.#take(geometry);
  }

  describe(): NonNullable<Profile['geometry']> {
    const hasExtent = this.#x.minimum <= this.#x.maximum;
    return {
      types: this.#types,
      empty: this.#empty,
      extent: hasExtent ? [this.#x.minimum, this.#y.minimum, this.#x.maximum, this.#y.maximum] : null,
    };
  }

  #take(geometry: Geometry): void {
    if (geometry.type === 'GeometryCollection') for (const member of geometry.geometries) this.#take(member);
    else this.#walk(geometry.coordinates);
  }

  #walk(coordinates: unknown): void {
    if (!Array.isArray(coordinates)) return;
    if (typeof coordinates[0] !== 'number') {
      for (const part of coordinates as unknown[]) this.#walk(part);
      return;
    }
    const [x, y] = coordinates as number[];
    this.#x.add(x!);
    if (typeof y === 'number') this.#y.add(y);
  }
}
