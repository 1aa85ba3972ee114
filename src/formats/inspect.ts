import { Problem } from '../kernel/index.ts';
import { fileSource, type ByteSource } from './byte-source.ts';
import { checkArchiveDepth, contentOfGzip, recogniseSource, recogniseZip } from './containers.ts';
import { inspectCsv, type LayerParts } from './csv/inspect-csv.ts';
import { inspectGeojson } from './geojson/inspect-geojson.ts';
import type { InputFile, Layer } from './model.ts';
import { problem } from './problems.ts';
import { Reading, type ReaderOptions } from './reading.ts';
import { inspectSheet } from './xlsx/inspect-xlsx.ts';
import { openWorkbook } from './xlsx/workbook.ts';
import { openZip, type Zip } from './zip.ts';

export interface Refused {
  /** The file, with the way through archives: `2025.zip/bao-cao.pdf`. */
  readonly name: string;
  readonly problem: Problem;
}

export interface Inspection {
  readonly layers: readonly Layer[];
  /** What could not be read, each with its reason; the rest is not held up by it. */
  readonly refused: readonly Refused[];
}

/**
 * Says what a file holds: unpacks gzip and zip, recognises each thing inside by its content, and lists every table,
 * sheet and map layer, empty ones too. Reads everything once, so that what is cut short or damaged is known now.
 * Problems of the file are in `refused`; only abortion and faults of this machine are thrown.
 */
export async function inspect(file: InputFile, options: ReaderOptions): Promise<Inspection> {
  const reading = new Reading(options, file.sizeBytes);
  try {
    const inspector = new Inspector(reading);
    await inspector.look(fileSource(file, reading), { entry: [], shown: [], depth: 0 });
    return { layers: withIds(inspector.layers), refused: inspector.refused };
  } finally {
    await reading.close();
  }
}

interface Place {
  /** Names through archives, as `Layer.entry` has them. */
  readonly entry: readonly string[];
  /** The same without what gzips hold, whose names say nothing new. */
  readonly shown: readonly string[];
  readonly depth: number;
}

interface Seen {
  readonly layer: Omit<Layer, 'id'>;
  readonly shown: readonly string[];
  readonly sheet: string | null;
}

class Inspector {
  layers: Seen[] = [];
  refused: Refused[] = [];
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Notes what is wrong with one thing and goes on with the others. */
  async look(source: ByteSource, place: Place): Promise<void> {
    try {
      await this.#lookInto(source, place);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.refused.push({ name: source.name, problem: error });
    }
  }

  async #lookInto(source: ByteSource, place: Place): Promise<void> {
    const recognised = await recogniseSource(source);
    switch (recognised.kind) {
      case 'empty':
        throw problem('empty-file', { file: source.name });
      case 'gzip':
        return this.#lookIntoGzip(source, place);
      case 'zip':
        return this.#lookIntoZip(source, place);
      case 'json':
        return this.#add(await inspectGeojson(source, this.#reading), source, place);
      case 'text':
        return this.#add(await inspectCsv(source, this.#reading), source, place);
      case 'sidecar':
        // The CRS beside a shapefile: nothing by itself, and no fault inside an archive.
        if (place.depth > 0) return;
        throw problem('format-not-recognised', { file: source.name, looksLike: 'WKT (.prj)' });
      case 'refused':
        throw problem(recognised.problem, { file: source.name, looksLike: recognised.looksLike });
    }
  }

  async #lookIntoGzip(packed: ByteSource, place: Place): Promise<void> {
    checkArchiveDepth(packed.name, place.depth + 1, this.#reading);
    const { name, source } = contentOfGzip(packed, this.#reading);
    await this.look(source, { entry: [...place.entry, name], shown: place.shown, depth: place.depth + 1 });
    await source.release();
  }

  async #lookIntoZip(packed: ByteSource, place: Place): Promise<void> {
    const zip = await openZip(packed, this.#reading);
    try {
      const content = await recogniseZip(zip);
      if (content.kind === 'refused') {
        throw problem(content.problem, { file: packed.name, looksLike: content.looksLike });
      }
      if (content.kind === 'workbook') return await this.#lookIntoWorkbook(zip, packed, place);
      checkArchiveDepth(packed.name, place.depth + 1, this.#reading);
      await this.#lookIntoEntries(zip, place);
    } finally {
      zip.close();
      await packed.release();
    }
  }

  async #lookIntoEntries(zip: Zip, place: Place): Promise<void> {
    if (zip.entries.length === 0) throw problem('empty-file', { file: zip.name });
    const inside = new Inspector(this.#reading);
    const names = new Set<string>();
    for (const entry of zip.entries) {
      const source = zip.source(entry);
      if (names.has(entry.name)) {
        inside.refused.push({ name: source.name, problem: problem('same-name-twice', { file: source.name }) });
        continue;
      }
      names.add(entry.name);
      await inside.look(source, {
        entry: [...place.entry, entry.name],
        shown: [...place.shown, entry.name],
        depth: place.depth + 1,
      });
    }
    inside.#forgetShapefileParts();
    this.layers.push(...inside.layers);
    this.refused.push(...inside.refused);
  }

  /** A shapefile is several files; one reason for all of them is enough. */
  #forgetShapefileParts(): void {
    const isShapefile = ({ problem: { parameters } }: Refused) => parameters['looksLike'] === 'Shapefile (.shp)';
    const kept = new Map<string, Refused>();
    for (const refused of this.refused.filter(isShapefile)) {
      const stem = refused.name.replace(/[^./]+$/, '');
      if (!kept.has(stem) || /\.shp$/i.test(refused.name)) kept.set(stem, refused);
    }
    for (const [stem, shapefile] of kept) {
      this.refused = this.refused.filter((other) => other === shapefile || !other.name.startsWith(stem));
      this.layers = this.layers.filter(({ shown }) => !stem.endsWith(`/${(shown.at(-1) ?? '').replace(/[^.]+$/, '')}`));
    }
  }

  async #lookIntoWorkbook(zip: Zip, packed: ByteSource, place: Place): Promise<void> {
    const workbook = await openWorkbook(zip, this.#reading);
    if (workbook.sheets.length === 0) throw problem('empty-file', { file: packed.name });
    for (const sheet of workbook.sheets) {
      try {
        this.#add(await inspectSheet(workbook, sheet, this.#reading), packed, place, sheet.name);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.refused.push({ name: `${packed.name}#${sheet.name}`, problem: error });
      }
    }
  }

  #add(parts: LayerParts, source: ByteSource, place: Place, sheet: string | null = null): void {
    const title = sheet ?? titleOf(place.shown.at(-1) ?? source.name);
    this.layers.push({ layer: { ...parts, title, entry: place.entry }, shown: place.shown, sheet });
  }
}

/** The name of a file without folder and endings: `2025/tram.csv.gz` is `tram`. */
function titleOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.replace(/(\.(csv|tsv|txt|tab|json|geojson|geojsonl|ndjson|xlsx|gz))+$/i, '') || last;
}

function withIds(seen: readonly Seen[]): Layer[] {
  return seen.map(({ layer, shown, sheet }) => {
    const path = shown.join('/');
    const whole = sheet === null ? path : path === '' ? sheet : `${path}#${sheet}`;
    return { id: seen.length === 1 ? '' : whole, ...layer };
  });
}
