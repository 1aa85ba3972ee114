import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { BenchServer } from './database.ts';

/** A statement as the node sent it, with its bound values as text. */
export interface Statement {
  /** Under which a connection keeps it parsed; null when it does not. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly (string | null)[];
}

interface LogEntry {
  readonly application_name?: string;
  readonly message?: string;
  readonly detail?: string;
}

const reloadMs = 300;

/** Lets the server write its log where it can be read; restarts it, so nothing may be connected. */
export async function prepareCapture({ server, withClient }: BenchServer): Promise<void> {
  await withClient(async (client) => {
    await client.query(`alter system set logging_collector = 'on'`);
    await client.query(`alter system set log_destination = 'jsonlog'`);
  });
  await server.restart();
}

/** The statements that the node sends while `act` runs. */
export async function captureStatements(
  { withClient }: BenchServer,
  act: () => Promise<unknown>,
): Promise<Statement[]> {
  return withClient(async (client) => {
    await setLogging(client, 'all');
    const before = (await readLog(client)).length;
    await act();
    await setLogging(client, 'none');
    const lines = (await readLog(client)).slice(before).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as LogEntry).flatMap(statementOf);
  });
}

async function setLogging(client: pg.Client, what: 'all' | 'none'): Promise<void> {
  await client.query(`alter system set log_statement = '${what}'`);
  await client.query('select pg_reload_conf()');
  await sleep(reloadMs);
}

async function readLog(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ log: string }>(`select pg_read_file(pg_current_logfile('jsonlog')) as log`);
  return rows[0]!.log;
}

function statementOf({ application_name: name, message = '', detail = '' }: LogEntry): Statement[] {
  const [, kept, text] = /^execute (?:<unnamed>|(kept_\d+)): ([\s\S]*)$/.exec(message) ?? [];
  if (name !== 'lienthong' || text === undefined) return [];
  const values = [...detail.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g)];
  return [{ name: kept ?? null, text, values: values.map((value) => value[1]?.replaceAll("''", "'") ?? null) }];
}
