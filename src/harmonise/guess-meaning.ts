import type { Detection } from '../formats/index.ts';
import type { PropertyType } from '../packs/index.ts';
import type { ColumnEvidence } from './column-evidence.ts';
import type { HeaderStrength } from './header-words.ts';
import type { ColumnGuess } from './model.ts';

export type Meaning = ColumnGuess['meaning'];

export interface Candidate {
  readonly evidence: ColumnEvidence;
  readonly type: PropertyType;
  readonly rows: number;
}

export interface MeaningGuess {
  readonly meaning: Meaning;
  readonly why: readonly Detection[];
}

/** Share of values in range that makes a column a coordinate: a few bad cells must not hide it. */
const inRangeShare = 0.9;

/** At most one column each for time, longitude, latitude and key; coordinates only as a pair. */
export function guessMeanings(columns: readonly Candidate[]): Map<number, MeaningGuess> {
  const meanings = new Map<number, MeaningGuess>();
  const put = (index: number, meaning: Meaning, reason: string, confidence: number) =>
    meanings.set(index, { meaning, why: [{ what: 'meaning', value: meaning, reason, confidence }] });
  for (const strength of ['strong', 'weak'] as const) {
    const longitude = findAxis(columns, 'longitude', strength);
    const latitude = findAxis(columns, 'latitude', strength);
    if (longitude === -1 || latitude === -1) continue;
    const confidence = strength === 'strong' ? 0.95 : 0.7;
    put(longitude, 'longitude', 'header-and-range', confidence);
    put(latitude, 'latitude', 'header-and-range', confidence);
    break;
  }
  const time = findTime(columns);
  if (time !== -1) put(time, 'time', columns[time]!.evidence.header.time ? 'date-header' : 'only-date-column', 0.9);
  const key = columns.findIndex((column, index) => !meanings.has(index) && isKey(column));
  if (key !== -1) put(key, 'key', 'header-and-distinct', 0.8);
  return meanings;
}

function findAxis(columns: readonly Candidate[], axis: 'longitude' | 'latitude', strength: HeaderStrength): number {
  return columns.findIndex(({ evidence, type }) => {
    if (evidence.header[axis] !== strength) return false;
    if (type === 'string') return strength === 'strong' && hasCoordinateTexts(evidence);
    // A letter alone names many things; degrees of a place have decimals, counts have not.
    if (type !== 'number' && !(type === 'integer' && strength === 'strong')) return false;
    const inRange = axis === 'longitude' ? evidence.inLongitudeRange : evidence.inLatitudeRange;
    return evidence.numberRuns > 0 && inRange >= inRangeShare * evidence.numberRuns;
  });
}

function hasCoordinateTexts({ coordinates, numberRuns, textRuns }: ColumnEvidence): boolean {
  return coordinates + numberRuns > 0 && coordinates + numberRuns >= inRangeShare * (textRuns + numberRuns);
}

function findTime(columns: readonly Candidate[]): number {
  const isMoment = ({ type }: Candidate) => type === 'date' || type === 'date-time';
  const named = columns.filter((column) => isMoment(column) && column.evidence.header.time);
  const best = named.find(({ type }) => type === 'date-time') ?? named[0];
  if (best) return columns.indexOf(best);
  const moments = columns.filter(isMoment);
  return moments.length === 1 ? columns.indexOf(moments[0]!) : -1;
}

/** Named like a key, never empty, and as many values as rows: exactly while they are counted one by one. */
function isKey({ evidence, type, rows }: Candidate): boolean {
  if (!evidence.header.key || evidence.empty > 0 || rows === 0) return false;
  if (type !== 'string' && type !== 'integer') return false;
  const distinct = evidence.sketch.count();
  return rows <= 4096 ? distinct === rows : distinct >= 0.97 * rows;
}
