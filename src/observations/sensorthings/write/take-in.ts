import type { Reading } from '../../model.ts';
import type { Batch } from '../../store/batch.ts';
import { refusedMoment } from '../../store/sift.ts';
import type { StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';

/** Takes new observations in and gives their ids; durable when it has answered. */
export async function takeIn(
  { intake, caller, clock, deliveryKey: key }: Pick<StaContext, 'intake' | 'caller' | 'clock' | 'deliveryKey'>,
  network: string,
  readings: readonly Reading[],
  more: Pick<Batch, 'asRemembered' | 'slip'> = {},
): Promise<number[]> {
  if (readings.length === 0) return [];
  const head = { network, door: 'sensorthings', sender: caller.id, mode: 'create' } as const;
  const taken = await intake.take({ ...head, ...(key !== undefined && { key }), ...more, readings });
  return taken.outcomes.map((outcome, place) => {
    if (outcome) return outcome.id;
    const { at, series } = readings[place]!;
    // The datastream stood when the request was read, and has been removed since.
    throw refusedMoment(at, clock.now()) ?? staProblem('sta-entity-not-found', { entity: `Datastreams(${series})` });
  });
}
