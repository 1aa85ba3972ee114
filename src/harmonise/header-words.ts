import { foldLetters } from './property-names.ts';

/** What a column header says, in Vietnamese or English, with or without marks, spaces or capitals. */
export interface HeaderWords {
  readonly time: boolean;
  readonly longitude: HeaderStrength;
  readonly latitude: HeaderStrength;
  readonly key: boolean;
  /** Telephone, tax, identity, account and postal numbers: digits, yet no number. */
  readonly identifier: boolean;
}

/** `weak`: a single letter such as `x` or `n`, which needs the values to agree. */
export type HeaderStrength = 'strong' | 'weak' | 'none';

const timeWords = new Set(['ngay', 'gio', 'date', 'time', 'datetime', 'timestamp', 'thoigian', 'thoidiem']);
const longitudeWords = new Set(['longitude', 'lon', 'long', 'lng', 'kinhdo', 'kd']);
const latitudeWords = new Set(['latitude', 'lat', 'vido', 'vd']);
const weakLongitude = new Set(['x', 'e', 'east']);
const weakLatitude = new Set(['y', 'n', 'north']);
const keyWords = new Set(['id', 'code', 'ma', 'key', 'uuid', 'fid', 'gid', 'objectid', 'sohieu', 'kyhieu']);
const identifierWords = new Set([
  ...['phone', 'tel', 'telephone', 'fax', 'mobile', 'sdt', 'dienthoai', 'didong'],
  ...['cccd', 'cmnd', 'mst', 'masothue', 'sotaikhoan', 'stk', 'zip', 'postal', 'postcode', 'passport'],
]);

export function headerWords(header: string): HeaderWords {
  const words = wordsOf(header);
  const has = (known: ReadonlySet<string>) => words.some((word) => known.has(word));
  const joined = words.at(-1) ?? '';
  return {
    time: has(timeWords) || /^(ngay|thoigian|thoidiem)|(date|time)$/.test(joined),
    longitude: strength(has(longitudeWords) || /kinhdo|longitude/.test(joined), weakLongitude.has(joined)),
    latitude: strength(has(latitudeWords) || /vido|latitude/.test(joined), weakLatitude.has(joined)),
    key: has(keyWords),
    identifier: has(identifierWords),
  };
}

function strength(isStrong: boolean, isWeak: boolean): HeaderStrength {
  return isStrong ? 'strong' : isWeak ? 'weak' : 'none';
}

/** Single words, neighbouring pairs written together (`kinh độ` → `kinhdo`), and the whole header last. */
function wordsOf(header: string): string[] {
  const apart = header.replace(/[([].*?[)\]]/g, ' ').replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2');
  const words = foldLetters(apart)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const pairs = words.slice(1).map((word, index) => words[index]! + word);
  return [...words, ...pairs, words.join('')];
}

/** The text that may be a unit: in the last brackets, or after the last comma. Null when there is none. */
export function unitTextOf(header: string): string | null {
  const bracketed = /[([]([^()[\]]+)[)\]]\s*$/.exec(header);
  if (bracketed) return bracketed[1]!.trim();
  const comma = /,\s*([^,\s][^,]*)$/.exec(header);
  return comma ? comma[1]!.trim() : null;
}

/** The header without the unit in its last brackets. */
export function withoutUnit(header: string): string {
  return header.replace(/\s*[([][^()[\]]+[)\]]\s*$/, '').replace(/,\s*[^,]*$/, '');
}
