import type { ApiRequest } from '../kernel/index.ts';
import type { PipelineContext } from './context.ts';
import { deliveryData } from './delivery-data.ts';
import { proposalData } from './mapping-routes.ts';
import type { RunsBody } from './run-choices.ts';

/** The page whose form was sent: that of the proposal, which names columns, or that of the delivery. */
export async function decisionPage(context: PipelineContext, request: ApiRequest) {
  const { columns, layer = '', standard = '' } = (request.body ?? {}) as RunsBody;
  if (columns === undefined) return { resource: 'delivery', data: await deliveryData(context, request) };
  const data = await proposalData(context, { ...request, query: { ...request.query, layer, standard } });
  return { resource: 'mapping-proposal', data };
}
