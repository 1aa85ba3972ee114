import { withMakers } from '../../access/index.ts';
import { route, type ApiRequest, type Reply, type ResourceReply, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { neighbourRule } from './derive-neighbours.ts';
import { setOwnLimits, takeBackOwnLimits } from './own-limits.ts';
import { findHeldSeries, neighbourVersions, offeredNeighbours, type HeldSeries } from './read-limits.ts';

const path = '/networks/{networkId}/series/{seriesId}/neighbours';
const resource = 'series-neighbours';
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['suspect'],
  properties: {
    neighbours: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
      maxItems: neighbourRule.candidates,
      uniqueItems: true,
    },
    // More than nothing; OpenAPI 3.0 has no number for `exclusiveMinimum`.
    suspect: { type: 'number', minimum: 1e-9 },
  },
} as const;

interface Body {
  neighbours?: number[];
  suspect: number;
}

/**
 * What a series is held against, for those who look after its network: seen, set by hand and given back to the job.
 * `job`: the one that finds neighbours; `onChanged`: has the history judged again.
 */
export function neighbourRoutes(context: ObservationsContext, job: string, onChanged: () => void): Route[] {
  const { db, clock, jobs } = context;
  const common = { tag: 'stations', resource, formats: ['json'] as const, access: 'signed-in' as const };
  return [
    route({
      ...common,
      method: 'GET',
      path,
      operationId: 'getNeighbours',
      summary: {
        vi: 'Các trạm lân cận và ngưỡng lệch của một chuỗi, kèm các phiên bản',
        en: 'The neighbours of a series and how far it may be away from them, with the versions',
      },
      handle: (request) => neighboursPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path,
      operationId: 'setNeighbours',
      audits: { action: 'change' },
      summary: {
        vi: 'Tự chọn trạm lân cận và ngưỡng lệch của một chuỗi',
        en: 'Choose the neighbours of a series and how far it may be away',
      },
      body: { kind: 'json', schema },
      response: { status: 201 },
      handle: async (request) => {
        const { series } = await seriesOf(context, request);
        const { neighbours = [], suspect } = request.body as Body;
        await setOwnLimits(db, { series, neighbours, suspect }, request.caller.id, clock.now());
        onChanged();
        return made(context, request);
      },
      formPage: (request) => neighboursPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: `${path}/take-back`,
      operationId: 'takeBackNeighbours',
      audits: { action: 'change' },
      summary: {
        vi: 'Bỏ lựa chọn riêng: nút tự tìm lại trạm lân cận',
        en: 'Take an own choice back: the node finds the neighbours again',
      },
      response: { status: 201 },
      handle: async (request) => {
        const { series } = await seriesOf(context, request);
        await takeBackOwnLimits(db, series, request.caller.id, clock.now());
        await jobs.enqueue(db, job, null, { key: 'now' });
        onChanged();
        return made(context, request);
      },
    }),
  ];
}

/** Problems `network-not-found`, and `series-not-found` where the network has none of this number. */
async function seriesOf({ db }: ObservationsContext, request: ApiRequest): Promise<HeldSeries> {
  const network = await ownNetwork(db, request);
  const named = request.params['seriesId']!;
  const found = /^\d{1,9}$/.test(named) ? await findHeldSeries(db, network.id, Number(named)) : null;
  if (!found) throw observationProblem('series-not-found', { network: network.id, series: named.slice(0, 40) });
  return found;
}

async function neighboursPage(context: ObservationsContext, request: ApiRequest): Promise<ResourceReply> {
  return { resource, data: await documentOf(context, request) };
}

async function made(context: ObservationsContext, request: ApiRequest): Promise<Reply> {
  const data = await documentOf(context, request);
  return { status: 201, location: data.url, data };
}

async function documentOf(context: ObservationsContext, request: ApiRequest) {
  const { db } = context;
  const held = await seriesOf(context, request);
  const versions = await withMakers(db, request.caller, await neighbourVersions(db, held.series));
  return {
    ...held,
    title: held.title[request.language],
    versions,
    offered: await offeredNeighbours(db, held.series),
    url: `${request.base}/networks/${held.network}/series/${held.series}/neighbours`,
  };
}
