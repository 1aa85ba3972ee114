import { formatNumber, type Language } from '../kernel/index.ts';
import { valueMessages } from './messages/values.ts';
import type { Page } from './page.ts';

/** Pages speak Vietnamese time: UTC+7, no summer time (Quyết định 134/2002/QĐ-TTg). */
const offsetMs = 7 * 3_600_000;
const thinSpace = '\u202f';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22/11/2026` or `22 Nov 2026`, from an ISO date or the UTC+7 day of a moment. Text that is no date stays as it is. */
export function writeDate(iso: string, language: Language): string {
  const local = localTime(iso);
  if (!local) return iso;
  const day = local.getUTCDate();
  const year = String(local.getUTCFullYear()).padStart(4, '0');
  if (language === 'en') return `${day} ${months[local.getUTCMonth()]} ${year}`;
  return `${two(day)}/${two(local.getUTCMonth() + 1)}/${year}`;
}

/** `22/11/2026 09:00`, with seconds only when there are any. */
export function writeMoment(iso: string, language: Language): string {
  const local = localTime(iso);
  if (!local || !iso.includes('T')) return writeDate(iso, language);
  const seconds = local.getUTCSeconds() === 0 ? '' : `:${two(local.getUTCSeconds())}`;
  return `${writeDate(iso, language)} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}${seconds}`;
}

/** `22/11/2026 09:00`: what happened in the node is told to the minute. */
export function writeMinute(iso: string, language: Language): string {
  return writeMoment(iso, language).replace(/(\d\d:\d\d):\d\d$/, '$1');
}

/** A date, or a time without zone as files have it, is local already. */
function localTime(iso: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}/.test(iso)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso.slice(10));
  const ms = Date.parse(iso.length > 10 && !hasZone ? `${iso}Z` : iso);
  return Number.isNaN(ms) ? null : new Date(hasZone ? ms + offsetMs : ms);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Numbers of a page that are not data: counts. */
export function writeCount(value: number, language: Language): string {
  return formatNumber(value, language);
}

/** `99,2 %`; a share below 1 never reads as 100 %. */
export function writeShare(share: number, language: Language): string {
  const percent = share * 100;
  const rounded =
    percent < 100 && percent > 99.9 ? 99.9 : percent > 0 && percent < 0.1 ? 0.1 : Math.round(percent * 10) / 10;
  return `${formatNumber(rounded, language)}${thinSpace}%`;
}

/** `1,2 MB`; powers of ten, as people compare files. */
export function writeBytes(bytes: number, language: Language): string {
  const units = ['byte', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${formatNumber(Number(value.toFixed(digits)), language)}${thinSpace}${units[unit]}`;
}

/** How long something still takes, rounded up to what a person waits for. */
export function writeDuration(ms: number, page: Page): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 60) return page.say(valueMessages.seconds, { count: seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return page.say(valueMessages.minutes, { count: minutes });
  return page.say(valueMessages.hours, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A column as pages know it. */
export interface Column {
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly unit?: string | null;
  readonly codelist?: string;
  readonly personal?: boolean;
}

/** The text of a value in its column, without the unit; null for "no value". */
export function writeValue(
  value: unknown,
  column: Pick<Column, 'type' | 'unit' | 'codelist'>,
  page: Page,
): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return writeNumber(value, column, page.language);
  if (typeof value === 'boolean') return page.say(value ? valueMessages.yes : valueMessages.no);
  if (Array.isArray(value) && column.codelist) return value.map((each) => writeValue(each, column, page)).join('; ');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  if (column.type === 'date') return writeDate(text, page.language);
  if (column.type === 'date-time') return writeMoment(text, page.language);
  const label = column.codelist ? page.words.codeLabel(column.codelist, text, page.language) : null;
  return label ? `${label} (${text})` : text;
}

/** Whole numbers without unit are years, codes and ids as often as counts, and `31.120` is no code: not grouped. */
function writeNumber(value: number, column: Pick<Column, 'type' | 'unit'>, language: Language): string {
  if (column.type === 'integer' && !column.unit) return String(value);
  return formatNumber(value, language);
}

/** The unit as people write it: the pack's symbol, else UCUM with its usual signs. */
export function writeUnit(ucum: string, page: Page): string {
  return page.words.unitSymbol(ucum) ?? prettyUcum(ucum);
}

/** The unit of a series: as its sender wrote it, or in the pack's sign where that was UCUM. */
export function writeSeriesUnit(unit: string, page: Page): string {
  const symbol = page.words.unitSymbol(unit);
  // Litres are written with either letter: the sender's stays.
  return symbol === null || symbol.toLowerCase() === unit.toLowerCase() ? unit : symbol;
}

const superscripts = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/** `ug/m3` → `µg/m³`, `Cel` → `°C`: the signs of UCUM 2.1 that differ from print. */
function prettyUcum(ucum: string): string {
  return ucum
    .replace(/\bCel\b/g, '°C')
    .replace(/\bdeg\b/g, '°')
    .replace(/\bu(?=[a-zA-Z])/g, 'µ')
    .replace(/\{[^}]*\}/g, '')
    .replace(/(?<=[a-zA-Zµ])-?\d+/g, (power) =>
      [...power].map((sign) => (sign === '-' ? '⁻' : superscripts[Number(sign)]!)).join(''),
    )
    .replaceAll('.', '·');
}

/** `105°30′Đ`, `21°02′B`: whole minutes, or decimals of a degree where minutes are too coarse for the step. */
export function writeDegrees(value: number, axis: 'longitude' | 'latitude', stepDegrees: number, page: Page): string {
  const side =
    axis === 'longitude'
      ? page.say(value < 0 ? valueMessages.west : valueMessages.east)
      : page.say(value < 0 ? valueMessages.south : valueMessages.north);
  const size = Math.abs(value);
  if (stepDegrees * 60 < 0.999) {
    const digits = Math.min(6, Math.max(2, Math.ceil(-Math.log10(stepDegrees))));
    return `${formatNumber(Number(size.toFixed(digits)), page.language)}°${side}`;
  }
  const minutes = Math.round(size * 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}°${rest === 0 ? '' : `${two(rest)}′`}${side}`;
}
