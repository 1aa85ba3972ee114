import type { Cell, Layer, RejectedRecord, RowBatch } from '../formats/index.ts';
import type { RowRule, SetRule, Standard } from '../packs/index.ts';
import { checkMapping } from './check-mapping.ts';
import { compileField, type Field } from './compile-field.ts';
import type { HarmoniserContext } from './harmoniser-context.ts';
import { createConversions, type ConversionCounter, type Conversions } from './conversions.ts';
import type {
  HarmonisedBatch,
  HarmonisedRow,
  HarmoniserInput,
  Issue,
  Mapping,
  QuarantinedRow,
  SystematicIssue,
  Value,
} from './model.ts';
import { chooseCrs } from './places/source-coordinates.ts';
import { geometryReader, type ReadGeometry } from './read-geometry.ts';
import { identifyPlace } from './identify/place-identifier.ts';
import { cellText, RowVerdict } from './row-verdict.ts';
import { Unreadable } from './unreadable.ts';

export interface Harmoniser {
  /** Every record of the batch comes out either as a row or in quarantine. */
  harmonise(batch: RowBatch): HarmonisedBatch;
  /** The conversions so far, once per column and kind. */
  summary(): SystematicIssue[];
}

interface CompiledRule {
  readonly rule: RowRule;
  readonly holds: (row: (name: string) => unknown) => boolean | null;
}

/**
 * Prepares everything that does not depend on the rows: one reader and one check per property, the geometry, the row
 * conditions. Throws the Problems of `checkMapping`, `compileField` and `chooseCrs`.
 */
export function createHarmoniser(input: HarmoniserInput, context: HarmoniserContext): Harmoniser {
  checkMapping(input);
  const { standard, mapping, layer } = input;
  const conversions = createConversions();
  const setup = { standard, mapping, layer, conversions, context };
  const fields = standard.properties.map((property) => compileField(property, setup));
  const missing = new Set([...standard.missing, ...(mapping.missing ?? [])]);
  const chosen = chooseCrs(mapping.geometry, layer, context.crs);
  const readGeometry = geometryReader(mapping.geometry, { standard, layer, conversions, missing, chosen });
  const rules = standard.rules.map((rule) => ({ rule, holds: context.compileRule(rule.condition, standard) }));
  const widening = standard.pack === '' && context.allowWidening === true;
  const identifiers = (standard.checks ?? [])
    .filter(({ kind }) => kind === 'geohash')
    .map((rule) => ({ rule, computed: conversions.counter('identifier-computed', rule.property!, 'changed') }));
  const rows = new RowHarmoniser(standard, fields, readGeometry, rules, identifiers, widening);
  const countUnmapped = unmappedCounter(layer, mapping, conversions);
  return {
    harmonise: (batch) => {
      countUnmapped?.(batch);
      return harmoniseBatch(batch, rows, layer);
    },
    summary: () => conversions.summary(),
  };
}

function harmoniseBatch(batch: RowBatch, harmoniser: RowHarmoniser, layer: Layer): HarmonisedBatch {
  const rows: HarmonisedRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  const issues: Issue[] = [];
  for (let at = 0; at < batch.rows.length; at++) {
    const row = harmoniser.harmonise(batch, at);
    const { verdict } = harmoniser;
    if (verdict.issues) issues.push(...verdict.issues);
    if (!verdict.refused) rows.push(row);
    else {
      const cells = cellsByName(layer.columns, batch.rows[at]!);
      const key = harmoniser.keyOf(row.values);
      quarantined.push({ position: row.position, issues: verdict.issues ?? [], cells, values: row.values, key });
    }
  }
  for (const rejected of batch.rejected ?? []) {
    const row = quarantineRejected(rejected);
    quarantined.push(row);
    issues.push(...row.issues);
  }
  return { rows, quarantined, issues };
}

/** An identifier that follows from where a row lies, with the count of those that were empty and are computed. */
interface Identifier {
  readonly rule: SetRule;
  readonly computed: ConversionCounter;
}

/** Turns the records of a batch into rows one by one; `verdict` tells of the last. */
class RowHarmoniser {
  readonly verdict = new RowVerdict();
  readonly #standard: Standard;
  readonly #fields: readonly Field[];
  readonly #readGeometry: ReadGeometry | null;
  readonly #rules: readonly CompiledRule[];
  readonly #identifiers: readonly Identifier[];
  readonly #widening: boolean;
  readonly #places: ReadonlyMap<string, number>;
  readonly #order: readonly number[];
  #values: Value[] = [];
  readonly #valueOf = (name: string): unknown => this.#values[this.#places.get(name) ?? -1] ?? null;

  constructor(
    standard: Standard,
    fields: readonly Field[],
    readGeometry: ReadGeometry | null,
    rules: readonly CompiledRule[],
    identifiers: readonly Identifier[],
    widening: boolean,
  ) {
    this.#standard = standard;
    this.#fields = fields;
    this.#readGeometry = readGeometry;
    this.#rules = rules;
    this.#identifiers = identifiers;
    this.#widening = widening;
    this.#places = new Map(fields.map(({ property }, index) => [property.name, index]));
    this.#order = readingOrder(fields, this.#places);
  }

  harmonise(batch: RowBatch, at: number): HarmonisedRow {
    const cells = batch.rows[at]!;
    const position = batch.positions[at]!;
    this.verdict.start(position);
    const values: Value[] = this.#fields.map(() => null);
    this.#values = values;
    for (const index of this.#order) values[index] = this.#readValue(this.#fields[index]!, cells, position);
    const geometry = this.#readGeometry ? this.#readGeometry(cells, batch, at, this.verdict) : null;
    for (const identifier of this.#identifiers) this.#identify(identifier, geometry);
    for (const rule of this.#rules) this.#judge(rule);
    return { position, values, geometry, sourceId: batch.ids?.[at] ?? null };
  }

  /** Values of the key, null unless every one could be read. */
  keyOf(values: readonly Value[]): Value[] | null {
    const key = this.#standard.key.map((name) => values[this.#places.get(name) ?? -1] ?? null);
    return key.length === 0 || key.includes(null) ? null : key;
  }

  #readValue(field: Field, cells: readonly Cell[], position: number): Value {
    const cell = field.cell === -1 ? null : cells[field.cell];
    const value = field.read(cell, position, cells);
    if (value instanceof Unreadable) {
      this.#objectToType(field, value, cell);
      return null;
    }
    return field.check ? field.check(value, cell, this.verdict, this.#valueOf) : value;
  }

  #objectToType(field: Field, { reason, fits, detail }: Unreadable, cell: Cell | undefined): void {
    const { property, column, typeSeverity, check } = field;
    const severity = this.#standard.pack === '' ? 'error' : typeSeverity;
    const widened: Issue['detail'] = this.#widening ? { fits } : {};
    const told = { reason, type: property.type, ...detail, ...widened };
    this.verdict.object('type', severity, column, cell, 'emptied', told);
    // An emptied cell may leave a required property without a value.
    if (severity !== 'error' && check) check(null, cell, this.verdict, this.#valueOf);
  }

  /** An empty identifier is computed, a given one is held against the place and stays as it was given. */
  #identify({ rule, computed }: Identifier, geometry: string | null): void {
    const at = this.#places.get(rule.property!)!;
    const given = this.#values[at] as string | null;
    const found = identifyPlace(rule, given, geometry);
    if (found === null || found.is === 'confirmed') return;
    const { code } = found;
    if (found.is === 'computed') {
      this.#values[at] = code;
      computed.add('', code, this.verdict.position);
      return;
    }
    const { vi, en } = rule.title;
    const detail = { vi: `${vi}: tính được ${code}`, en: `${en}: computed ${code}`, reason: found.is, code };
    this.verdict.object(rule.id, rule.severity, this.#fields[at]!.column ?? rule.property!, given, 'kept', detail);
  }

  #judge({ rule, holds }: CompiledRule): void {
    if (holds(this.#valueOf) !== false) return;
    const { vi, en } = rule.title;
    this.verdict.object(rule.id, rule.severity, null, null, 'kept', { vi, en, condition: rule.condition });
  }
}

/** What a property leans on (`within`, `asOf`) is read before it; otherwise the order of the standard. */
function readingOrder(fields: readonly Field[], places: ReadonlyMap<string, number>): number[] {
  const order = new Set<number>();
  const take = (index: number, trail: readonly number[]): void => {
    const { within, asOf } = fields[index]!.property;
    for (const name of [within, asOf]) {
      const needed = name === undefined ? undefined : places.get(name);
      if (needed !== undefined && !trail.includes(needed)) take(needed, [...trail, needed]);
    }
    order.add(index);
  };
  fields.forEach((_, index) => take(index, [index]));
  return [...order];
}

function cellsByName(columns: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null]));
}

function quarantineRejected({ position, reason, raw, detail }: RejectedRecord): QuarantinedRow {
  const issue: Issue = {
    rule: reason,
    severity: 'error',
    column: null,
    position,
    value: cellText(raw),
    action: 'quarantined',
    detail: detail === undefined ? {} : { detail },
  };
  return { position, issues: [issue], cells: { raw }, values: null, key: null };
}

/** Counts the values of columns that no property takes: they are left behind, and that is said. Null when none are. */
function unmappedCounter(layer: Layer, mapping: Mapping, conversions: Conversions): ((batch: RowBatch) => void) | null {
  const { geometry } = mapping;
  const used = new Set(mapping.fields.map(({ column }) => column));
  if (geometry?.from === 'columns') used.add(geometry.longitude).add(geometry.latitude);
  if (geometry?.from === 'column') used.add(geometry.column);
  const left = layer.columns.flatMap((name, index): { index: number; counter: ConversionCounter }[] =>
    used.has(name) ? [] : [{ index, counter: conversions.counter('not-mapped', name, 'emptied') }],
  );
  if (left.length === 0) return null;
  return ({ rows, positions }) => {
    for (const { index, counter } of left) {
      for (let at = 0; at < rows.length; at++) {
        const cell = rows[at]![index];
        if (cell !== '' && cell !== null && cell !== undefined) counter.add(cellText(cell)!, '', positions[at]!);
      }
    }
  };
}
