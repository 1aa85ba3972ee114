import type { Cell, Layer } from '../formats/index.ts';
import type { Property } from '../packs/index.ts';
import { unicode, type LettersReading } from './letters/index.ts';
import type { Conversions } from './conversions.ts';
import type { FieldMapping, ScaleChange, Value } from './model.ts';
import { harmoniseProblem } from './problems.ts';
import { zoneMinutes, type DateOrder } from './read-moment.ts';
import type { NumberFormat } from './read-number.ts';
import type { UnitBook } from './units/unit-book.ts';
import type { Unreadable } from './unreadable.ts';

/** Reads one cell into a value of the property's type; null where the cell says that there is no value. */
export type ReadCell = (cell: Cell | undefined, position: number, row?: readonly Cell[]) => Value | Unreadable;

/** `FieldMapping.reading`, checked and with its defaults. */
export interface Reading {
  /** Undefined: only numbers that can be read in one way. */
  readonly numbers: NumberFormat | undefined;
  readonly order: DateOrder;
  /** Of a time without zone, minutes east of UTC. */
  readonly zoneMinutes: number;
  readonly zone: string;
  readonly excel: boolean;
  readonly compact: boolean;
  /** Codes of a code list may have lost their leading zeros: `1` and `1.0` are then `01`. */
  readonly leadingZeros: boolean;
  /** The column holds addresses, of which the code is read. */
  readonly address: boolean;
  /** Full id of the list whose codes and names the column holds, where it is not the property's: they are translated. */
  readonly codes: string | undefined;
  /** Letters after every number, taken off. */
  readonly suffix: string | undefined;
  /** The unit of the column, whatever the header says. */
  readonly unit: string | undefined;
  /** Rows whose numbers stand in another unit than the rest, as the steward accepted it. */
  readonly scale: readonly ScaleChange[];
  readonly trueWords: readonly string[] | undefined;
  readonly falseWords: readonly string[] | undefined;
  readonly missing: readonly string[];
  /** Legacy letters to convert; null: the text is right as it stands. */
  readonly letters: LettersReading | null;
}

/** What a reader of one column needs to know. */
export interface ColumnContext {
  readonly property: Property;
  /** As *as is* schemas are: nothing may be lost, so a cell fits exactly or not at all. */
  readonly exact: boolean;
  readonly column: string;
  readonly layer: Layer;
  readonly reading: Reading;
  readonly conversions: Conversions;
  readonly units: UnitBook | undefined;
  /** Texts that mean "no value" in this column. */
  readonly missing: ReadonlySet<string>;
}

/** Hours that Vietnam keeps the whole year: UTC+7 (Quyết định 134/2002/QĐ-TTg). */
const vietnamZone = '+07:00';

/** Throws Problem `mapping-bad-reading`. Unknown members are left alone: a profile may say more than is needed. */
export function checkReading({ column = '', target, reading = {} }: FieldMapping): Reading {
  const take = <T>(name: string, accepts: (value: unknown) => boolean, accepted: string): T | undefined => {
    const value = reading[name];
    if (value === undefined || accepts(value)) return value as T | undefined;
    throw harmoniseProblem('mapping-bad-reading', {
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
      column: column || target,
      accepted,
    });
  };
  const oneOf =
    (...values: string[]) =>
    (value: unknown) =>
      values.includes(value as string);
  const decimal = take<'.' | ','>('decimal', oneOf('.', ','), '"." ","');
  const thousands = take<NumberFormat['thousands']>('thousands', oneOf('.', ',', ' ', ''), '"." "," " " ""');
  const zone =
    take<string>('zone', (value) => !Number.isNaN(zoneMinutes(String(value))), '"+07:00" "Z"') ?? vietnamZone;
  const flag = (name: string) => take<boolean>(name, (value) => typeof value === 'boolean', 'true, false') ?? false;
  const words = (name: string) => take<string[]>(name, isWords, '["…"]');
  const word = (name: string) => take<string>(name, (value) => typeof value === 'string' && value !== '', '"…"');
  return {
    numbers: numberFormat(decimal, thousands),
    order: take<DateOrder>('order', oneOf('dmy', 'mdy', 'ymd'), '"dmy" "mdy" "ymd"') ?? 'dmy',
    zoneMinutes: zoneMinutes(zone),
    zone,
    excel: flag('excel'),
    compact: flag('compact'),
    leadingZeros: flag('leadingZeros'),
    address: flag('address'),
    codes: word('codes'),
    suffix: word('suffix'),
    unit: word('unit'),
    scale: take<ScaleChange[]>('scale', isScale, '[{ from, to, factor, offset?, series? }]') ?? [],
    trueWords: words('true')?.map((each) => each.toLowerCase()),
    falseWords: words('false')?.map((each) => each.toLowerCase()),
    missing: words('missing') ?? [],
    letters: lettersReading(word('letters'), reading),
  };
}

function numberFormat(
  decimal: NumberFormat['decimal'] | undefined,
  thousands: NumberFormat['thousands'] | undefined,
): NumberFormat | undefined {
  if (decimal === undefined) return undefined;
  const opposite = decimal === ',' ? '.' : ',';
  return { decimal, thousands: thousands === decimal ? '' : (thousands ?? opposite) };
}

/** What the profile found counts as long as the steward named no other letters. */
function lettersReading(id: string | undefined, reading: Readonly<Record<string, unknown>>): LettersReading | null {
  if (id === undefined || id === unicode) return null;
  const found = reading['lettersFound'] as LettersReading['found'] | undefined;
  const right = reading['lettersRight'];
  const capitals = reading['lettersCapitals'];
  const isGuess = Array.isArray(found) && found[0]?.id === id && typeof right === 'number';
  return {
    found: isGuess ? found : [{ id, share: 1 }],
    right: isGuess ? right : 0,
    capitals: isCapitals(capitals) ? capitals : 'mixed',
  };
}

function isCapitals(value: unknown): value is LettersReading['capitals'] {
  return ['title', 'sentence', 'upper', 'mixed'].includes(value as string);
}

function isScale(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 1_000 && value.every(isScaleChange);
}

function isScaleChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to, factor, offset = 0, series = {} } = value as Record<string, unknown>;
  const isRow = (row: unknown) => typeof row === 'number' && Number.isSafeInteger(row);
  const isNumber = (number: unknown) => typeof number === 'number' && Number.isFinite(number);
  if (!isRow(from) || !isRow(to) || !isNumber(factor) || factor === 0 || !isNumber(offset)) return false;
  return (
    typeof series === 'object' && series !== null && Object.values(series).every((each) => typeof each === 'string')
  );
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}
