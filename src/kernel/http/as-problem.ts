import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { DatabaseError, isInterruption } from '../db/database-error.ts';
import { databaseProblem } from '../db/problems.ts';
import { isDiskFull } from '../disk-full.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { httpProblem } from './problems.ts';

export const jsonLimitBytes = 16 * 1024 * 1024;

/** Problems pass; the framework's own refusals become ours; anything else is our fault and gets an id. */
export function asProblem(error: unknown, raw: FastifyRequest, log: Log): Problem {
  if (error instanceof Problem) return error;
  const fault = error as { code?: string; statusCode?: number; message?: string };
  if (fault.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || fault.code === 'FST_REQ_FILE_TOO_LARGE') {
    return httpProblem('body-too-large', { limit: `${jsonLimitBytes / 1024 ** 2} MiB` });
  }
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    return httpProblem('invalid-body', { pointer: '/', reason: fault.message ?? '' });
  }
  if (isDiskFull(error)) {
    log.error({ method: raw.method, path: pathOf(raw), reason: (error as Error).message }, 'the disk is full');
    return databaseProblem('disk-full', {}, { cause: error });
  }
  if (isTooCostly(error)) return databaseProblem('query-too-costly', {}, { cause: error });
  if (isInterruption(error)) {
    log.warn({ method: raw.method, path: pathOf(raw), reason: (error as Error).message }, 'the database broke off');
    return databaseProblem('database-interrupted', {}, { cause: error });
  }
  const id = randomUUID();
  log.error(
    { id, method: raw.method, path: pathOf(raw), error: error instanceof Error ? error.stack : String(error) },
    'request failed',
  );
  return httpProblem('internal', { id });
}

/** Without its query, where one-time codes may stand. */
export const pathOf = (raw: FastifyRequest): string => new URL(raw.url, 'http://node').pathname;

/** SQLSTATE of a statement that ran out of its time, its memory or its temporary files. */
const costly = new Set(['57014', '53200', '53400']);
const isTooCostly = (error: unknown): boolean => error instanceof DatabaseError && costly.has(error.code);
