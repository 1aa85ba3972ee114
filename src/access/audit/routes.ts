import { Readable } from 'node:stream';
import {
  auditActions,
  csvLine,
  httpProblem,
  route,
  sql,
  type ApiRequest,
  type Clock,
  type Db,
  type Parameter,
  type Reply,
  type Route,
} from '../../kernel/index.ts';
import { namesKnownTo } from '../names.ts';
import { readBundle, type BundleRange } from './bundle.ts';
import { lastCheckpoint } from './checkpoint.ts';
import { eraseFields, type Erasure } from './erase.ts';
import { findEntries, momentOf, seesWholeLog, type ShownEntry } from './find-entries.ts';
import { rotateKey } from './key-ring.ts';
import { auditOutcomes, erasableFields } from './model.ts';
import type { Sealer } from './sealer.ts';

export interface AuditContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly keyFile: string;
  readonly sealer: Sealer;
}

const defaultPage = 100;
/** A person looks at fewer at once than a program takes. */
const pageOfPeople = 25;
const largestPage = 1_000;

const text = { type: 'string' } as const;
const filters: readonly Parameter[] = [
  {
    name: 'who',
    in: 'query',
    schema: text,
    description: { vi: 'Ai: operator, user:…, client:…', en: 'Who: operator, user:…, client:…' },
  },
  {
    name: 'action',
    in: 'query',
    schema: { type: 'string', enum: auditActions },
    description: { vi: 'Việc gì', en: 'What was done' },
  },
  {
    name: 'resource',
    in: 'query',
    schema: text,
    description: { vi: 'Với gì: mã bộ dữ liệu, source/…', en: 'With what: id of a dataset, source/…' },
  },
  {
    name: 'outcome',
    in: 'query',
    schema: { type: 'string', enum: auditOutcomes },
    description: { vi: 'Kết quả', en: 'Result' },
  },
  ...(['from', 'to'] as const).map((name) => ({
    name,
    in: 'query' as const,
    schema: text,
    description: {
      vi: name === 'from' ? 'Từ ngày (giờ Việt Nam) hoặc thời điểm' : 'Đến hết ngày, hoặc thời điểm',
      en: name === 'from' ? 'From a day (Vietnam) or moment' : 'To the end of a day, or a moment',
    },
  })),
];

/** The audit log for those who check it. */
export function auditRoutes(context: AuditContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      operationId: 'getAudit',
      tag: 'audit',
      summary: { vi: 'Nhật ký kiểm toán, mới nhất trước', en: 'The audit log, newest first' },
      resource: 'audit',
      formats: ['json', 'csv'],
      access: ['auditor', 'administrator'],
      parameters: [
        ...filters,
        {
          name: 'before',
          in: 'query',
          schema: { type: 'integer', minimum: 1 },
          description: { vi: 'Chỉ các mục trước số này', en: 'Only entries before this number' },
        },
        {
          name: 'limit',
          in: 'query',
          schema: { type: 'integer', minimum: 1, maximum: largestPage, default: defaultPage },
          description: { vi: 'Số mục một trang', en: 'Entries a page' },
        },
      ],
      handle: (request) => getAudit(context, request),
    }),
    route({
      method: 'GET',
      path: '/audit/export',
      operationId: 'exportAudit',
      tag: 'audit',
      summary: {
        vi: 'Gói kiểm chứng: các mục, điểm kiểm tra có chữ ký, khoá công khai',
        en: 'A bundle to check: entries, signed checkpoints, public keys',
      },
      resource: 'audit-bundle',
      formats: ['json'],
      access: ['auditor', 'administrator'],
      audits: { action: 'export', always: true },
      parameters: filters.filter(({ name }) => name === 'from' || name === 'to'),
      response: { description: 'NDJSON: the head, keys, entries and checkpoints in order, and an end' },
      handle: async (request) => {
        refusePart(request);
        const range = { from: checked(request, 'from') ?? null, to: checked(request, 'to') ?? null };
        return {
          mediaType: 'application/x-ndjson',
          body: Readable.from(bundleText(context, range)),
          headers: { 'content-disposition': 'attachment; filename="audit.ndjson"', 'cache-control': 'no-store' },
        };
      },
    }),
    route({
      method: 'POST',
      path: '/audit/keys',
      operationId: 'rotateAuditKey',
      tag: 'audit',
      summary: { vi: 'Thay khoá ký', en: 'Put a new signing key in place' },
      resource: 'audit-key',
      formats: ['json'],
      access: 'operator',
      audits: { action: 'key' },
      body: { kind: 'json', schema: { type: 'object', properties: { lost: { type: 'boolean', default: false } } } },
      response: { status: 201 },
      handle: async (request) => {
        await context.sealer.seal();
        const { lost = false } = (request.body ?? {}) as { lost?: boolean };
        const { id, number, previous } = await rotateKey(context.db, context.clock, context.keyFile, lost);
        return { resource: 'audit-key', status: 201, data: { id, number, previous } };
      },
    }),
    route({
      method: 'POST',
      path: '/audit/erasures',
      operationId: 'eraseFromAudit',
      tag: 'audit',
      summary: {
        vi: 'Xoá dữ liệu cá nhân của một người khỏi nhật ký',
        en: 'Erase personal data of a person from the log',
      },
      resource: 'audit-erasure',
      formats: ['json'],
      access: 'node-administrator',
      audits: { action: 'erase' },
      body: {
        kind: 'json',
        schema: {
          type: 'object',
          required: ['who', 'reason'],
          properties: {
            who: { type: 'string', minLength: 1 },
            fields: { type: 'array', items: { type: 'string', enum: erasableFields }, minItems: 1 },
            reason: { type: 'string', minLength: 1, maxLength: 500 },
          },
        },
      },
      response: { status: 201 },
      handle: async (request) => {
        await context.sealer.seal();
        const { who, reason, fields = erasableFields } = request.body as Erasure;
        const entries = await eraseFields(context.db, context.clock, { who, reason, fields });
        return { resource: 'audit-erasure', status: 201, data: { entries, fields } };
      },
    }),
  ];
}

/** A part of a chain proves nothing: a bundle holds all entries, so it is for those who may see all. */
function refusePart({ caller }: ApiRequest): void {
  if (!seesWholeLog(caller)) throw httpProblem('role-required', { roles: 'auditor of the node' });
}

async function* bundleText({ db, clock }: AuditContext, range: BundleRange): AsyncGenerator<string> {
  let block = '';
  for await (const line of readBundle(db, range, clock.now().toISOString())) {
    block += `${JSON.stringify(line)}\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}

async function getAudit({ db }: AuditContext, request: ApiRequest): Promise<Reply> {
  const { who, action, resource, outcome } = request.query;
  const filter = { who, action, resource, outcome, from: checked(request, 'from'), to: checked(request, 'to') };
  const limit = Math.min(
    numberOf(request, 'limit', request.format === 'html' ? pageOfPeople : defaultPage),
    largestPage,
  );
  const before = numberOf(request, 'before', Number.MAX_SAFE_INTEGER);
  const { entries, next } = await findEntries(db, request.caller, filter, { before, limit });
  // Beside the entries, which stay as they are chained.
  const names = await namesKnownTo(
    db,
    request.caller,
    entries.map((entry) => entry.who),
  );
  if (request.format === 'csv') {
    return { mediaType: 'text/csv; charset=utf-8; header=present', body: asCsv(entries, names), rows: entries.length };
  }
  const [waiting] = await db.query<{ count: number }>(sql`select count(*)::int4 as count from audit_pending`);
  const checkpoint = await lastCheckpoint(db);
  const sealed = checkpoint && {
    entry: checkpoint.entry,
    at: checkpoint.at,
    hash: checkpoint.hash,
    key: checkpoint.key,
  };
  return {
    resource: 'audit',
    data: {
      entries,
      names: Object.fromEntries(names),
      next,
      waiting: waiting!.count,
      sealed,
      actions: auditActions,
      outcomes: auditOutcomes,
    },
    rows: entries.length,
  };
}

function checked(request: ApiRequest, name: 'from' | 'to'): string | undefined {
  const moment = momentOf(request, name);
  if (moment === undefined || moment === '') return undefined;
  const isMoment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(moment) && !Number.isNaN(Date.parse(moment));
  if (isMoment) return moment;
  throw httpProblem('invalid-parameter', { name, value: moment, expected: '2026-01-31, 2026-01-31T08:00:00Z' });
}

function numberOf(request: ApiRequest, name: string, otherwise: number): number {
  const value = request.query[name];
  if (value === undefined || value === '') return otherwise;
  if (/^[1-9]\d{0,15}$/.test(value)) return Number(value);
  throw httpProblem('invalid-parameter', { name, value, expected: '1, 2, 3, …' });
}

const csvColumns = [
  'number',
  'at',
  'action',
  'operation',
  'outcome',
  'problem',
  'who',
  'via',
  'onBehalfOf',
  'resources',
  'target',
  'purpose',
  'legalBasis',
  'address',
  'agent',
  'rows',
  'digest',
  'request',
  'erased',
] as const;

/** The entries as they are chained, and last the name behind `who` where this reader may know it. */
function asCsv(entries: readonly ShownEntry[], names: ReadonlyMap<string, string>): string {
  const cell = (value: unknown): unknown => (Array.isArray(value) ? value.join(' ') : value);
  const lines = entries.map((entry) =>
    csvLine([...csvColumns.map((name) => cell(entry[name])), names.get(entry.who ?? '')]),
  );
  return [csvLine([...csvColumns, 'whoName']), ...lines].join('');
}
