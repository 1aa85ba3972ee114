import { decide, nodeOwner, organisationsWhere } from '../../../access/index.ts';
import { sql, type Db } from '../../../kernel/index.ts';
import { createNetwork } from '../../networks/networks.ts';
import { observationProblem } from '../../problems.ts';
import { observationKey } from '../../observation-id.ts';
import { entitySets } from '../entity-sets.ts';
import type { EntitySet, StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';
import type { Body } from './body-reader.ts';
import { networkOfEntity } from './entity-rows.ts';

/** Throws Problems `network-not-found` and `sta-not-writable`. */
export async function mayWriteInto({ db, caller, networks }: StaContext, network: string): Promise<void> {
  if (await decide(db, caller, 'write', network)) return;
  if (networks.has(network)) throw staProblem('sta-not-writable', { network });
  throw observationProblem('network-not-found', { network });
}

/**
 * The network into which a body goes: that of an entity which it names, else the one of the address, else the default one
 * of the caller's organisation, which is made when it is first written into.
 */
export async function targetNetwork(context: StaContext, set: EntitySet, body: Body): Promise<string> {
  const named = context.network ?? (await networkOfLinks(context, set, body)) ?? (await defaultNetwork(context));
  await mayWriteInto(context, named);
  return named;
}

async function networkOfLinks({ db }: StaContext, set: EntitySet, body: Body): Promise<string | null> {
  for (const relation of set.relations) {
    const value = body[relation.name];
    for (const link of Array.isArray(value) ? value : [value]) {
      const id = (link as Body | null | undefined)?.['@iot.id'];
      if (typeof id !== 'number') continue;
      const network = await networkOfAny(db, entitySets[relation.to], id);
      if (network !== null) return network;
    }
  }
  return null;
}

/** Network of any entity, observations too. */
export async function networkOfAny(db: Db, set: EntitySet, id: number): Promise<string | null> {
  if (set.name !== 'Observations') return networkOfEntity(db, set, id);
  const [extra] = await db.query<{ series: number }>(sql`select series from observation_extra where id = ${id}`);
  const key = observationKey(id);
  const series = extra?.series ?? (key?.kind === 'regular' ? key.series : null);
  return series === null ? null : networkOfEntity(db, entitySets.Datastreams, series);
}

async function defaultNetwork({ db, caller, clock, newNetworkOpenness: openness }: StaContext): Promise<string> {
  const owner = caller.kind === 'operator' ? await nodeOwner(db) : organisationsWhere(caller, ['steward'])[0];
  if (owner === undefined) throw staProblem('sta-no-organisation');
  const id = `tram-${owner.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const rows = await db.query(sql`select 1 as one from network where id = ${id}`);
  if (rows.length === 0) {
    const title = { vi: `Trạm quan trắc của ${owner}`, en: `Monitoring stations of ${owner}` };
    await createNetwork(
      db,
      caller,
      { id, title, shownLayer: 'all', approveAfterHours: null, owner, openness },
      clock.now(),
    );
  }
  return id;
}
