import type { ByteSource } from './byte-source.ts';
import type { Zip, ZipEntry } from './zip.ts';

/** The files that stand beside one in the same folder under the same name: what several files make up together. */
export interface Companions {
  /** Names in the folder are compared without case: `XA.DBF` belongs to `xa.shp`. Ending in lower case, without dot. */
  find(ending: string): ByteSource | null;
  /** Endings of all that stand there, lower case. */
  readonly endings: readonly string[];
  /** Removes temporary files of what was found. */
  release(): Promise<void>;
}

/** A file that came alone. */
export const noCompanions: Companions = { find: () => null, endings: [], release: () => Promise.resolve() };

/** What stands beside each entry of one archive. */
export class Neighbours {
  readonly #zip: Zip;
  readonly #byStart = new Map<string, ZipEntry[]>();

  constructor(zip: Zip) {
    this.#zip = zip;
    for (const entry of zip.entries) {
      const start = startOf(entry.name);
      const known = this.#byStart.get(start);
      if (known) known.push(entry);
      else this.#byStart.set(start, [entry]);
    }
  }

  /** By ending; of two that differ in case only, the first. */
  beside(entry: ZipEntry): Map<string, ZipEntry> {
    const beside = new Map<string, ZipEntry>();
    for (const other of this.#byStart.get(startOf(entry.name)) ?? []) {
      const ending = endingBeside(entry.name, other.name);
      if (ending !== null && other !== entry && !beside.has(ending)) beside.set(ending, other);
    }
    return beside;
  }

  companions(entry: ZipEntry): Companions {
    const beside = this.beside(entry);
    const found = new Map<string, ByteSource>();
    return {
      endings: [...beside.keys()],
      find: (ending) => {
        const other = beside.get(ending);
        if (!other) return null;
        if (!found.has(ending)) found.set(ending, this.#zip.source(other));
        return found.get(ending)!;
      },
      async release() {
        for (const source of found.values()) await source.release();
      },
    };
  }
}

/** Folder and name up to its first dot: the same for all that can stand beside one another. */
function startOf(name: string): string {
  const from = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', from + 1);
  return (dot === -1 ? name : name.slice(0, dot)).toLowerCase();
}

/** `dbf` for `A/xa.shp` and `A/XA.DBF`; `shp.xml` for `A/xa.shp.xml`; null for a file of another name or folder. */
export function endingBeside(name: string, other: string): string | null {
  const stem = stemOf(name).toLowerCase();
  const lower = other.toLowerCase();
  if (!lower.startsWith(`${stem}.`)) return null;
  const ending = lower.slice(stem.length + 1);
  return ending.includes('/') ? null : ending;
}

function stemOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const dot = last.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, name.length - last.length + dot);
}
