import type { Part } from './memory-file.ts';

/** A valid small file, or several that belong together. */
export interface Seed {
  /** Format that it is a sample of: its own readers are reached by mutations of it. */
  readonly format: string;
  readonly name: string;
  /** The first one is the file itself, the others stand beside it; of an archive they are its entries. */
  readonly parts: readonly Part[];
  /** Name of the archive that the parts make up. */
  readonly archive?: string;
}

export function single(format: string, name: string, bytes: Buffer): Seed {
  return { format, name, parts: [{ name, bytes }] };
}
