import {
  connectProblem,
  findSchedule,
  getOwnSource,
  putSchedule,
  removeSchedule,
  type Source,
} from '../../connect/index.ts';
import { httpProblem, nextTime, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { jobKinds, type PipelineContext } from '../context.ts';
import { problemFor } from '../documents.ts';
import { cronOf, fetchedEvery, timesOf, type Times } from './cron-words.ts';

const scheduleSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    every: { type: 'string', enum: [...fetchedEvery, 'never'] },
    at: { type: 'string', maxLength: 20 },
    cron: { type: 'string', maxLength: 100 },
  },
} as const;

/** `showSource`: the page whose form this is. */
export function scheduleRoutes(
  context: PipelineContext,
  showSource: (request: ApiRequest) => Promise<{ resource: string; data: unknown }>,
): Route[] {
  return [
    route({
      method: 'POST',
      path: '/sources/{sourceId}/schedule',
      operationId: 'scheduleSource',
      audits: { action: 'change' },
      tag: 'sources',
      summary: {
        vi: 'Đặt giờ tự lấy và công bố một nguồn; giờ Việt Nam',
        en: 'Set when a source is fetched and published by itself; times are Vietnam\u2019s',
      },
      resource: 'source',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema: scheduleSchema },
      response: { status: 303 },
      handle: async (request) => setSchedule(context, request),
      formPage: showSource,
    }),
  ];
}

async function setSchedule(context: PipelineContext, request: ApiRequest): Promise<Reply> {
  const source = await getOwnSource(context.db, request.caller, request.params['sourceId']!);
  const {
    every = 'never',
    at = '06:00',
    cron,
  } = (request.body ?? {}) as { every?: Times['every'] | 'never'; at?: string; cron?: string };
  // A pattern of the schema would be told as such, which nobody reads.
  if (!/^([01]?\d|2[0-3]):[0-5]\d$/.test(at)) {
    throw httpProblem('invalid-parameter', { name: 'at', value: at, expected: '06:00' });
  }
  const name = `fetch-${source.id}`;
  const reply: Reply = { location: `/sources/${source.id}`, status: 303 };
  if (cron === undefined && every === 'never') {
    await context.jobs.unschedule(name);
    await removeSchedule(context.db, source.id);
    return reply;
  }
  if (source.location === null) throw connectProblem('nothing-to-fetch', { source: source.id });
  const pattern = cron ?? cronOf({ every: every as Times['every'], at });
  await context.jobs.schedule(name, pattern, jobKinds.fetch, { source: source.id });
  await putSchedule(context.db, context.clock, source.id, pattern);
  return reply;
}

/** When a source is fetched by itself, and how the last time went; null: never. */
export async function scheduleData(context: PipelineContext, request: ApiRequest, source: Source) {
  const schedule = await findSchedule(context.db, source.id);
  return (
    schedule && {
      cron: schedule.cron,
      times: timesOf(schedule.cron),
      nextAt: nextTime(schedule.cron, context.clock.now())?.toISOString() ?? null,
      lastFetchAt: schedule.lastFetchAt,
      problem: problemFor(request, schedule.problem),
    }
  );
}
