import { foldedOf, type FoldedHeader } from './fold-header.ts';

/**
 * Words beside a name that say how its numbers came about and not what they are: `pm10Value`, `Nồng độ SO2`,
 * `Daily mean temperature`.
 */
const fillers = new Set(
  (
    'value values val reading readings measured measurement observed observation avg average averaged mean ' +
    'concentration conc hourly daily raw corrected tot sum gia tri nong do ket qua trung binh'
  ).split(' '),
);
/** Vietnamese fillers are pairs; one half alone is another word (`độ ẩm`). */
const pairedFillers = ['gia tri', 'nong do', 'ket qua', 'trung binh'] as const;
const halves = new Set(pairedFillers.flatMap((pair) => pair.split(' ')));

/** `2m`, `10m`, `um` behind a number: a height or a size in the words of a unit. */
const lengthWord = /^(?:\d+m|um|micron|microns|micrometers?|micrometres?)$/;
/** Units as they are written into a name, where brackets are not allowed: `Rain_mm_Tot`, `AirTempK`. */
const unitWord = /^(?:k[mg]?2?|m[2-3]?|[cf]|ha|[cm]m|kmh|m?mgl|[um]gm3|ppm|ppb|hpa|kpa|mbar|pct|percent|nguoi|vnd)$/;
/** The same, written together with the name: `dientichkm2`, `dansonguoi`. */
const unitBehind = /^([a-z]{4,}?)(?:k?m2|m3|ugm3|mgm3|nguoi|pct|kmh|mm)$/;
/** `TEMP2`, `WSPD10`: measured two or ten metres above the ground. Symbols such as `NO2` and `PM10` are shorter. */
const withHeight = /^([a-z]{4,})(?:2|10)m?$/;

/** The header without what does not name; null when there is nothing of that kind, or nothing else. */
export function plainHeader({ words }: FoldedHeader): FoldedHeader | null {
  const plain = words
    .filter((word, index) => !isFiller(word, index, words))
    .map((word) => withHeight.exec(word)?.[1] ?? unitBehind.exec(word)?.[1] ?? word);
  if (plain.length === 0 || plain.join(' ') === words.join(' ')) return null;
  return foldedOf(plain);
}

function isFiller(word: string, index: number, words: readonly string[]): boolean {
  if (lengthWord.test(word) || (index > 0 && unitWord.test(word))) return true;
  if (!halves.has(word)) return fillers.has(word);
  return pairedFillers.some((pair) => {
    const [first, second] = pair.split(' ');
    return (word === first && words[index + 1] === second) || (word === second && words[index - 1] === first);
  });
}
