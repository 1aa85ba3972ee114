import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import { isObject } from '../geojson/feature.ts';
import type { Cell, Detection, Layer, RejectedRecord, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { crsOfEsri } from './esri-geometry.ts';
import { jsonRecords, type JsonPlace } from './json-records.ts';
import { cellOf, columnsOf, geometryOf, ShapeSurvey, type GeometryPlace } from './json-shape.ts';
import { findRecordPlaces, offered } from './record-path.ts';
import { tupleNames } from './tuple-names.ts';

/** What reading needs to know. */
export interface JsonSettings extends JsonPlace {
  /** By column: names of members as flattened, or places in a tuple. */
  readonly keys: readonly string[];
  readonly geometry: GeometryPlace;
  /** Records at the beginning that only carry names. */
  readonly skip: number;
}

/** JSON that is not GeoJSON. GeoJSON's reader gives to it what it cannot read. */
export const jsonReader: FormatReader = {
  formats: ['json', 'jsonl'],
  inspect: (source, reading) => inspectJson(source, reading, false),
  read: readJson,
};

/** Throws Problems `plain-json`, `layer-not-found` and those of reading. */
export async function inspectJson(source: ByteSource, reading: Reading, areLines: boolean): Promise<Inspected> {
  if (areLines) return { layers: [await inspectPlace(source, { path: '', kind: 'lines' }, [], reading)] };
  const places = await findRecordPlaces(source.open(), source.name, reading);
  const chosen = reading.choiceFor(source.name).records;
  const wanted = chosen === undefined ? offered(places) : [chosenPlace(chosen, places, source.name)];
  if (wanted.length === 0) throw problem('plain-json', { file: source.name, looksLike: 'JSON' });
  const others = places.filter((place) => !wanted.includes(place)).map(({ path, records }) => `${path} (${records})`);
  const notes: Detection[] = [];
  if (others.length > 0) {
    const value = others.slice(0, 10).join(', ') + (others.length > 10 ? ' …' : '');
    notes.push({ what: 'other-records', value, reason: 'structure', confidence: 1 });
  }
  const layers: LayerParts[] = [];
  for (const place of wanted) {
    const reason = chosen === undefined ? (wanted.length > 1 ? 'several-lists' : 'most-records') : 'chosen';
    const path: Detection = { what: 'record-path', value: place.path || '/', reason, confidence: chosen ? 1 : 0.8 };
    const layer = await inspectPlace(source, place, [path, ...notes], reading);
    layers.push({ ...layer, ...(wanted.length > 1 ? { table: place.path || '/' } : {}) });
  }
  return { layers };
}

/** `/results`, `results`, `$.results[*]`: written as people write them. */
function chosenPlace(
  text: string,
  places: readonly { path: string; kind: JsonPlace['kind']; records: number }[],
  file: string,
) {
  const pointer = text.trim().startsWith('$') ? text.trim().slice(1).replaceAll('.', '/') : text.trim();
  const path = pointer
    .replace(/\[\*?\]/g, '/*')
    .replace(/^([^/])/, '/$1')
    .replace(/(\/\*)?\/*$/, '');
  const found = places.find((place) => place.path === path);
  if (!found) throw problem('layer-not-found', { file, layer: text });
  return found;
}

async function inspectPlace(
  source: ByteSource,
  place: JsonPlace,
  detected: readonly Detection[],
  reading: Reading,
): Promise<LayerParts> {
  const survey = new ShapeSurvey();
  let rejected = 0;
  const records = jsonRecords(source.open(), place, source.name, reading);
  let next = await records.next();
  for (; !next.done; next = await records.next()) {
    for (const found of next.value) {
      if ('rejected' in found) rejected += 1;
      else survey.add(found.record);
    }
    const limit = reading.limits.columns;
    if (survey.width > limit) throw problem('too-many-columns', { file: source.name, limit });
  }
  if (survey.records === 0 && rejected > 0) {
    throw problem('damaged-file', { file: source.name, place: place.path || '/', reason: 'JSON' });
  }
  const around = skeletonOf(next.value);
  const { geometry, columns: keys } = survey.end();
  const inFirst = place.kind === 'tuples' ? survey.firstTupleNames : null;
  const names = place.kind === 'tuples' ? (tupleNames(around, place.path, keys.length) ?? inFirst) : null;
  const settings: JsonSettings = {
    path: place.path,
    kind: place.kind,
    keys,
    geometry,
    skip: names && names === inFirst ? 1 : 0,
  };
  const crs =
    geometry === 'esri' ? (crsOfEsri(isObject(around) ? around['spatialReference'] : null) ?? survey.crs) : undefined;
  return {
    format: place.kind === 'lines' ? 'jsonl' : 'json',
    columns: uniqueColumns(names ? keys.map((key) => names[Number(key)] ?? '') : keys),
    hasGeometry: geometry !== null,
    ...(crs ? { crs } : {}),
    detected: [...detected, ...geometryNote(geometry)],
    settings: { ...settings },
    empty: survey.records + rejected - settings.skip <= 0,
  };
}

function geometryNote(geometry: GeometryPlace): Detection[] {
  if (geometry === null) return [];
  const value = typeof geometry === 'string' ? geometry : geometry.member;
  return [{ what: 'geometry-from', value, reason: 'structure', confidence: 0.95 }];
}

function skeletonOf(text: Buffer | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

async function* readJson(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as JsonSettings;
  const bytes = source.open();
  let rows = new JsonRows(settings, layer.hasGeometry);
  for await (const batch of jsonRecords(bytes, settings, source.name, reading)) {
    for (const found of batch) {
      if (found.position <= settings.skip) continue;
      if ('rejected' in found) rows.reject({ position: found.position, ...found.rejected });
      else rows.add(found.record, found.position);
      if (rows.count < batchRows) continue;
      yield rows.toBatch(bytes.bytesRead());
      rows = new JsonRows(settings, layer.hasGeometry);
    }
  }
  if (rows.count > 0) yield rows.toBatch(bytes.bytesRead());
}

class JsonRows {
  readonly #geometry: GeometryPlace;
  readonly #hasGeometry: boolean;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #rows: Cell[][] = [];
  readonly #positions: number[] = [];
  readonly #geometries: (Geometry | null)[] = [];
  readonly #rejected: RejectedRecord[] = [];

  constructor({ keys, geometry }: JsonSettings, hasGeometry: boolean) {
    this.#columns = new Map(keys.map((key, index) => [key, index]));
    this.#geometry = geometry;
    this.#hasGeometry = hasGeometry;
  }

  get count(): number {
    return this.#rows.length + this.#rejected.length;
  }

  reject(record: RejectedRecord): void {
    this.#rejected.push(record);
  }

  add(record: Parameters<typeof columnsOf>[0], position: number): void {
    const geometry = geometryOf(record, this.#geometry);
    if (geometry === undefined) {
      const raw = JSON.stringify(record.value).slice(0, 2_000);
      this.#rejected.push({ position, reason: 'invalid-geometry', raw });
      return;
    }
    const row = Array.from<unknown, Cell>({ length: this.#columns.size }, () => null);
    columnsOf(record, this.#geometry, (name, value) => {
      const column = this.#columns.get(name);
      if (column !== undefined) row[column] = cellOf(value);
    });
    this.#rows.push(row);
    this.#positions.push(position);
    this.#geometries.push(geometry);
  }

  toBatch(bytesRead: number): RowBatch {
    return {
      rows: this.#rows,
      positions: this.#positions,
      bytesRead,
      ...(this.#hasGeometry ? { geometries: this.#geometries } : {}),
      ...(this.#rejected.length > 0 ? { rejected: this.#rejected } : {}),
    };
  }
}
