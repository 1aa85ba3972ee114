import { Problem } from '../kernel/index.ts';
import { fileSource, type ByteSource } from './byte-source.ts';
import { Neighbours, noCompanions, type Companions } from './companions.ts';
import { checkArchiveDepth, contentOfGzip, recogniseSource, recogniseZip } from './containers.ts';
import { titleOfFile } from './file-title.ts';
import type { FileLayout } from './layouts/file-layout.ts';
import { layoutByName, layoutLayer, layoutOf } from './layouts/layout-reader.ts';
import { findGeometryColumn, geometrySetting, mayHoldGeometry } from './geometry-text/geometry-column.ts';
import type { InputFile, Layer, LayerFormat } from './model.ts';
import { problem } from './problems.ts';
import type { LayerParts } from './reader.ts';
import { readerOf } from './readers.ts';
import { Reading, type ReaderOptions } from './reading.ts';
import type { Recognised } from './recognise.ts';
import { openZip, type Zip, type ZipEntry } from './zip.ts';

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
    await inspector.look(fileSource(file, reading), { entry: [], shown: [], depth: 0, companions: noCompanions });
    return { layers: withIds(inspector.layers), refused: inspector.refused };
  } finally {
    await reading.close();
  }
}

/** Records that are looked into for geometries. */
const sampledRows = 200;

interface Place {
  /** Names through archives, as `Layer.entry` has them. */
  readonly entry: readonly string[];
  /** The same without what gzips hold, whose names say nothing new. */
  readonly shown: readonly string[];
  readonly depth: number;
  readonly companions: Companions;
}

interface Seen {
  readonly layer: Omit<Layer, 'id'>;
  readonly shown: readonly string[];
  readonly table: string | null;
}

/** An entry of a zip once it was looked at. */
interface EntrySeen {
  readonly entry: ZipEntry;
  readonly source: ByteSource;
  readonly recognised: Recognised | Problem;
}

class Inspector {
  readonly layers: Seen[] = [];
  readonly refused: Refused[] = [];
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Notes what is wrong with one thing and goes on with the others. */
  async look(source: ByteSource, place: Place): Promise<void> {
    await this.#guarded(source, place.depth, async () => this.#lookInto(source, await recogniseSource(source), place));
  }

  async #guarded(source: ByteSource, depth: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Of too many tables it is the whole file that is refused, once, not each one beyond the limit.
      if (error.code === 'too-many-layers') {
        if (depth > 0) throw error;
        this.layers.length = 0;
        this.refused.length = 0;
      }
      this.refused.push({ name: source.name, problem: error });
    }
  }

  async #lookInto(source: ByteSource, recognised: Recognised, place: Place): Promise<void> {
    switch (recognised.kind) {
      case 'empty':
        throw problem('empty-file', { file: source.name });
      case 'gzip':
        return this.#lookIntoGzip(source, place);
      case 'zip':
        return this.#lookIntoZip(source, place);
      case 'layers':
        return this.#read(recognised.format, source, place);
      case 'sidecar':
        // Nothing by itself, and no fault inside an archive.
        if (place.depth > 0) return;
        throw problem('format-not-recognised', { file: source.name, looksLike: recognised.looksLike });
      case 'refused':
        throw problem(recognised.problem, { file: source.name, looksLike: recognised.looksLike });
    }
  }

  async #lookIntoGzip(packed: ByteSource, place: Place): Promise<void> {
    checkArchiveDepth(packed.name, place.depth + 1, this.#reading);
    const { name, source } = contentOfGzip(packed, this.#reading);
    await this.look(source, {
      entry: [...place.entry, name],
      shown: place.shown,
      depth: place.depth + 1,
      companions: noCompanions,
    });
    await source.release();
  }

  async #lookIntoZip(packed: ByteSource, place: Place): Promise<void> {
    const zip = await openZip(packed, this.#reading);
    try {
      const content = await recogniseZip(zip);
      if (content.kind === 'refused') {
        throw problem(content.problem, { file: packed.name, looksLike: content.looksLike });
      }
      if (content.kind === 'layers') return await this.#read(content.format, packed, place);
      checkArchiveDepth(packed.name, place.depth + 1, this.#reading);
      await this.#lookIntoEntries(zip, place);
    } finally {
      zip.close();
      await packed.release();
    }
  }

  async #lookIntoEntries(zip: Zip, place: Place): Promise<void> {
    if (zip.entries.length === 0) throw problem('empty-file', { file: zip.name });
    const folders = geodatabasesIn(zip);
    await this.#lookIntoFolders(zip, folders, place);
    const seen = await this.#recogniseEntries(zip, folders);
    const neighbours = new Neighbours(zip);
    const claimed = companionsOf(seen, neighbours);
    const isKmz = seen.some(({ recognised }) => isLayersOf('kml', recognised));
    const together = this.#addLaidOut(seen, zip, place);
    for (const { entry, source, recognised } of seen) {
      if (together.has(entry) || claimed.has(entry) || (isKmz && isPicture(recognised))) continue;
      const companions = neighbours.companions(entry);
      await this.#guarded(source, place.depth + 1, async () => {
        if (recognised instanceof Problem) throw recognised;
        await this.#lookInto(source, recognised, {
          entry: [...place.entry, entry.name],
          shown: [...place.shown, entry.name],
          depth: place.depth + 1,
          companions,
        });
      });
      await companions.release();
    }
  }

  /** Files of one layout, thousands perhaps, are one layer of the archive; gives those that are done with it. */
  #addLaidOut(seen: readonly EntrySeen[], zip: Zip, place: Place): Set<ZipEntry> {
    const done = new Set<ZipEntry>();
    const groups = new Map<FileLayout, number>();
    for (const { entry, recognised } of seen) {
      const layout = isLayersOf('csv', recognised) ? layoutByName(entry.name, this.#reading) : null;
      if (!layout) continue;
      done.add(entry);
      groups.set(layout, (groups.get(layout) ?? 0) + 1);
    }
    const isAll = groups.size === 1 && done.size === zip.entries.length;
    for (const [layout, files] of groups) {
      const parts = layoutLayer(layout, files);
      this.#add(isAll ? parts : { ...parts, table: layout.id }, { name: zip.name }, place);
    }
    return done;
  }

  /** Folders that are one thing, as geodatabases are. */
  async #lookIntoFolders(zip: Zip, folders: readonly string[], place: Place): Promise<void> {
    for (const folder of folders) {
      const source = zip.folder(folder);
      const shown = folder === '' ? place.shown : [...place.shown, folder.slice(0, -1)];
      await this.#guarded(source, place.depth + 1, () =>
        this.#read('gdal', source, {
          entry: [...place.entry, folder || '/'],
          shown,
          depth: place.depth + 1,
          companions: noCompanions,
        }),
      );
      await source.release();
    }
  }

  async #recogniseEntries(zip: Zip, folders: readonly string[]): Promise<EntrySeen[]> {
    const names = new Set<string>();
    const seen: EntrySeen[] = [];
    for (const entry of zip.entries) {
      if (folders.some((folder) => entry.name.startsWith(folder))) continue;
      const source = zip.source(entry);
      if (names.has(entry.name)) {
        seen.push({ entry, source, recognised: problem('same-name-twice', { file: source.name }) });
        continue;
      }
      names.add(entry.name);
      const recognised = await recogniseSource(source).catch((error: unknown) => {
        if (error instanceof Problem) return error;
        throw error;
      });
      seen.push({ entry, source, recognised });
    }
    return seen;
  }

  async #read(format: LayerFormat, source: ByteSource, place: Place): Promise<void> {
    const layout = format === 'csv' ? await layoutOf(source, this.#reading) : null;
    if (layout) return this.#add(layoutLayer(layout, 1), source, place);
    const { layers, refused = [] } = await readerOf(format).inspect(source, this.#reading, place.companions);
    for (const parts of layers) this.#add(await this.#withGeometry(parts, source, place), source, place);
    for (const { table, problem: why } of refused) {
      this.refused.push({ name: `${source.name}#${table}`, problem: why });
    }
  }

  /** A table may hold its geometries as text in a column: then it is a map layer. */
  async #withGeometry(parts: LayerParts, source: ByteSource, place: Place): Promise<LayerParts> {
    if (parts.hasGeometry || parts.empty || !mayHoldGeometry(parts.columns)) return parts;
    const layer: Layer = { ...parts, id: '', title: '', entry: place.entry };
    const batches = readerOf(parts.format).read(source, layer, this.#reading, sampledRows, place.companions);
    for await (const batch of batches) {
      const found = findGeometryColumn(parts.columns, batch.rows);
      if (!found) return parts;
      return {
        ...parts,
        hasGeometry: true,
        ...(found.crs ? { crs: found.crs } : {}),
        detected: [...parts.detected, found.detected],
        settings: { ...parts.settings, [geometrySetting]: found.name },
      };
    }
    return parts;
  }

  #add(found: LayerParts, source: Pick<ByteSource, 'name'>, place: Place): void {
    this.#reading.countLayer(source.name);
    const { table = null, ...parts } = found;
    const title = table ?? titleOfFile(nameOfFile(parts.format, source.name, place));
    this.layers.push({ layer: { ...parts, title, entry: place.entry }, shown: place.shown, table });
  }
}

/** Folders of ESRI's file geodatabases, each with its first table in it. */
function geodatabasesIn(zip: Zip): string[] {
  return zip.entries
    .map(({ name }) => /^(.*\/)?a00000001\.gdbtable$/i.exec(name))
    .filter((match) => match !== null)
    .map((match) => match[1] ?? '');
}

/** Entries that belong to another one, as the .dbf belongs to a .shp: they are no layers then, whatever they hold. */
function companionsOf(seen: readonly EntrySeen[], neighbours: Neighbours): Set<ZipEntry> {
  const claimed = new Set<ZipEntry>();
  for (const { entry, recognised } of seen) {
    if (recognised instanceof Problem || recognised.kind !== 'layers') continue;
    const wanted = readerOf(recognised.format).companions ?? [];
    if (wanted.length === 0) continue;
    for (const [ending, other] of neighbours.beside(entry)) if (wanted.includes(ending)) claimed.add(other);
  }
  return claimed;
}

/** The main file of a KMZ has the same name everywhere; the archive's says more. */
function nameOfFile(format: LayerFormat, fullName: string, place: Place): string {
  const name = place.shown.at(-1) ?? fullName;
  if (format !== 'kml' || !/^doc\.kml$/i.test(name)) return name;
  return fullName.split('/').at(-2) ?? name;
}

function isLayersOf(format: LayerFormat, recognised: Recognised | Problem): boolean {
  return !(recognised instanceof Problem) && recognised.kind === 'layers' && recognised.format === format;
}

/** Icons and overlays that a KMZ carries along. */
function isPicture(recognised: Recognised | Problem): boolean {
  if (recognised instanceof Problem || recognised.kind !== 'refused') return false;
  return /^(PNG|JPEG|GIF|WebP|TIFF.*|XML)$/.test(recognised.looksLike);
}

function withIds(seen: readonly Seen[]): Layer[] {
  return seen.map(({ layer, shown, table }) => {
    const path = shown.join('/');
    const whole = table === null ? path : path === '' ? table : `${path}#${table}`;
    return { id: seen.length === 1 ? '' : whole, ...layer };
  });
}
