import { numberShape, readNumber, shapeOfNumber } from '../read-number.ts';

/** Which axis a label names: X is north on Vietnamese survey papers, yet east in most programs; words are clear. */
export type PlaneLabel = 'x' | 'y' | 'east' | 'north' | null;

const label = /^(x|y|e|n|easting|northing|east|north|đông|dong|bắc|bac|đ|b)(?:\s*\(m\))?\s*[:=]?\s*(?=[-+\d])/iu;
const unit = /\s*(?:m|mét|met)\.?$/iu;
const meaning: Readonly<Record<string, PlaneLabel>> = {
  x: 'x',
  y: 'y',
  n: 'north',
  northing: 'north',
  north: 'north',
  bắc: 'north',
  bac: 'north',
  b: 'north',
};

export interface PlaneOrdinate {
  readonly value: number;
  readonly label: PlaneLabel;
}

/**
 * Reads metres in a grid as people write them: `1112073,340`, `1.192.000,00`, `604 000,00`, `X=1192000.00`. A mark
 * before exactly three digits parts thousands where a decimal mark would leave less than a kilometre from the origin
 * of the grid, which no position in the country has. `value` is NaN where it is no such number.
 */
export function readPlane(text: string): PlaneOrdinate {
  const found = label.exec(text);
  const rest = (found ? text.slice(found[0].length) : text).replace(unit, '').trim();
  const name = found ? (meaning[found[1]!.toLowerCase()] ?? 'east') : null;
  return { value: planeNumber(rest), label: name };
}

function planeNumber(text: string): number {
  const shape = shapeOfNumber(text);
  switch (shape) {
    case numberShape.none:
    case numberShape.leadingZero:
      return NaN;
    case numberShape.dotEither:
    case numberShape.dotGroups:
    case numberShape.dotGroupsCommaDecimal:
      return readNumber(text, { decimal: ',', thousands: '.' });
    case numberShape.commaEither:
    case numberShape.commaGroups:
    case numberShape.commaGroupsDotDecimal:
      return readNumber(text, { decimal: '.', thousands: ',' });
    case numberShape.spaceGroups:
    case numberShape.spaceGroupsDotDecimal:
      return readNumber(text, { decimal: '.', thousands: ' ' });
    case numberShape.spaceGroupsCommaDecimal:
      return readNumber(text, { decimal: ',', thousands: ' ' });
    case numberShape.commaDecimal:
      return readNumber(text, { decimal: ',', thousands: '' });
    default:
      return readNumber(text, { decimal: '.', thousands: '' });
  }
}
