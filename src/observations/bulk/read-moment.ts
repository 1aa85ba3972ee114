const digits = /^\d{14}$/;
const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)$/;

/**
 * Milliseconds since 1970 of ISO 8601 or `yyyyMMddHHmmss`; without a zone it is Vietnam's time (UTC+7), as everywhere
 * here. NaN where it is no moment.
 */
export function readBulkMoment(text: string): number {
  if (digits.test(text)) {
    const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)];
    return strictly(`${year}-${month}-${day}`, `${text.slice(8, 10)}:${text.slice(10, 12)}:${text.slice(12, 14)}`);
  }
  const parts = local.exec(text);
  return parts ? strictly(parts[1]!, parts[2]!) : Date.parse(/^\d{4}-\d{2}-\d{2}T/.test(text) ? text : '');
}

/** Days that no calendar has roll over in `Date`. */
function strictly(day: string, time: string): number {
  const utc = Date.parse(`${day}T${time}Z`);
  if (!Number.isFinite(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return Number.NaN;
  return utc - 7 * 3_600_000;
}
