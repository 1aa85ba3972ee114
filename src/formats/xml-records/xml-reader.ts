import { readHead, type ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import { metadataRoots, rootOf } from '../recognise.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import type { XmlHandler } from '../xml/xml-parser.ts';
import { xmlEvents } from '../xml/xml-stream.ts';
import { ElementCensus, recordKinds, type ElementKind } from './element-census.ts';
import { RecordEvents, type XmlRecord } from './record-events.ts';
import { isMeasurement, waterSeries, type WaterSeries } from './water-series.ts';

/** What reading needs to know. */
export interface XmlSettings {
  readonly path: string;
  /** Names of values by column, as `RecordEvents` gives them. */
  readonly keys: readonly string[];
  /** Columns of values and of the mark that means none, in series of measurements. */
  readonly missing?: { readonly value: string; readonly mark: string };
}

/** XML with records somewhere inside; measurements of water in WaterML and O&M by the names people know. */
export const xmlReader: FormatReader = {
  formats: ['xml', 'waterml'],
  inspect: inspectXml,
  read: readXml,
};

async function inspectXml(source: ByteSource, reading: Reading): Promise<Inspected> {
  // Descriptions are told by their first element, before anything else in them can be found wrong.
  const first = rootOf((await readHead(source, 8_192)).toString('latin1'));
  if (reading.choiceFor(source.name).records === undefined && metadataRoots.test(first))
    throw problem('metadata-not-data', { file: source.name, root: first });
  const census = new ElementCensus();
  await feed(source, census, reading, () => {});
  const chosen = reading.choiceFor(source.name).records;
  const measured = [...census.kinds.values()].find(({ path }) => isMeasurement(path));
  const kinds = [...(measured ? [measured] : []), ...recordKinds(census.kinds).filter((kind) => kind !== measured)];
  const root = [...census.kinds.keys()][0] ?? '';
  if (chosen === undefined && (metadataRoots.test(root.slice(1)) || kinds.length === 0)) {
    const code = metadataRoots.test(root.slice(1)) ? 'metadata-not-data' : 'no-records-in-xml';
    throw problem(code, { file: source.name, root: root.slice(1) });
  }
  const kind = chosen === undefined ? kinds[0]! : chosenKind(chosen, census, source.name);
  const others = kinds.filter((other) => other !== kind).map(({ path, count }) => `${path} (${count})`);
  const reason = chosen === undefined ? 'most-records' : 'chosen';
  const detected: Detection[] = [{ what: 'record-path', value: kind.path, reason, confidence: chosen ? 1 : 0.7 }];
  if (others.length > 0) {
    const value = others.slice(0, 10).join(', ') + (others.length > 10 ? ' …' : '');
    detected.push({ what: 'other-records', value, reason: 'structure', confidence: 1 });
  }
  return { layers: [await inspectKind(source, kind, detected, reading)] };
}

/** `/list/item`, or the last names of it. */
function chosenKind(text: string, census: ElementCensus, file: string): ElementKind {
  const path = `/${text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .replaceAll(/\w+:/g, '')}`;
  const found = census.kinds.get(path) ?? [...census.kinds.values()].find((kind) => kind.path.endsWith(path));
  if (!found) throw problem('layer-not-found', { file, layer: text });
  return found;
}

async function inspectKind(
  source: ByteSource,
  kind: ElementKind,
  detected: readonly Detection[],
  reading: Reading,
): Promise<LayerParts> {
  const keys = new Set<string>();
  const events = new RecordEvents(kind.path, reading.limits.recordBytes);
  const limit = reading.limits.columns;
  await feed(source, events, reading, () => {
    for (const { values } of events.take()) for (const key of values.keys()) keys.add(key);
    if (keys.size > limit) throw problem('too-many-columns', { file: source.name, limit });
  });
  const series = waterSeries(kind.path, [...keys]);
  // What stands around a whole answer (who asked for what) is no part of a measurement.
  const ofAnswer = `${kind.path.split('/')[1]}_`;
  const own = [...keys].filter((key) => series === null || !key.startsWith(ofAnswer));
  const settings: XmlSettings = { path: kind.path, keys: own, ...(series?.missing ? { missing: series.missing } : {}) };
  return {
    format: series ? 'waterml' : 'xml',
    columns: uniqueColumns(namesOf(settings.keys, series)),
    hasGeometry: false,
    detected: [...(series ? [series.detected] : []), ...detected],
    settings: { ...settings },
    empty: false,
  };
}

function namesOf(keys: readonly string[], series: WaterSeries | null): string[] {
  return keys.map((key) => series?.names.get(key) ?? key);
}

async function* readXml(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as XmlSettings;
  const events = new RecordEvents(settings.path, reading.limits.recordBytes);
  const batches = new RowBatches(false, batchRows);
  let bytesRead = 0;
  let position = 0;
  const add = (record: XmlRecord) => {
    position += 1;
    const cells = cellsOf(record, settings);
    if (record.isTooLong) batches.reject(position, 'record-too-long', JSON.stringify(cells));
    else batches.add(position, cells);
  };
  for await (bytesRead of xmlEvents({ source, encoding: null }, reading, events)) {
    for (const record of events.take()) {
      add(record);
      if (batches.isFull) yield batches.take(bytesRead);
    }
  }
  if (!batches.isEmpty) yield batches.take(bytesRead);
}

function cellsOf({ values }: XmlRecord, { keys, missing }: XmlSettings): Cell[] {
  const isMissing = missing !== undefined && isSameNumber(values.get(missing.value), values.get(missing.mark));
  return keys.map((key) => (isMissing && key === missing.value ? null : (values.get(key) ?? null)));
}

function isSameNumber(value: unknown, mark: unknown): boolean {
  return typeof value === 'string' && typeof mark === 'string' && mark !== '' && Number(value) === Number(mark);
}

async function feed(source: ByteSource, handler: XmlHandler, reading: Reading, after: () => void): Promise<void> {
  for await (const _ of xmlEvents({ source, encoding: null }, reading, handler)) after();
}
