import { createHarmoniser, unitsOfPacks } from '../harmonise/index.ts';
import type { Layer, RowBatch } from '../formats/index.ts';
import type { ExampleRow, PackSet, RowVerdict, Standard } from '../packs/index.ts';
import { codeBookOf } from './code-book.ts';
import { compileRule } from './compile-rule.ts';
import { lettersOf } from './letters-of.ts';

/** Passes the example rows of a pack's tests through the very harmoniser that deliveries go through. */
export function harmoniseExample(packs: PackSet, standard: Standard, rows: readonly ExampleRow[]): RowVerdict[] {
  return rows.map((example) => {
    const columns = Object.keys(example.row);
    const hasPlace = example.longitude !== undefined && example.latitude !== undefined;
    const layer: Layer = {
      id: '',
      title: standard.id,
      format: 'csv',
      entry: [],
      columns: hasPlace ? [...columns, 'longitude', 'latitude'] : columns,
      hasGeometry: false,
      detected: [],
      settings: {},
      empty: false,
    };
    const harmoniser = createHarmoniser(
      {
        standard,
        layer,
        mapping: {
          fields: columns.map((column) => ({ target: column, column })),
          geometry: hasPlace ? { from: 'columns', longitude: 'longitude', latitude: 'latitude' } : { from: 'none' },
        },
      },
      {
        codelist: (id) => packs.codelist(id),
        compileRule,
        today: new Date(),
        units: unitsOfPacks(packs),
        letters: lettersOf(packs),
        codes: codeBookOf(packs),
      },
    );
    const cells = Object.values(example.row);
    const batch = {
      rows: [hasPlace ? [...cells, example.longitude, example.latitude] : cells],
      positions: [1],
      bytesRead: 0,
    } as RowBatch;
    const outcome = harmoniser.harmonise(batch);
    const issues = [...outcome.issues, ...outcome.quarantined.flatMap((row) => row.issues)];
    const [row] = outcome.rows;
    return {
      refusedBy: [...new Set(issues.filter((issue) => issue.action === 'quarantined').map((issue) => issue.rule))],
      warnedBy: [...new Set(issues.filter((issue) => issue.severity === 'warning').map((issue) => issue.rule))],
      values: row ? Object.fromEntries(standard.properties.map((property, i) => [property.name, row.values[i]])) : {},
    };
  });
}
