import type { Clock } from '../../../kernel/index.ts';
import { entitySets } from '../entity-sets.ts';
import type { Reading, ReadingDetail } from '../../model.ts';
import { refusedMoment } from '../../store/sift.ts';
import { bodyInvalid, checkMembers, jsonText, readMoment, readPeriod, type Body } from './body-reader.ts';

/** An observation as it was sent; whose series and feature are still to be found. */
export type ReadObservation = Omit<Reading, 'series'>;

/**
 * Reads the properties of an observation. Without `phenomenonTime` it is of now (18-088, 8.2.7).
 * Throws Problems `sta-body-invalid`, `reading-in-future`, `reading-out-of-calendar`.
 */
export function readObservation(body: Body, pointer: string, clock: Clock): ReadObservation {
  checkMembers(entitySets.Observations, body, pointer);
  const time = body['phenomenonTime'] ?? null;
  const now = clock.now();
  const period = time === null ? ([now.getTime(), now.getTime()] as const) : readPeriod(time);
  if (period === null)
    throw bodyInvalid(`${pointer}/phenomenonTime`, '2026-01-31T05:30:00Z, 2026-01-31T05:00:00Z/2026-01-31T06:00:00Z');
  const refused = refusedMoment(period[0], now);
  if (refused) throw refused;
  if (body['result'] === undefined) throw bodyInvalid(`${pointer}/result`, '8.5, "…", true, {…}, null');
  const { value, ...result } = readResult(body['result'], `${pointer}/result`);
  const detail: ReadingDetail = {
    ...result,
    ...(period[1] > period[0] && { endsAt: period[1] }),
    ...readRare(body, pointer),
  };
  return { at: period[0], value, ...(Object.keys(detail).length > 0 && { detail }) };
}

/** Numbers stand in a column; other results beside it. */
export function readResult(result: unknown, at: string): { value: number | null; result?: unknown } {
  if (typeof result === 'number') return { value: result };
  if (result === null) return { value: null };
  jsonText(result, at);
  return { value: null, result };
}

export function readRare(body: Body, pointer: string): ReadingDetail {
  const { resultTime, validTime, resultQuality, parameters } = body;
  const resultAt = resultTime == null ? null : readMoment(resultTime);
  if (resultTime != null && resultAt === null) throw bodyInvalid(`${pointer}/resultTime`, '2026-01-31T05:30:00Z');
  const valid = validTime == null ? null : readPeriod(validTime);
  if (validTime != null && valid === null)
    throw bodyInvalid(`${pointer}/validTime`, '2026-01-31T05:00:00Z/2026-01-31T06:00:00Z');
  for (const name of ['resultQuality', 'parameters']) jsonText(body[name] ?? null, `${pointer}/${name}`);
  return {
    ...(resultAt !== null && { resultAt }),
    ...(valid !== null && { validTime: valid }),
    ...(resultQuality != null && { quality: resultQuality }),
    ...(parameters != null && { parameters: parameters as Record<string, unknown> }),
  };
}
