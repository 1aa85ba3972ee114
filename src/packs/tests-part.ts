import { suggest } from './check-schema.ts';
import { unknownCodelist } from './codelists-part.ts';
import { reason } from './faults.ts';
import type { Text } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { closed, line, reference, slug, text } from './schema.ts';

/** A code looked up in a list on a day: the columns it must have, or that it must not be valid. */
export interface CodeExample {
  readonly list: string;
  readonly code: string;
  readonly on?: string;
  /** Column of the CSV file to its expected text; absent: the code must not be valid. */
  readonly expect?: Readonly<Record<string, string>>;
}

/** A value held against a list whose entries carry a column `pattern`: the codes of those that it matches. */
export interface PatternExample {
  readonly list: string;
  readonly value: string;
  readonly matches: readonly string[];
}

/** A position in one system and in another, both east or longitude first. */
export interface CrsExample {
  readonly title: Text;
  readonly from: string;
  readonly to: string;
  readonly input: readonly [number, number];
  readonly expect: readonly [number, number];
  readonly toleranceMetres: number;
}

/** Rows by property name that a standard must accept, or must refuse for these rules. */
export interface StandardExample {
  readonly standard: string;
  readonly rows: readonly RowExample[];
}

export interface RowExample {
  readonly title: Text;
  readonly row: Readonly<Record<string, string | number | boolean | null>>;
  readonly longitude?: number;
  readonly latitude?: number;
  /** Rules that keep the row out; absent: it must be accepted. */
  readonly refusedBy?: readonly string[];
  /** Rules of severity warning that an accepted row breaks; absent: none. */
  readonly warnedBy?: readonly string[];
  /** Some of the harmonised values. */
  readonly values?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the module of a part makes of one of its files and something given: it must have these values. */
export interface PartExample {
  /** Name of the part, such as `indices`. */
  readonly part: string;
  /** File of that part: its name without the ending, or `pack/name`. */
  readonly of: string;
  readonly title: Text;
  readonly given: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

export interface PackTests {
  readonly codes?: readonly CodeExample[];
  readonly patterns?: readonly PatternExample[];
  readonly crs?: readonly CrsExample[];
  readonly standards?: readonly StandardExample[];
  readonly examples?: readonly PartExample[];
}

const position = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 } as const;
const cells = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
} as const;
const rules = { type: 'array', items: line } as const;

const schema = closed({
  codes: list({ list: reference, code: line, on: day(), expect: textByColumn() }, ['list', 'code']),
  patterns: list({ list: reference, value: { type: 'string' }, matches: rules }, ['list', 'value', 'matches']),
  crs: list(
    {
      title: text,
      from: line,
      to: line,
      input: position,
      expect: position,
      toleranceMetres: { type: 'number', exclusiveMinimum: 0 },
    },
    ['title', 'from', 'to', 'input', 'expect', 'toleranceMetres'],
  ),
  standards: list(
    {
      standard: reference,
      rows: list(
        {
          title: text,
          row: cells,
          longitude: { type: 'number' },
          latitude: { type: 'number' },
          refusedBy: rules,
          warnedBy: rules,
          values: cells,
        },
        ['title', 'row'],
      ),
    },
    ['standard', 'rows'],
  ),
  examples: list(
    {
      part: slug,
      of: reference,
      title: text,
      given: { type: 'object' },
      expect: { type: 'object', minProperties: 1 },
    },
    ['part', 'of', 'title', 'given', 'expect'],
  ),
});

function list(properties: Readonly<Record<string, object>>, required: readonly string[]) {
  return { type: 'array', minItems: 1, items: closed(properties, required) };
}

function day() {
  return { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
}

function textByColumn() {
  return { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } };
}

/** tests/*.yaml: examples that must hold, run by `testPacks`. */
export const testsPart: PackPart<PackTests> = {
  name: 'tests',
  extension: '.yaml',
  schema,
  read: (file) => file.value as PackTests,
  check: checkReferences,
};

function checkReferences(tests: PackTests, file: PartFile, context: CheckContext): void {
  for (const kind of ['codes', 'patterns'] as const) {
    (tests[kind] ?? []).forEach((example, index) => {
      if (context.codelist(example.list)) return;
      file.refuse([kind, index, 'list'], unknownCodelist(example.list, context.visible));
    });
  }
  const crsCodes = context.visible.flatMap((pack) => pack.crs.map((each) => each.code));
  (tests.crs ?? []).forEach((example, index) => {
    for (const end of ['from', 'to'] as const) {
      if (!crsCodes.includes(example[end])) {
        file.refuse(['crs', index, end], reason('unknown-crs', { code: example[end] }));
      }
    }
  });
  (tests.standards ?? []).forEach((example, index) => checkStandard(example, index, file, context));
  (tests.examples ?? []).forEach((example, index) => checkExample(example, index, file, context));
}

/** A part that this run was not given is not known here; its examples are skipped later. */
function checkExample({ part, of }: PartExample, index: number, file: PartFile, context: CheckContext): void {
  const names = context.part(part).map((each) => `${each.pack}/${each.file.id}`);
  if (names.length === 0 || names.includes(of.includes('/') ? of : `${file.pack}/${of}`)) return;
  file.refuse(['examples', index, 'of'], reason('unknown-part-file', { name: of, allowed: names.join(', ') }));
}

function checkStandard(example: StandardExample, index: number, file: PartFile, context: CheckContext): void {
  const standard = context.standard(example.standard);
  if (!standard) {
    const allowed = context.visible.flatMap((pack) => pack.standards.map((each) => `${pack.id}/${each.id}`)).join(', ');
    file.refuse(['standards', index, 'standard'], reason('unknown-standard', { id: example.standard, allowed }));
    return;
  }
  const names = standard.properties.map((each) => each.name);
  example.rows.forEach((row, number) => {
    for (const name of [...Object.keys(row.row), ...Object.keys(row.values ?? {})]) {
      if (names.includes(name)) continue;
      const path = ['standards', index, 'rows', number];
      file.refuse(path, suggest('unknown-property', 'name', name, names));
    }
  });
}
