/** How the numbers of one column are written. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  /** Mark between groups of three digits; '' where none is accepted. */
  readonly thousands: '.' | ',' | ' ' | '';
}

/**
 * What the marks of one number prove. `1.5` can only be a decimal dot, `1.234.567` only groups; `1.234` may be either,
 * which only the other values of the column can tell.
 */
export const numberShape = {
  none: 0,
  integer: 1,
  leadingZero: 2,
  dotDecimal: 3,
  commaDecimal: 4,
  dotEither: 5,
  commaEither: 6,
  dotGroups: 7,
  commaGroups: 8,
  spaceGroups: 9,
  dotGroupsCommaDecimal: 10,
  commaGroupsDotDecimal: 11,
  spaceGroupsCommaDecimal: 12,
  spaceGroupsDotDecimal: 13,
} as const;

const zero = 0x30;
const nine = 0x39;
const dot = 0x2e;
const comma = 0x2c;
const space = 0x20;
const plus = 0x2b;
const hyphen = 0x2d;
const minusSign = 0x2212;

/** The shape of a trimmed text, one of `numberShape`. Looks at character codes only: it runs for every cell. */
export function shapeOfNumber(text: string): number {
  const length = text.length;
  let at = isSign(text.charCodeAt(0)) ? 1 : 0;
  const start = at;
  let dots = 0;
  let commas = 0;
  let spaces = 0;
  let lastMark = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) continue;
    if (code === dot) dots++;
    else if (code === comma) commas++;
    else if (code === space) spaces++;
    else if ((code | 0x20) === 0x65 && isExponent(text, at)) break;
    else return numberShape.none;
    lastMark = at;
  }
  if (at === start) return numberShape.none;
  if (at < length) return exponentShape(text, start, at, dots, commas, spaces);
  if (lastMark === -1) {
    return length - start > 1 && text.charCodeAt(start) === zero ? numberShape.leadingZero : numberShape.integer;
  }
  return markedShape(text, start, lastMark, dots, commas, spaces);
}

/** Reads a trimmed number; NaN when it is not written in this format. Never infinite. */
export function readNumber(text: string, format: NumberFormat): number {
  const decimal = format.decimal === ',' ? comma : dot;
  const thousands = format.thousands === '' ? -1 : format.thousands.charCodeAt(0);
  const length = text.length;
  let at = isSign(text.charCodeAt(0)) ? 1 : 0;
  let digits = 0;
  let run = 0;
  let groups = 0;
  let decimalAt = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= nine) {
      digits++;
      run++;
    } else if (code === decimal && decimalAt === -1) {
      if (groups > 0 && run !== 3) return NaN;
      decimalAt = at;
      run = 0;
    } else if (code === thousands && decimalAt === -1) {
      if (run === 0 || run > 3 || (groups > 0 && run !== 3)) return NaN;
      groups++;
      run = 0;
    } else if ((code | 0x20) === 0x65 && digits > 0 && isExponent(text, at)) break;
    else return NaN;
  }
  if (digits === 0 || (groups > 0 && decimalAt === -1 && run !== 3)) return NaN;
  return finite(toMachineText(text, groups > 0 ? format.thousands : '', decimalAt !== -1 && decimal === comma));
}

/**
 * Reads a number whose column says nothing about its marks: only what cannot be read in two ways. A dot alone is a
 * decimal dot, as programs write it; `1,234` alone is NaN.
 */
export function readPlainNumber(text: string): number {
  const format = plainFormats[shapeOfNumber(text)];
  return format ? readNumber(text, format) : NaN;
}

const withDot: NumberFormat = { decimal: '.', thousands: '' };
const withComma: NumberFormat = { decimal: ',', thousands: '' };
const plainFormats: (NumberFormat | undefined)[] = [
  undefined,
  withDot,
  withDot,
  withDot,
  withComma,
  withDot,
  undefined,
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ',' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: ' ' },
];

function toMachineText(text: string, thousands: string, decimalComma: boolean): string {
  let machine = thousands === '' ? text : text.replaceAll(thousands, '');
  if (decimalComma) machine = machine.replace(',', '.');
  return machine.charCodeAt(0) === minusSign ? `-${machine.slice(1)}` : machine;
}

function finite(machine: string): number {
  const value = Number(machine);
  return Number.isFinite(value) ? value : NaN;
}

function isSign(code: number): boolean {
  return code === hyphen || code === plus || code === minusSign;
}

/** `E-05`, `e3`: at least one digit after the letter and its sign, and nothing else to the end. */
function isExponent(text: string, at: number): boolean {
  let next = at + 1;
  const sign = text.charCodeAt(next);
  if (sign === plus || sign === hyphen) next++;
  if (next >= text.length || text.length - next > 3) return false;
  for (; next < text.length; next++) {
    const code = text.charCodeAt(next);
    if (code < zero || code > nine) return false;
  }
  return true;
}

function exponentShape(text: string, start: number, end: number, dots: number, commas: number, spaces: number): number {
  if (spaces > 0 || dots + commas > 1 || end - start === dots + commas) return numberShape.none;
  // `1E5` may as well be a code; a mark or a signed exponent makes it a number.
  if (dots + commas === 0 && text.charCodeAt(end + 1) >= zero) return numberShape.none;
  return commas > 0 ? numberShape.commaDecimal : numberShape.dotDecimal;
}

function markedShape(text: string, start: number, last: number, dots: number, commas: number, spaces: number): number {
  if (text.charCodeAt(last) === space) {
    return dots + commas === 0 && inGroups(text, start, text.length, space)
      ? numberShape.spaceGroups
      : numberShape.none;
  }
  const lastIsDot = text.charCodeAt(last) === dot;
  const same = lastIsDot ? dots : commas;
  const other = lastIsDot ? commas : dots;
  if (spaces > 0) {
    if (same !== 1 || other > 0 || !inGroups(text, start, last, space)) return numberShape.none;
    return lastIsDot ? numberShape.spaceGroupsDotDecimal : numberShape.spaceGroupsCommaDecimal;
  }
  if (other > 0) {
    if (same !== 1 || !inGroups(text, start, last, lastIsDot ? comma : dot)) return numberShape.none;
    return lastIsDot ? numberShape.commaGroupsDotDecimal : numberShape.dotGroupsCommaDecimal;
  }
  if (same > 1) {
    if (!inGroups(text, start, text.length, lastIsDot ? dot : comma)) return numberShape.none;
    return lastIsDot ? numberShape.dotGroups : numberShape.commaGroups;
  }
  return oneMarkShape(text, start, last, lastIsDot);
}

function oneMarkShape(text: string, start: number, mark: number, isDot: boolean): number {
  const before = mark - start;
  const after = text.length - mark - 1;
  if (before + after === 0) return numberShape.none;
  const startsWithZero = text.charCodeAt(start) === zero;
  if (startsWithZero && before > 1) return numberShape.leadingZero;
  const decimal = after !== 3 || before > 3 || before === 0 || startsWithZero;
  if (isDot) return decimal ? numberShape.dotDecimal : numberShape.dotEither;
  return decimal ? numberShape.commaDecimal : numberShape.commaEither;
}

/** One to three digits, then groups of exactly three, up to `end`. A group never starts a number with zero. */
function inGroups(text: string, start: number, end: number, mark: number): boolean {
  if (text.charCodeAt(start) === zero) return false;
  let run = 0;
  let groups = 0;
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== mark) run++;
    else if (run === 0 || run > 3 || (groups > 0 && run !== 3)) return false;
    else {
      groups++;
      run = 0;
    }
  }
  return groups > 0 && run === 3;
}
