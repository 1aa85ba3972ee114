import { findResource, nodeOwner, opennessLevels, organisationsWhere, type Openness } from '../../access/index.ts';
import { slugOf } from '../../formats/index.ts';
import { route, sql, type ApiRequest, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { seenState } from '../read/seen-state.ts';
import { networkOf } from './network-access.ts';
import { createNetwork, readableNetwork, readableNetworks, type NetworkView } from './networks.ts';

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['title'],
  properties: {
    id: { type: 'string', maxLength: 50 },
    title: text,
    titleEn: text,
    owner: text,
    openness: { type: 'string', enum: opennessLevels },
    shownLayer: { type: 'string', enum: ['all', 'approved'] },
    approveAfterHours: { type: 'integer', minimum: 0, maximum: 720 },
  },
} as const;

interface Body {
  id?: string;
  title: string;
  titleEn?: string;
  owner?: string;
  openness?: Openness;
  shownLayer?: 'all' | 'approved';
  approveAfterHours?: number;
}

/** Networks of stations: who looks after which, and what others see of them. */
export function networkRoutes(context: ObservationsContext): Route[] {
  const { db } = context;
  return [
    route({
      method: 'GET',
      path: '/networks',
      operationId: 'getNetworks',
      tag: 'stations',
      summary: { vi: 'Các mạng trạm quan trắc', en: 'Networks of stations' },
      resource: 'networks',
      formats: ['json'],
      access: 'public',
      handle: async (request) => {
        const views = [...(await readableNetworks(db, request.caller)).values()];
        return { resource: 'networks', data: { networks: views.map((view) => documentOf(request, view)) } };
      },
    }),
    route({
      method: 'POST',
      path: '/networks',
      operationId: 'createNetwork',
      tag: 'stations',
      summary: { vi: 'Mở một mạng trạm', en: 'Open a network of stations' },
      resource: 'network',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema },
      response: { status: 201 },
      handle: async (request) => {
        const body = request.body as Body;
        const id = slugOf(body.id ?? body.title);
        await createNetwork(
          db,
          request.caller,
          {
            id,
            title: { vi: body.title, en: body.titleEn ?? body.title },
            shownLayer: body.shownLayer ?? 'all',
            approveAfterHours: body.approveAfterHours ?? null,
            owner: await ownerFor(context, request, body.owner),
            openness: body.openness ?? 'closed',
          },
          context.clock.now(),
        );
        const view = (await readableNetwork(db, request.caller, id))!;
        const data = documentOf(request, view);
        return { status: 201, location: `${request.base}/networks/${id}`, data };
      },
      formPage: async (request) => ({
        resource: 'networks',
        data: {
          networks: [...(await readableNetworks(db, request.caller)).values()].map((view) => documentOf(request, view)),
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/networks/{networkId}',
      operationId: 'getNetwork',
      tag: 'stations',
      summary: { vi: 'Một mạng trạm', en: 'One network of stations' },
      resource: 'network',
      formats: ['json'],
      access: 'public',
      handle: async (request) => {
        const view = await networkOf(db, request);
        const [numbers] = await db.query(sql`
          select (select count(*) from thing where network = ${view.network.id}) as stations, count(*) as series,
            coalesce(sum(seen.count), 0)::bigint as observations, min(seen.first_time) as "firstTime", max(seen.last_time) as "lastTime"
          from datastream d
            left join lateral (${seenState(sql`d.id`, sql`${view.approvedOnly}::boolean`)}) seen on true
          where d.network = ${view.network.id}`);
        const resource = await findResource(db, view.network.id);
        const data = { ...documentOf(request, view), owner: resource!.owner, openness: resource!.openness, numbers };
        return { resource: 'network', data };
      },
    }),
  ];
}

/** The organisation named, where the caller is its steward; else his own, else the node's. */
async function ownerFor({ db }: ObservationsContext, { caller }: ApiRequest, named?: string): Promise<string> {
  const own = organisationsWhere(caller, ['steward']);
  if (caller.kind === 'operator') return named ?? (await nodeOwner(db));
  return named !== undefined && own.includes(named) ? named : own[0]!;
}

function documentOf(request: ApiRequest, { network, grant }: NetworkView): Record<string, unknown> {
  return {
    id: network.id,
    title: network.title,
    shownLayer: network.shownLayer,
    approveAfterHours: network.approveAfterHours,
    mayManage: grant.mayManage,
    url: `${request.base}/networks/${network.id}`,
  };
}
