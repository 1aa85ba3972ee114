import { namesKnownTo } from '../../access/index.ts';
import { route, type ApiRequest, type Db, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { momentSchema, readSpan } from '../read-span.ts';
import {
  draftAdjustment,
  findAdjustment,
  historyOf,
  listAdjustments,
  stepAdjustment,
  type NewAdjustment,
} from './adjustments.ts';
import { adjustmentActions, adjustmentSteps, type Adjustment, type AdjustmentStep } from './model.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['series', 'from', 'to', 'action', 'reason'],
  properties: {
    series: { type: 'integer', minimum: 1 },
    from: momentSchema,
    to: momentSchema,
    action: { type: 'string', enum: adjustmentActions },
    flag: { type: 'integer', enum: [1, 2, 3, 4, 9] },
    factor: { type: 'number' },
    offset: { type: 'number' },
    reason: { type: 'string', minLength: 1, maxLength: 2_000 },
  },
} as const;
const noteSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { note: { type: 'string', maxLength: 2_000 } },
} as const;

const pageSize = 100;
const words = {
  submit: { vi: 'Trình duyệt một phiếu hiệu chỉnh', en: 'Submit an adjustment slip' },
  accept: { vi: 'Chấp nhận một phiếu: số liệu đổi theo phiếu', en: 'Accept a slip: the values change' },
  reject: { vi: 'Từ chối một phiếu', en: 'Reject a slip' },
  cancel: { vi: 'Huỷ một phiếu: số liệu trở lại như cũ', en: 'Cancel a slip: the values are what they were' },
} as const;

/** Slips that change stored values of a span, decided by those who look after the network, and reversible. */
export function adjustmentRoutes(context: ObservationsContext, onChanged: () => void): Route[] {
  const { db, clock } = context;
  const steps = Object.keys(adjustmentSteps) as AdjustmentStep[];
  const common = { tag: 'stations', resource: 'adjustment', formats: ['json'] as const, access: 'signed-in' as const };
  return [
    route({
      ...common,
      method: 'GET',
      path: '/networks/{networkId}/adjustments',
      operationId: 'getAdjustments',
      summary: { vi: 'Các phiếu hiệu chỉnh', en: 'The adjustment slips' },
      resource: 'adjustments',
      parameters: [
        {
          name: 'before',
          in: 'query',
          schema: { type: 'integer', minimum: 1 },
          description: { vi: 'Chỉ các phiếu có số nhỏ hơn', en: 'Only slips with a smaller number' },
        },
      ],
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const before = Number(request.query['before'] ?? 2_147_483_647);
        const slips = await listAdjustments(db, network.id, before, pageSize);
        const next = slips.length === pageSize ? `${addressOf(request, network.id)}?before=${slips.at(-1)!.id}` : null;
        const data = { adjustments: slips.map((slip) => documentOf(request, slip)), next };
        return { resource: 'adjustments', data };
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/networks/{networkId}/adjustments',
      operationId: 'createAdjustment',
      summary: { vi: 'Lập một phiếu hiệu chỉnh', en: 'Draft an adjustment slip' },
      body: { kind: 'json', schema },
      response: { status: 201 },
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const given = request.body as Omit<NewAdjustment, 'network'>;
        const body = { ...given, ...readSpan(given) };
        checkSlip(body);
        const { flag = null, factor = null, offset = null } = body;
        const slip = { ...body, flag, factor, offset, network: network.id };
        const id = await draftAdjustment(db, slip, request.caller.id, clock.now());
        const made = (await findAdjustment(db, network.id, id))!;
        return { status: 201, location: `${addressOf(request, network.id)}/${id}`, data: documentOf(request, made) };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/networks/{networkId}/adjustments/{adjustmentId}',
      operationId: 'getAdjustment',
      summary: { vi: 'Một phiếu hiệu chỉnh và lịch sử của nó', en: 'One adjustment slip and its history' },
      handle: async (request) => {
        const slip = await slipOf(context, request);
        const data = { ...documentOf(request, slip), history: await historyFor(db, request, slip.id) };
        return { resource: 'adjustment', data };
      },
    }),
    ...steps.map((step) =>
      route({
        ...common,
        method: 'POST',
        path: `/networks/{networkId}/adjustments/{adjustmentId}/${step}`,
        operationId: `${step}Adjustment`,
        summary: words[step],
        body: { kind: 'json', schema: noteSchema },
        handle: async (request) => {
          const slip = await slipOf(context, request);
          const { note = null } = (request.body ?? {}) as { note?: string };
          await stepAdjustment(db, slip, step, { who: request.caller.id, note, now: clock.now() });
          onChanged();
          const done = (await findAdjustment(db, slip.network, slip.id))!;
          return {
            resource: 'adjustment',
            data: { ...documentOf(request, done), history: await historyFor(db, request, slip.id) },
          };
        },
      }),
    ),
  ];
}

/** Throws Problem `adjustment-incomplete`: what the action needs must be said, and the time must run forwards. */
function checkSlip({ from, to, action, flag, factor, offset }: Omit<NewAdjustment, 'network'>): void {
  const isForward = Date.parse(from) <= Date.parse(to);
  const isSaid = action === 'flag' ? flag !== undefined : action !== 'shift' || (factor ?? offset) !== undefined;
  if (!isForward || !isSaid) throw observationProblem('adjustment-incomplete', { action });
}

async function slipOf({ db }: ObservationsContext, request: ApiRequest): Promise<Adjustment> {
  const network = await ownNetwork(db, request);
  const named = request.params['adjustmentId']!;
  const slip = /^\d{1,9}$/.test(named) ? await findAdjustment(db, network.id, Number(named)) : null;
  if (!slip) throw observationProblem('adjustment-not-found', { network: network.id, adjustment: named });
  return slip;
}

const addressOf = ({ base }: ApiRequest, network: string): string => `${base}/networks/${network}/adjustments`;

function documentOf(request: ApiRequest, slip: Adjustment): Record<string, unknown> {
  return { ...slip, url: `${addressOf(request, slip.network)}/${slip.id}` };
}

/** With the names of who took each step, as far as the reader may know them. */
async function historyFor(db: Db, { caller }: ApiRequest, slip: number) {
  const events = await historyOf(db, slip);
  const names = await namesKnownTo(
    db,
    caller,
    events.map(({ who }) => who),
  );
  return events.map((event) => ({ ...event, whoName: names.get(event.who) ?? null }));
}
