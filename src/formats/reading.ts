import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileLayout } from './layouts/file-layout.ts';
import type { ReaderLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { problem } from './problems.ts';
import type { ReadingChoice } from './reading-choice.ts';

export interface ReaderOptions {
  /** Folder for files unpacked on the way; what is put there is removed at the end. */
  readonly workFolder: string;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<ReaderLimits>;
  /** What a steward chose where readers would guess; of several for one layer the later ones win. */
  readonly choices?: readonly ReadingChoice[];
  /** Program that reads what only GDAL can read (`ogr2ogr`, by name or path); null or absent: nobody does. */
  readonly ogr2ogr?: string | null;
  /** Says of a text whether it is a unit of measure: tells a row of units from a record. */
  readonly isUnit?: (text: string) => boolean;
  /** Layouts of small text files that packs describe; what bears their names in one archive is one layer. */
  readonly layouts?: readonly FileLayout[];
}

/** One inspection or one reading of one file: its limits, what it unpacked so far, its temporary files. */
export class Reading {
  readonly limits: ReaderLimits;
  readonly signal: AbortSignal | undefined;
  readonly isUnit: ((text: string) => boolean) | undefined;
  readonly ogr2ogr: string | null;
  readonly layouts: readonly FileLayout[];
  readonly #choices: readonly ReadingChoice[];
  readonly #workFolder: string;
  readonly #packedBytes: number;
  #temporaryFolder: Promise<string> | undefined;
  #unpackedBytes = 0;
  #entries = 0;
  #layers = 0;
  readonly #archives = new Set<string>();

  constructor(options: ReaderOptions, packedBytes: number) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.signal = options.signal;
    this.isUnit = options.isUnit;
    this.ogr2ogr = options.ogr2ogr ?? null;
    this.layouts = options.layouts ?? [];
    this.#choices = options.choices ?? [];
    this.#workFolder = options.workFolder;
    this.#packedBytes = packedBytes;
  }

  /** A path for one temporary file, in a folder of this reading alone. */
  async temporaryPath(): Promise<string> {
    this.#temporaryFolder ??= mkdtemp(join(this.#workFolder, 'reading-'));
    return join(await this.#temporaryFolder, randomUUID());
  }

  /** What was chosen for a table of a file; both names as they stand in ids and titles. */
  choiceFor(file: string, table: string | null = null): ReadingChoice {
    const whole = table === null ? file : `${file}#${table}`;
    const concerns = ({ layer = '' }: ReadingChoice) =>
      layer === '' || layer === table || whole === layer || whole.endsWith(`/${layer}`);
    return Object.assign({}, ...this.#choices.filter(concerns)) as ReadingChoice;
  }

  /**
   * An encoding chosen for one of several tables of a file; the file has only one, so it holds for all. A choice for the
   * file itself is none of these.
   */
  encodingOfOne(file: string, tables: readonly string[]): ReadingChoice | null {
    if (this.choiceFor(file).encoding !== undefined) return null;
    const chosen = tables.map((table) => this.choiceFor(file, table)).find(({ encoding }) => encoding !== undefined);
    return chosen ?? null;
  }

  /** Throws Problem `unpacks-too-large` when `bytes` unpacked at one go are more than an honest file gives. */
  checkUnpacked(name: string, bytes: number): void {
    const { unpackedBytes, ratio, ratioFromBytes } = this.limits;
    if (bytes > unpackedBytes) throw problem('unpacks-too-large', { file: name, limit: `${unpackedBytes} byte` });
    if (bytes > ratioFromBytes && bytes > this.#packedBytes * ratio) {
      throw problem('unpacks-too-large', { file: name, limit: `${ratio} : 1` });
    }
  }

  /** True once for each archive: what it holds is counted then and not when it is opened again. */
  isNewArchive(path: string): boolean {
    if (this.#archives.has(path)) return false;
    this.#archives.add(path);
    return true;
  }

  /** Adds to what the whole file unpacks to. Throws Problem `unpacks-too-large`. */
  countUnpacked(name: string, bytes: number): void {
    this.#unpackedBytes += bytes;
    this.checkUnpacked(name, this.#unpackedBytes);
  }

  /** Throws Problem `too-many-layers`. */
  countLayer(file: string): void {
    this.#layers += 1;
    if (this.#layers > this.limits.layers) throw problem('too-many-layers', { file, limit: this.limits.layers });
  }

  /** Throws Problem `too-many-entries`. */
  countEntry(archive: string): void {
    this.#entries += 1;
    if (this.#entries > this.limits.entries) {
      throw problem('too-many-entries', { file: archive, limit: this.limits.entries });
    }
  }

  async close(): Promise<void> {
    if (this.#temporaryFolder) await rm(await this.#temporaryFolder, { recursive: true, force: true });
  }
}
