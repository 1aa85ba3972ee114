import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { rawOf, RowBatches } from '../row-batches.ts';
import { readXml, xmlEncoding, xmlEvents, type XmlEncoding } from '../xml/xml-stream.ts';
import { KmlHandler, type Placemark } from './kml-handler.ts';

/** What the reader needs to know. */
interface KmlSettings {
  readonly encoding: string;
  /** Folders that belong to this layer; null for all. */
  readonly folders: readonly string[] | null;
  /** Fields by column; the field `folder` is where the placemark stands. */
  readonly fields: readonly string[];
  /** Heights are nought everywhere and left out. */
  readonly flat: boolean;
}

/** Google Earth's format. A layer takes all placemarks whose data have one shape, whatever folders they stand in. */
export const kmlReader: FormatReader = {
  formats: ['kml'],
  inspect: inspectKml,
  read: readKml,
};

const standardFields = ['name', 'description', 'address', 'phoneNumber', 'Snippet', 'when', 'begin', 'end'];
/** More folders than a person would make: they are looked at as one. */
const mostFolders = 2_000;

/** What the placemarks of some folders have in common. */
class Group {
  readonly folders = new Set<string>();
  readonly fields = new Set<string>();
  readonly types = new Map<string, number>();
  records = 0;
  hasHeights = false;

  add({ folder, values, geometry }: Placemark): void {
    this.folders.add(folder);
    for (const field of values.keys()) this.fields.add(field);
    this.records += 1;
    if (!geometry) return;
    this.types.set(geometry.type, (this.types.get(geometry.type) ?? 0) + 1);
    this.hasHeights ||= hasHeight(geometry);
  }

  merge(other: Group): void {
    for (const folder of other.folders) this.folders.add(folder);
    for (const field of other.fields) this.fields.add(field);
    for (const [type, count] of other.types) this.types.set(type, (this.types.get(type) ?? 0) + count);
    this.records += other.records;
    this.hasHeights ||= other.hasHeights;
  }

  get dataFields(): string[] {
    return [...this.fields].filter((field) => field.startsWith('data:'));
  }
}

async function inspectKml(source: ByteSource, reading: Reading): Promise<Inspected> {
  const layers = await layersIn(source, reading, await xmlEncoding(source, reading));
  const tables = layers.map(({ table = '' }) => table);
  const choice = reading.encodingOfOne(source.name, tables);
  if (!choice) return { layers };
  return { layers: await layersIn(source, reading, await xmlEncoding(source, reading, choice)) };
}

async function layersIn(source: ByteSource, reading: Reading, encoding: XmlEncoding): Promise<LayerParts[]> {
  const groups = new Map<string, Group>();
  const others = new Map<string, number>();
  const limit = reading.limits.columns;
  const handler = new KmlHandler(
    {
      placemark(placemark) {
        const key = groups.has(placemark.folder) || groups.size < mostFolders ? placemark.folder : '';
        const group = groups.get(key) ?? new Group();
        groups.set(key, group);
        group.add(placemark);
        if (group.fields.size > limit) throw problem('too-many-columns', { file: source.name, limit });
      },
      other: (element) => others.set(element, (others.get(element) ?? 0) + 1),
    },
    reading.limits.recordBytes,
  );
  await readXml({ source, encoding: encoding.value }, reading, handler);
  const layers = gathered([...groups.values()]);
  if (layers.length === 0) layers.push(new Group());
  return layers.map((group) => layerOf(group, layers.length > 1, encoding, others));
}

/** Folders whose data have mostly the same fields are one layer; those without data join the first. */
function gathered(groups: readonly Group[]): Group[] {
  const layers: Group[] = [];
  const bare: Group[] = [];
  for (const group of groups) {
    if (group.dataFields.length === 0) {
      bare.push(group);
      continue;
    }
    const alike = layers.find((layer) => likeness(layer.dataFields, group.dataFields) >= 0.5);
    if (alike) alike.merge(group);
    else layers.push(group);
  }
  if (layers.length === 0) return bare.length > 0 ? [merged(bare)] : [];
  // With one kind of data there is one table; with several, what has none stands alone.
  if (layers.length === 1) return [merged([...groups])];
  return bare.length > 0 ? [...layers, merged(bare)] : layers;
}

function merged(groups: readonly Group[]): Group {
  const all = new Group();
  for (const group of groups) all.merge(group);
  return all;
}

function likeness(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((field) => other.includes(field)).length;
  return shared / Math.min(one.length, other.length);
}

function layerOf(
  group: Group,
  isOneOfSeveral: boolean,
  encoding: XmlEncoding,
  others: ReadonlyMap<string, number>,
): LayerParts {
  const fields = [
    ...(group.folders.size > 1 ? ['folder'] : []),
    ...standardFields.filter((field) => group.fields.has(field)),
    ...[...group.fields].filter((field) => !standardFields.includes(field)),
  ];
  const flat = !group.hasHeights;
  const settings: KmlSettings = {
    encoding: encoding.value,
    folders: isOneOfSeveral ? [...group.folders] : null,
    fields,
    flat,
  };
  const table = isOneOfSeveral ? nameOf(group) : undefined;
  return {
    format: 'kml',
    ...(table === undefined ? {} : { table }),
    columns: uniqueColumns(fields.map((field) => field.replace(/^data:/, ''))),
    hasGeometry: group.types.size > 0 || group.records === 0,
    crs: { kind: 'epsg', code: 'EPSG:4326', axisOrder: 'xy' },
    detected: [...encoding.detected, ...kmlDetections(group, others)],
    settings: { ...settings },
    empty: group.records === 0,
  };
}

function nameOf(group: Group): string {
  const [first = ''] = group.folders;
  return first === '' ? 'Placemark' : first;
}

function kmlDetections(group: Group, others: ReadonlyMap<string, number>): Detection[] {
  const detected: Detection[] = [{ what: 'crs', value: 'OGC:CRS84', reason: 'defined-by-format', confidence: 0.95 }];
  if (group.types.size > 0) {
    const value = [...group.types.keys()].toSorted().join(', ');
    detected.push({ what: 'geometry-type', value, reason: 'all-features-looked-at', confidence: 1 });
  }
  if (group.folders.size > 1) {
    detected.push({ what: 'folders', value: String(group.folders.size), reason: 'one-shape-of-data', confidence: 0.8 });
  }
  for (const [element, count] of others) {
    detected.push({ what: element, value: String(count), reason: 'not-read', confidence: 1 });
  }
  return detected;
}

function hasHeight(geometry: Geometry): boolean {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.some(hasHeight);
  return someHeight(geometry.coordinates);
}

function someHeight(coordinates: readonly unknown[]): boolean {
  if (typeof coordinates[0] === 'number') return coordinates.length > 2 && coordinates[2] !== 0;
  return coordinates.some((part) => someHeight(part as readonly unknown[]));
}

function flattened(geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection') {
    return { type: 'GeometryCollection', geometries: geometry.geometries.map(flattened) };
  }
  return { type: geometry.type, coordinates: flat(geometry.coordinates) } as Geometry;
}

function flat(coordinates: readonly unknown[]): unknown[] {
  if (typeof coordinates[0] === 'number') return coordinates.slice(0, 2);
  return coordinates.map((part) => flat(part as readonly unknown[]));
}

async function* readKml(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as KmlSettings;
  const folders = settings.folders && new Set(settings.folders);
  const batches = new RowBatches(layer.hasGeometry, batchRows);
  const handler = new KmlHandler(
    {
      placemark(placemark) {
        if (folders && !folders.has(placemark.folder)) return;
        const row = settings.fields.map((field): Cell =>
          field === 'folder' ? placemark.folder : (placemark.values.get(field) ?? null),
        );
        const { position, geometry, fault, detail, id } = placemark;
        if (fault) batches.reject(position, fault, rawOf(layer.columns, row), detail);
        else batches.add(position, row, geometry && settings.flat ? flattened(geometry) : geometry, id);
      },
      other() {},
    },
    reading.limits.recordBytes,
  );
  let bytesRead = 0;
  for await (bytesRead of xmlEvents({ source, encoding: settings.encoding }, reading, handler)) {
    if (batches.isFull) yield batches.take(bytesRead);
  }
  if (!batches.isEmpty) yield batches.take(bytesRead);
}
