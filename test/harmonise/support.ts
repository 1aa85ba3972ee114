import { createHarmoniser, type HarmoniserContext, type Mapping } from '../../src/harmonise/index.ts';
import type { Cell, Layer, RowBatch } from '../../src/formats/index.ts';
import type { Geometry } from '../../src/kernel/index.ts';
import type { Property, Standard } from '../../src/packs/index.ts';

export function layerOf(columns: readonly string[], more: Partial<Layer> = {}): Layer {
  return {
    id: '',
    title: 'tram.csv',
    format: 'csv',
    entry: [],
    columns,
    hasGeometry: false,
    detected: [],
    settings: {},
    empty: false,
    ...more,
  };
}

/** Rows as a text file would give them: the first record stands in line 2. */
export function batchOf(rows: readonly (readonly Cell[])[], geometries?: readonly (Geometry | null)[]): RowBatch {
  return { rows, positions: rows.map((_, index) => index + 2), bytesRead: 0, ...(geometries ? { geometries } : {}) };
}

export async function* streamOf(...batches: readonly RowBatch[]): AsyncGenerator<RowBatch> {
  yield* batches;
}

export function propertyOf(name: string, type: Property['type'], more: Partial<Property> = {}): Property {
  return { name, title: { vi: name, en: name }, type, ...more };
}

export function standardOf(properties: readonly Property[], more: Partial<Standard> = {}): Standard {
  return {
    id: 'readings',
    version: '1',
    pack: 'test',
    title: { vi: 'Số đo', en: 'Readings' },
    properties,
    key: [],
    onDuplicateKey: 'quarantine',
    sortables: [],
    rules: [],
    missing: [],
    ...more,
  };
}

export const plainContext: HarmoniserContext = {
  codelist: () => undefined,
  compileRule: () => () => true,
  today: new Date('2026-11-23T00:00:00Z'),
};

/** Passes one cell through a standard of one property. */
export function harmoniseCell(
  cell: Cell,
  property: Property,
  reading?: Record<string, unknown>,
  more: Partial<Standard> = {},
  context: Partial<HarmoniserContext> = {},
) {
  const mapping: Mapping = { fields: [{ target: property.name, column: 'Cột', ...(reading ? { reading } : {}) }] };
  const harmoniser = createHarmoniser(
    { standard: standardOf([property], more), mapping, layer: layerOf(['Cột']) },
    { ...plainContext, ...context },
  );
  const batch = harmoniser.harmonise(batchOf([[cell]]));
  return {
    batch,
    value: batch.rows[0]?.values[0],
    reason: batch.issues[0]?.detail['reason'],
    conversions: harmoniser.summary().map(({ rule }) => rule),
    summary: harmoniser.summary(),
  };
}
