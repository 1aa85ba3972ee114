import type { CodeBook } from '../codes/index.ts';
import type { Codelist, Standard } from '../packs/index.ts';
import type { UnitBook } from './units/unit-book.ts';
import type { CrsBook } from './places/crs-book.ts';
import type { Letters } from './letters/index.ts';

export interface HarmoniserContext {
  /** A code list by its full id, e.g. `vn-core/provinces-34`. */
  readonly codelist: (id: string) => Codelist | undefined;
  /** Compiles a CQL2 condition over the property names; null from it means unknown, which violates nothing. */
  readonly compileRule: (condition: string, standard: Standard) => (row: (name: string) => unknown) => boolean | null;
  /** Codes that are no longer valid on this day are reported. */
  readonly today: Date;
  /** The units that are known; without it units in headers and cells are not compared. */
  readonly units?: UnitBook;
  /** The reference systems that are known; without it positions are longitude and latitude of WGS 84. */
  readonly crs?: CrsBook;
  /** The legacy encodings of the packs; without them letters stay as they are. */
  readonly letters?: Letters;
  /** Crosswalks and addresses; without it only codes and names of the property's own list are understood. */
  readonly codes?: CodeBook;
  /** For *as is*: type issues then carry `fits`, the type to which the property must be widened. */
  readonly allowWidening?: boolean;
}
