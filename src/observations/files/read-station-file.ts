import { readLaidOut, type FileLayout, type LaidOutLine, type SeriesLayout } from '../../formats/index.ts';
import { Problem, recordProblem } from '../../kernel/index.ts';
import type { Refusal } from '../../ledger/index.ts';
import { deviceStates, type MatchedSeries, type Reading } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { Again } from '../store/delivery-in-batches.ts';
import type { Matched } from '../series/series-book.ts';
import type { SeriesKey, SeriesTraits } from '../series/series-key.ts';

export interface StationFile {
  /** Name with folders. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What a file of a station holds: readings with their lines, and lines that are none. */
export interface StationFileReadings {
  readonly readings: Reading[];
  readonly positions: number[];
  /** How to make each reading once more, where its series has been removed since. */
  readonly again: Again[];
  readonly refusals: Refusal[];
}

/** `gone`: a series that was matched before and is there, or so, no more. */
type Match = (key: SeriesKey, traits: SeriesTraits, gone?: MatchedSeries) => Promise<Matched>;

/** Throws Problem `not-a-station-file` where the file has no known layout with series. */
export async function readStationFile(
  layouts: readonly FileLayout[],
  file: StationFile,
  match: Match,
): Promise<StationFileReadings> {
  const read = readLaidOut(
    layouts.filter(({ series }) => series),
    file.name,
    file.bytes,
  );
  if (!read) throw observationProblem('not-a-station-file', { file: file.name });
  const found: StationFileReadings = { readings: [], positions: [], again: [], refusals: [] };
  for (const line of read.lines) {
    try {
      const { layout } = read;
      const reading = (gone?: MatchedSeries): Promise<Reading> => readingOf(layout, layout.series!, line, match, gone);
      found.readings.push(await reading());
      found.positions.push(line.position);
      found.again.push(reading);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      found.refusals.push({ position: line.position, raw: line.raw, problem: recordProblem(error) });
    }
  }
  return found;
}

async function readingOf(
  layout: FileLayout,
  columns: SeriesLayout,
  { cells, raw }: LaidOutLine,
  match: Match,
  gone: MatchedSeries | undefined,
): Promise<Reading> {
  const cell = (column: string | undefined): string => (column === undefined ? '' : (cells?.get(column) ?? ''));
  const [station, parameter] = [cell(columns.station), cell(columns.parameter)];
  if (!cells || station === '' || parameter === '') throw observationProblem('line-not-understood', { line: raw });
  const about = Object.fromEntries((columns.about ?? []).map((name) => [name, cell(name)]));
  const traits: SeriesTraits = {
    parameters: columns.parameters ?? [],
    stamp: columns.stamp,
    everySeconds: columns.every ?? null,
    about,
  };
  const { series, revision, convert } = await match(
    { station, parameter, unit: cell(columns.unit) || null },
    traits,
    gone,
  );
  const value = numberOf(cell(layout.value));
  return {
    series,
    at: Date.parse(cell(columns.time)),
    value: value === null ? null : convert(value),
    status: statusOf(columns, cells),
    ...(revision !== undefined && { revision }),
  };
}

/** Decimal point or comma; null where nothing was measured. */
function numberOf(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text === '' || !Number.isFinite(value) ? null : value;
}

/** Throws Problem `unknown-device-state`: whether such a value was measured nobody knows. */
function statusOf({ status }: SeriesLayout, cells: ReadonlyMap<string, string>): number {
  if (!status) return deviceStates.measuring;
  const code = cells.get(status.column) ?? '';
  const state = status[code];
  if (state === undefined || !(state in deviceStates)) throw observationProblem('unknown-device-state', { code });
  return deviceStates[state as keyof typeof deviceStates];
}
