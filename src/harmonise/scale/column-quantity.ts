import { foldLetters } from '../property-names.ts';

/** Columns whose numbers may change by an offset: °C, °F, K. */
export function isTemperatureHeader(name: string): boolean {
  return /nhiet do|nhietdo|temp|\bt2m\b|°\s*[cfk]\b|\bo[cf]\b/.test(foldLetters(name)) || /°/.test(name);
}

const rateWords =
  /luu luong|van toc|toc do|cuong do|discharge|flow|debit|speed|velocity|rate\b|runoff|inflow|outflow|release|duration|thoi luong/;

/** Columns whose numbers may change by 60 or 3,600: what goes by the second, the minute or the hour, and times themselves. */
export function isRateHeader(name: string): boolean {
  const folded = foldLetters(name).replace(/[_.]+/g, ' ');
  return (
    rateWords.test(folded) ||
    /^q\b/.test(folded.trim()) ||
    /\/\s*(?:s|sec|min|h|hr|hour|phut|gio|giay)\b/.test(folded) ||
    /(?:m3|l)(?:s|h)\b/.test(folded)
  );
}
