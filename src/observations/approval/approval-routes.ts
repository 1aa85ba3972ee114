import { route, type Route } from '../../kernel/index.ts';
import { approvals, type ObservationsContext } from '../model.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { momentSchema, readSpan } from '../read-span.ts';
import { approveSpan } from './approve-span.ts';

const words = { approved: approvals.approved, open: approvals.unapproved, refused: approvals.refused } as const;
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  properties: {
    series: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 10_000 },
    from: momentSchema,
    to: momentSchema,
    approval: { type: 'string', enum: Object.keys(words) },
    flags: { type: 'array', items: { type: 'integer', enum: [1, 2, 3, 4, 9] } },
  },
} as const;

interface Body {
  series?: number[];
  from: string;
  to: string;
  approval?: keyof typeof words;
  flags?: number[];
}

/** Approval of values by hand. */
export function approvalRoutes({ db }: ObservationsContext, onChanged: () => void): Route[] {
  return [
    route({
      method: 'POST',
      path: '/networks/{networkId}/approvals',
      operationId: 'approveObservations',
      tag: 'stations',
      summary: { vi: 'Duyệt số liệu của một khoảng thời gian', en: 'Approve the values of a time' },
      resource: 'approval',
      formats: ['json'],
      access: 'signed-in',
      body: { kind: 'json', schema },
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const { series, approval = 'approved', flags, ...given } = request.body as Body;
        const span = { network: network.id, series: series ?? null, ...readSpan(given), approval: words[approval] };
        const changed = await db.transaction((tx) => approveSpan(tx, { ...span, ...(flags && { flags }) }));
        onChanged();
        return { resource: 'approval', data: { changed } };
      },
    }),
  ];
}
