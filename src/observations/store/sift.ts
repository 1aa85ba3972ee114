import { Problem, recordProblem } from '../../kernel/index.ts';
import type { Refusal } from '../../ledger/index.ts';
import type { Reading } from '../model.ts';
import { isRegularMoment } from '../observation-id.ts';
import { observationProblem } from '../problems.ts';
import type { Batch } from './batch.ts';
import { momentOf } from './entry.ts';
import { matchedAgain, type SeriesGone } from './gone-series.ts';

const futureMs = 24 * 3_600_000;
const earliest = Date.UTC(1600, 0);

/** What of a batch can be stored, and why the rest cannot. */
export interface Sifted {
  readonly batch: Batch;
  readonly accepted: readonly Reading[];
  /** Place in `accepted` of each reading of the batch; -1: refused. */
  readonly places: readonly number[];
  readonly refusals: readonly Refusal[];
}

/** Takes out what no clock could have shown. */
export function sift(batch: Batch, now: Date): Sifted {
  const accepted: Reading[] = [];
  const refusals = [...(batch.refusals ?? [])];
  const places = batch.readings.map((reading, place) => {
    const refused = refusedMoment(reading.at, now);
    if (refused === null) return accepted.push(reading) - 1;
    refusals.push(refusal(batch, reading, place, refused));
    return -1;
  });
  return { batch, accepted, places, refusals };
}

/** Matches what is of series that are gone or have changed once more, by the batch's own way. */
export async function siftAgain(sifted: Sifted, gone: SeriesGone): Promise<Sifted> {
  const { batch } = sifted;
  if (!sifted.accepted.some((reading) => gone.concerns(reading))) return sifted;
  const accepted: Reading[] = [];
  const refusals = [...sifted.refusals];
  const places: number[] = [];
  for (const [place, before] of sifted.places.entries()) {
    let reading = before < 0 ? null : sifted.accepted[before]!;
    if (reading && gone.concerns(reading)) {
      const found = await matchedAgain(reading, batch.again && ((before) => batch.again!(place, before)));
      if (found instanceof Problem) refusals.push(refusal(batch, reading, place, found));
      reading = found instanceof Problem ? null : found;
    }
    places.push(reading ? accepted.push(reading) - 1 : -1);
  }
  return { batch, accepted, places, refusals };
}

/** Problem `reading-in-future` or `reading-out-of-calendar` for a moment (milliseconds since 1970); null where it can be. */
export function refusedMoment(at: number, now: Date): Problem | null {
  const latest = now.getTime() + futureMs;
  if (at <= latest && at >= earliest) return null;
  const time = Number.isFinite(at) ? momentOf(at) : String(at);
  return observationProblem(at > latest ? 'reading-in-future' : 'reading-out-of-calendar', { time });
}

function refusal(batch: Batch, reading: Reading, place: number, problem: Problem): Refusal {
  const position = batch.positions?.[place] ?? place + 1;
  return { position, raw: JSON.stringify(reading), problem: recordProblem(problem) };
}

export function* regularMoments(sifted: readonly Sifted[]): Generator<number> {
  for (const { accepted } of sifted) for (const { at } of accepted) if (isRegularMoment(at)) yield at;
}
