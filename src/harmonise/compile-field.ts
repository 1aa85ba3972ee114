import type { Layer } from '../formats/index.ts';
import type { Property, Severity, Standard } from '../packs/index.ts';
import { compileChecks, severityOf, type CheckContext, type CheckValue } from './check-value.ts';
import { codelistCheck } from './codelist-check.ts';
import { createConversions, type Conversions } from './conversions.ts';
import type { HarmoniserContext } from './harmoniser-context.ts';
import type { FieldMapping, Mapping, Value } from './model.ts';
import { harmoniseProblem } from './problems.ts';
import { momentReader } from './read-moment-cell.ts';
import { numberReader } from './read-number-cell.ts';
import { booleanReader, jsonReader, textReader } from './read-text-cell.ts';
import { checkReading, type ColumnContext, type ReadCell } from './reading.ts';
import { readLetters } from './read-letters.ts';
import { RowVerdict } from './row-verdict.ts';
import { Unreadable } from './unreadable.ts';

/** One property of the standard, ready to be filled: where from, how read, how judged. */
export interface Field {
  readonly property: Property;
  /** Index of the cell; -1 for a constant or an unmapped property. */
  readonly cell: number;
  readonly column: string;
  readonly read: ReadCell;
  readonly check: CheckValue | null;
  readonly typeSeverity: Severity;
}

export interface FieldContext {
  readonly standard: Standard;
  readonly mapping: Mapping;
  readonly layer: Layer;
  readonly conversions: Conversions;
  readonly context: HarmoniserContext;
}

/**
 * Throws Problems `mapping-bad-reading`, `mapping-bad-constant`, `mapping-unit-differs`, `mapping-unit-needs-molar`,
 * `standard-codelist-missing`.
 */
export function compileField(property: Property, setup: FieldContext): Field {
  const { standard, mapping, layer, conversions, context } = setup;
  const field = mapping.fields.find(({ target }) => target === property.name);
  const typeSeverity = severityOf(standard, 'type', property);
  const column = field?.column ?? property.name;
  if (!field) return { property, cell: -1, column, read: () => null, check: null, typeSeverity };
  if (field.constant !== undefined) {
    const value = readConstant(property, field, setup);
    return { property, cell: -1, column, read: () => value, check: null, typeSeverity };
  }
  const columnContext = contextOf(property, field, setup, conversions);
  const { codelist, today, codes } = context;
  const { reading } = columnContext;
  return {
    property,
    cell: layer.columns.indexOf(column),
    column,
    read: readLetters(columnContext, context.letters, readerOf(columnContext)),
    check: checksOf(property, { standard, column, conversions, codelist, today, reading, codes }),
    typeSeverity,
  };
}

function contextOf(
  property: Property,
  field: FieldMapping,
  { standard, mapping, layer, context }: FieldContext,
  conversions: Conversions,
): ColumnContext {
  const reading = checkReading(field);
  // A profile's marks were seen among numbers or dates; in a text they may be words like any other.
  const ofColumn = property.type === 'string' ? [] : reading.missing;
  return {
    property,
    exact: standard.pack === '',
    column: field.column ?? property.name,
    layer,
    reading,
    conversions,
    units: context.units,
    missing: new Set([...standard.missing, ...(mapping.missing ?? []), ...ofColumn]),
  };
}

function checksOf(property: Property, context: CheckContext): CheckValue | null {
  return compileChecks(property, context, [codelistCheck(property, context)]);
}

function readerOf(context: ColumnContext): ReadCell {
  switch (context.property.type) {
    case 'integer':
    case 'number':
      return numberReader(context);
    case 'date':
    case 'date-time':
      return momentReader(context);
    case 'boolean':
      return booleanReader(context);
    case 'json':
      return jsonReader(context);
    case 'string':
      return textReader(context);
  }
}

/** A constant goes the way of a cell, once; its conversions are the steward's own and not counted. */
function readConstant(property: Property, field: FieldMapping, setup: FieldContext): Value {
  const conversions = createConversions();
  const { standard, context } = setup;
  const constant = field.constant!;
  const columnContext = contextOf(property, field, setup, conversions);
  const value = readerOf(columnContext)(constant, 0);
  const verdict = new RowVerdict();
  const { codelist, today, codes } = context;
  const { reading } = columnContext;
  const check = checksOf(property, { standard, column: property.name, conversions, codelist, today, reading, codes });
  const isRead = !(value instanceof Unreadable);
  const checked = isRead && check ? check(value, constant, verdict, () => null) : value;
  if (checked instanceof Unreadable || verdict.refused) {
    const { name, type } = property;
    throw harmoniseProblem('mapping-bad-constant', { value: String(constant), target: name, type });
  }
  return checked;
}
