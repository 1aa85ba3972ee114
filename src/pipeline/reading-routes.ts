import { getSource, rememberReading } from '../connect/index.ts';
import type { ReadingChoice } from '../formats/index.ts';
import { route, type ApiRequest, type Reply, type Route } from '../kernel/index.ts';
import { findDelivery, listRuns, updateDelivery, type Delivery } from '../ledger/index.ts';
import { deliveryData } from './delivery-data.ts';
import { jobKinds, type PipelineContext } from './context.ts';
import { deliveryDocument } from './documents.ts';
import { ownDelivery } from './own-objects.ts';
import { pipelineProblem } from './problems.ts';

const word = { type: 'string', maxLength: 100 } as const;
const rows = { type: 'string', pattern: '^\\d{0,7}$' } as const;

/** What a steward may say of the reading of one layer, as texts: a form sends nothing else. */
export const readingSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    layer: { type: 'string', maxLength: 500 },
    encoding: word,
    delimiter: { type: 'string', maxLength: 3 },
    comment: { type: 'string', maxLength: 1 },
    headerRow: { type: 'string', maxLength: 20 },
    firstRow: rows,
    lastRow: rows,
    range: { type: 'string', maxLength: 40 },
    records: { type: 'string', maxLength: 500 },
  },
} as const;

export type ReadingFields = Partial<Record<keyof ReadingChoice, string>>;

/** Empty fields say nothing. */
export function choiceOf(fields: ReadingFields): ReadingChoice {
  const said = Object.entries(fields).filter(([, text]) => text !== undefined && text.trim() !== '');
  const values = said.map(([name, text]) => [name, /^(first|last)Row$/.test(name) ? Number(text) : text]);
  return Object.fromEntries(values) as ReadingChoice;
}

export function readingRoutes(context: PipelineContext): Route[] {
  return [
    route({
      method: 'POST',
      path: '/deliveries/{deliveryId}/reading',
      operationId: 'readAgain',
      tag: 'sources',
      summary: {
        vi: 'Chỉ cách đọc tệp (bảng mã, dấu ngăn, dòng tiêu đề, vùng, nơi có bản ghi) rồi đọc lại',
        en: 'Say how to read the file (encoding, delimiter, header row, range, place of records) and read it again',
      },
      resource: 'delivery',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema: readingSchema },
      response: { status: 202 },
      handle: (request) => readAgain(context, request),
      formPage: async (request) => ({ resource: 'delivery', data: await deliveryData(context, request) }),
    }),
  ];
}

/** The choice stays with the source, for its next deliveries; what is loaded already stays as it is. */
async function readAgain(context: PipelineContext, request: ApiRequest): Promise<Reply> {
  const delivery = await ownDelivery(context, request);
  const { id } = delivery;
  await checkIdle(context, delivery);
  const source = await getSource(context.db, delivery.source);
  await rememberReading(context.db, source.id, withChoice(source.reading, choiceOf(request.body as ReadingFields)));
  await context.db.transaction(async (tx) => {
    await updateDelivery(tx, id, { state: 'received' });
    const key = `delivery-${id}-${context.clock.now().getTime()}`;
    await context.jobs.enqueue(tx, jobKinds.inspect, { delivery: id }, { key });
  });
  const again = (await findDelivery(context.db, id))!;
  return { location: `/deliveries/${id}`, status: 202, data: deliveryDocument(request, again) };
}

/** Of several choices for one layer the last one counts; one that says nothing takes the others back. */
export function withChoice(choices: readonly ReadingChoice[], choice: ReadingChoice): ReadingChoice[] {
  const { layer = '', ...said } = choice;
  const others = choices.filter((other) => (other.layer ?? '') !== layer);
  return Object.keys(said).length === 0 ? others : [...others, choice];
}

/** A run reads by the inspection that it was started with; it must not change under it. */
async function checkIdle(context: PipelineContext, delivery: Delivery): Promise<void> {
  const runs = await listRuns(context.db, { source: delivery.source, limit: 200 });
  const busy = runs.find((run) => run.delivery === delivery.id && ['queued', 'running', 'waiting'].includes(run.state));
  if (busy) throw pipelineProblem('delivery-in-use', { delivery: delivery.id, run: busy.id });
  if (delivery.state === 'received' || delivery.state === 'inspecting') {
    throw pipelineProblem('delivery-not-inspected', { delivery: delivery.id });
  }
}
