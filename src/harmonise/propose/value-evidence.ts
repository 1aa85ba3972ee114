import type { Detection } from '../../formats/index.ts';
import type { Property, Standard } from '../../packs/index.ts';
import type { ColumnProfile } from '../model.ts';
import { foldLetters } from '../property-names.ts';
import { unitTextOf } from '../header-words.ts';
import type { ProposeContext } from './model.ts';

/** How much one observation of a column's values changes the odds that it holds a property, as a logarithm. */
export interface Weighed {
  readonly weight: number;
  readonly reason: Detection;
}

/** What the values of a column, and the unit in its header, say for and against a property. */
export function weighValues(
  column: ColumnProfile,
  property: Property,
  standard: Standard,
  context: ProposeContext,
): Weighed[] {
  if (column.rows === column.empty) return [];
  return [
    weighType(column, property),
    weighUnit(column, property, context),
    weighCodes(column, property, context),
    weighPattern(column, property),
    weighRange(column, property),
    weighKey(column, property, standard),
  ].filter((each) => each !== null);
}

const because = (weight: number, what: string, value: string, reason: string): Weighed => ({
  weight,
  reason: { what, value, reason, confidence: 1 / (1 + Math.exp(-weight)) },
});

const isNumeric = (type: string): boolean => type === 'integer' || type === 'number';
const isMoment = (type: string): boolean => type === 'date' || type === 'date-time';

function weighType(column: ColumnProfile, property: Property): Weighed | null {
  const { type, reading, why } = column.guess;
  const almostNumbers = type === 'string' && ('decimal' in reading || 'suffix' in reading || hasUnitInCells(column));
  const almostDates = type === 'string' && 'order' in reading;
  const say = (weight: number, reason: string) => because(weight, 'type', type, reason);
  if (property.type === 'string') return isMoment(type) ? say(-1, 'type-differs') : null;
  if (property.type === type) return say(isMoment(type) ? 1.2 : 0.3, 'type-fits');
  if (isNumeric(property.type) && isNumeric(type)) return say(0.3, 'type-fits');
  if (isNumeric(property.type)) {
    if (almostNumbers) return say(0, 'type-nearly-fits');
    // All values one letter or mark: an empty series says nothing of its type.
    return why.some(({ reason }) => reason === 'no-values') ? null : say(-3.5, 'type-differs');
  }
  if (isMoment(property.type))
    return isMoment(type) ? say(1, 'type-fits') : say(almostDates ? 0.2 : -3.5, 'type-differs');
  return say(-1, 'type-differs');
}

function hasUnitInCells(column: ColumnProfile): boolean {
  return column.guess.why.some(({ what, reason }) => what === 'unit' && reason === 'unit-in-cells');
}

/** The unit of the header, else of the cells, as UCUM. */
export function unitOfColumn(column: ColumnProfile, context: ProposeContext): string | null {
  if (column.guess.unit) return column.guess.unit;
  const inHeader = unitTextOf(column.title);
  const found = inHeader === null ? null : context.unit(inHeader);
  if (found) return found;
  const suffix = column.guess.reading['suffix'];
  return typeof suffix === 'string' ? (context.unit(suffix) ?? null) : null;
}

function weighUnit(column: ColumnProfile, property: Property, context: ProposeContext): Weighed | null {
  const unit = unitOfColumn(column, context);
  if (unit === null) return null;
  if (property.unit === undefined) {
    return isNumeric(property.type) ? because(-0.5, 'unit', unit, 'unit-not-expected') : null;
  }
  if (unit === property.unit) return because(1.2, 'unit', unit, 'unit-fits');
  const same = context.quantity(unit) !== undefined && context.quantity(unit) === context.quantity(property.unit);
  return same ? because(0.9, 'unit', unit, 'unit-converts') : because(-2.5, 'unit', unit, 'unit-of-another-quantity');
}

function weighCodes(column: ColumnProfile, property: Property, context: ProposeContext): Weighed | null {
  if (property.codelist === undefined || column.samples.length === 0) return null;
  const codes = context.codes(property.codelist);
  if (!codes) return null;
  const hits = column.samples.filter((sample) => codes.has(foldLetters(sample).trim())).length;
  const share = hits / column.samples.length;
  const told = `${hits}/${column.samples.length}`;
  if (share >= 0.8) return because(column.samples.length >= 2 ? 2.5 : 1.2, 'codelist', told, 'values-in-codelist');
  if (share >= 0.3) return because(0.8, 'codelist', told, 'values-in-codelist');
  return column.samples.length >= 2 && hits === 0 ? because(-1.2, 'codelist', told, 'values-not-in-codelist') : null;
}

function weighPattern(column: ColumnProfile, property: Property): Weighed | null {
  if (property.pattern === undefined || column.samples.length === 0) return null;
  const pattern = new RegExp(property.pattern, 'u');
  const hits = column.samples.filter((sample) => pattern.test(sample.trim())).length;
  const told = `${hits}/${column.samples.length}`;
  if (hits === column.samples.length) return because(1, 'pattern', told, 'values-fit-pattern');
  return hits === 0 ? because(-1.5, 'pattern', told, 'values-break-pattern') : null;
}

/** Only a column that lies outside altogether says no: single bad values are what rules are for. */
function weighRange(column: ColumnProfile, property: Property): Weighed | null {
  const { minimum, maximum } = column;
  if (!isNumeric(property.type) || typeof minimum !== 'number' || typeof maximum !== 'number') return null;
  const low = property.minimum ?? -Infinity;
  const high = property.maximum ?? Infinity;
  if (low === -Infinity && high === Infinity) return null;
  const told = `${minimum} – ${maximum}`;
  if (maximum < low || minimum > high) return because(-1.5, 'range', told, 'values-outside-range');
  return minimum >= low && maximum <= high ? because(0.2, 'range', told, 'values-in-range') : null;
}

function weighKey(column: ColumnProfile, property: Property, standard: Standard): Weighed | null {
  if (standard.key.length !== 1 || standard.key[0] !== property.name) return null;
  const filled = column.rows - column.empty;
  if (filled < 5) return null;
  // The sketch of distinct values is good to about one per cent.
  const share = column.distinct / filled;
  if (share > 0.95) return because(0.4, 'key', `${Math.round(share * 100)} %`, 'values-distinct');
  return share < 0.5 ? because(-0.8, 'key', `${Math.round(share * 100)} %`, 'values-repeat') : null;
}
