import { route, type ApiRequest, type Reply, type Route } from '../http/index.ts';
import type { Language } from '../i18n.ts';
import type { Job } from '../jobs/index.ts';
import { ClockWatch } from './clock-watch.ts';
import type { OperationsContext } from './context.ts';
import { doctorChecks, quickChecks } from './doctor-checks.ts';
import { examine, runChecks, type ShownCheck, type ShownExpectation } from './examine.ts';
import { builtInExpectations } from './expectations.ts';
import { states, type State } from './model.ts';

/** `GET /operations`: what should be and is not, worst first. */
export interface OperationsResource {
  readonly checkedAt: string;
  readonly expectations: readonly ShownExpectation[];
  /** Newest first. */
  readonly jobs: readonly ShownJob[];
  readonly checks: readonly Pick<ShownCheck, 'name' | 'state' | 'value'>[];
}

interface ShownJob {
  readonly id: number;
  readonly kind: string;
  /** What it does, in the reader's language; of an unknown kind the kind itself. */
  readonly title: string;
  readonly state: Job['state'];
  readonly startedAt: string | null;
  readonly error: string | null;
}

/** `GET /operations/doctor` */
export interface DoctorResource {
  readonly checkedAt: string;
  /** Of the worst line. */
  readonly state: State;
  readonly lines: readonly ShownCheck[];
}

const shownJobs = 50;

export function operationsRoutes(context: OperationsContext): Route[] {
  const watch = new ClockWatch(context.clock, context.monotonicMs);
  const common = {
    method: 'GET',
    tag: 'operations',
    formats: ['json'],
    access: 'node-administrator',
    audits: false,
  } as const;
  return [
    route({
      ...common,
      path: '/operations',
      operationId: 'getOperations',
      summary: { vi: 'Tình trạng vận hành của nút', en: 'How the node is doing' },
      resource: 'operations',
      handle: (request) => getOperations(context, watch, request),
    }),
    route({
      ...common,
      path: '/operations/doctor',
      operationId: 'getDoctor',
      summary: { vi: 'Khám toàn bộ nút', en: 'Examine the whole node' },
      resource: 'doctor',
      handle: (request) => getDoctor(context, watch, request),
    }),
  ];
}

async function getOperations(context: OperationsContext, watch: ClockWatch, request: ApiRequest): Promise<Reply> {
  const { language } = request;
  const expectations = [...builtInExpectations(context, watch), ...context.expectations];
  const lines = await runChecks(quickChecks(context), language);
  const data: OperationsResource = {
    checkedAt: context.clock.now().toISOString(),
    expectations: await examine(expectations, language),
    jobs: await listJobs(context, language),
    checks: lines.map(({ name, state, value }) => ({ name, state, value })),
  };
  return { resource: 'operations', data };
}

/** Where the database does not answer, the page says so by its expectations instead of failing as a whole. */
async function listJobs({ jobs }: OperationsContext, language: Language): Promise<ShownJob[]> {
  const list = await jobs.list({ limit: shownJobs }).catch(() => []);
  return list.map(({ id, kind, state, startedAt, error }) => ({
    id,
    kind,
    title: jobs.titleOf(kind)?.[language] ?? kind,
    state,
    startedAt,
    error: error && error[language],
  }));
}

async function getDoctor(context: OperationsContext, watch: ClockWatch, request: ApiRequest): Promise<Reply> {
  const data = await doctor(context, request.language, watch);
  return { resource: 'doctor', data };
}

/** Runs every check, built in and contributed, one after the other. */
export async function doctor(
  context: OperationsContext,
  language: Language,
  watch = new ClockWatch(context.clock, context.monotonicMs),
): Promise<DoctorResource> {
  const lines = await runChecks(doctorChecks(context, watch), language);
  const worst = Math.max(0, ...lines.map(({ state }) => states.indexOf(state)));
  return { checkedAt: context.clock.now().toISOString(), state: states[worst]!, lines };
}
