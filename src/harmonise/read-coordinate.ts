import { readNumber } from './read-number.ts';

export type Axis = 'longitude' | 'latitude';

/** After `plainMarks`: ° for degrees, ' for minutes, " for seconds. */
const degreesOnly = /^([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*(?:°|độ|deg)?$/iu;
const degreesMinutes =
  /^([+-]?)(\d{1,3})(?:\s*(?:[°o:-]|độ|deg)\s*|\s+)(\d{1,2}(?:[.,]\d+)?)(?:\s*(?:[':-]|phút|min)\s*|\s+|$)(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|giây|sec)?)?$/iu;
const axisWord = /^(kinh độ|vĩ độ|kinh tuyến|vĩ tuyến|kđ|vđ|kd|vd|longitude|latitude|long|lon|lat)\s*[:.=]?\s*/iu;
const axisWordAfter = /\s*(kinh độ|vĩ độ|kinh tuyến|vĩ tuyến|kinh|vĩ|kđ|vđ|longitude|latitude|long|lon|lat)\.?$/iu;
const hemisphereBefore = /^(đông|tây|nam|bắc|east|west|north|south|[nsewbđdt])(?=[\s\d.:])[\s.:]*/iu;
const hemisphereAfter = /\s*(?<!\p{L})(đông|tây|nam|bắc|east|west|north|south|[nsewbđdt])\.?$/iu;

/**
 * Signs by axis. `N` alone is north: it is the Vietnamese Nam (south) too, but the country has no southern latitude.
 * The word in full says what it means.
 */
const signs: Readonly<Record<Axis, Readonly<Record<string, 1 | -1>>>> = {
  longitude: { e: 1, đ: 1, d: 1, đông: 1, east: 1, w: -1, t: -1, tây: -1, west: -1 },
  latitude: { n: 1, b: 1, bắc: 1, north: 1, s: -1, nam: -1, south: -1 },
};
const axisOfWord: Readonly<Record<string, Axis>> = {
  'kinh độ': 'longitude',
  'kinh tuyến': 'longitude',
  kinh: 'longitude',
  kđ: 'longitude',
  kd: 'longitude',
  longitude: 'longitude',
  long: 'longitude',
  lon: 'longitude',
  'vĩ độ': 'latitude',
  'vĩ tuyến': 'latitude',
  vĩ: 'latitude',
  vđ: 'latitude',
  vd: 'latitude',
  latitude: 'latitude',
  lat: 'latitude',
};

/**
 * Reads a longitude or latitude as people write it: `105,75`, `105.75`, `105°45'30,5"`, `105° 45′ 30.5″ Đ`,
 * `VĐ 10°01'22" B`, `10o01'22''N`, `105⁰45´30´´`, `105-45-30`, `105 45 30`, `105d45m30s`. Degrees, unchecked for range; NaN when it has no such
 * form, or names the other axis. A single mark is always a decimal mark: no coordinate has thousands.
 */
export function readCoordinate(text: string, axis: Axis): number {
  const plain = readNumber(text, text.includes(',') ? decimalComma : decimalDot);
  return Number.isNaN(plain) ? readDegrees(text, axis) : plain;
}

const decimalDot = { decimal: '.', thousands: '' } as const;
const decimalComma = { decimal: ',', thousands: '' } as const;

function readDegrees(text: string, axis: Axis): number {
  if (text.length > 60) return NaN;
  let rest = plainMarks(text);
  const word = axisWord.exec(rest);
  if (word && axisOfWord[word[1]!.toLowerCase()] !== axis) return NaN;
  if (word) rest = rest.slice(word[0].length);
  const before = hemisphereBefore.exec(rest);
  const after = before ? null : hemisphereAfter.exec(rest);
  if (before) rest = rest.slice(before[0].length);
  if (after) rest = rest.slice(0, after.index);
  const wordAfter = word ? null : axisWordAfter.exec(rest);
  if (wordAfter && axisOfWord[wordAfter[1]!.toLowerCase()] !== axis) return NaN;
  if (wordAfter) rest = rest.slice(0, wordAfter.index);
  const hemisphere = (before ?? after)?.[1]?.toLowerCase();
  const sign = hemisphere === undefined ? 1 : signs[axis][hemisphere];
  if (sign === undefined) return NaN;
  const value = readUnsigned(rest.trim());
  return hemisphere !== undefined && value < 0 ? NaN : sign * value;
}

/** The many signs that keyboards and word processors give for degree, minute and second. */
function plainMarks(text: string): string {
  return text
    .replaceAll('\u2212', '-')
    .replace(/[º˚⁰ᵒ∘*]/gu, '°')
    .replace(/[’′‘`´ʹ‛]/gu, "'")
    .replace(/[″”“ʺ„]|''/gu, '"')
    .replace(/(\d)\s*d\s*(\d{1,2})\s*m\s*(\d{1,2}(?:[.,]\d+)?)\s*s(?![a-z])/iu, `$1°$2'$3"`);
}

function readUnsigned(text: string): number {
  const whole = degreesOnly.exec(text);
  if (whole) return signOf(whole[1]!) * decimal(whole[2]!);
  const parts = degreesMinutes.exec(text);
  if (!parts) return NaN;
  const minutes = decimal(parts[3]!);
  const seconds = parts[4] === undefined ? 0 : decimal(parts[4]);
  if (minutes >= 60 || seconds >= 60 || (parts[4] !== undefined && !Number.isInteger(minutes))) return NaN;
  return signOf(parts[1]!) * (Number(parts[2]) + minutes / 60 + seconds / 3600);
}

function signOf(sign: string): number {
  return sign === '-' ? -1 : 1;
}

function decimal(text: string): number {
  return Number(text.replace(',', '.'));
}
