import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, openDatabase, sql, type Db } from '../../src/kernel/index.ts';
import { hasPostgres, startPostgres, type TestServer } from '../support/postgres.ts';
import { until } from '../support/wait.ts';

const skip = !hasPostgres() && 'no PostgreSQL programs on this machine';

describe('a server that goes away under the node and comes back', { skip }, () => {
  let server: TestServer;
  let db: Db;
  before(async () => {
    server = (await startPostgres())!;
    db = await openDatabase({ dataFolder: '', url: server.url });
  });
  after(async () => {
    await db.close();
    await server.stop();
  });

  test('after a restart of the server the next calls work and listeners hear again', async () => {
    const heard: string[] = [];
    const stop = await db.listen('again', (payload) => heard.push(payload));
    await Promise.all([1, 2, 3].map(() => db.query(sql`select pg_sleep(0.05)`)));
    await server.restart();
    assert.equal((await db.query<{ one: number }>(sql`select 1 as one`))[0]!.one, 1);
    await until(async () => {
      await db.query(sql`select pg_notify('again', 'here')`);
      return heard.length > 0;
    }, 'the listener to come back');
    await stop();
  });

  test('a restart in the middle of a transaction fails it and nothing else', async () => {
    const cut = db.transaction(async (tx) => {
      await tx.query(sql`select 1`);
      await server.restart();
      await tx.query(sql`select 1`);
    });
    await assert.rejects(cut, (error) => error instanceof DatabaseError && /^(08|57)/.test(error.code));
    await db.query(sql`select 1`);
  });

  test('a copy that waits for its next rows is told as well, and so is a cursor between two batches', async () => {
    await db.query(sql`create table fed (id int)`);
    const isLost = (error: unknown) => error instanceof DatabaseError && /^(08|57)/.test(error.code);
    const cutOff = () =>
      db.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and datname = current_database() and query ~* 'copy|many_rows'`);
    async function* slowRows() {
      yield '1\n';
      await sleep(300);
      await cutOff();
      // The rows that would come next do not.
      await new Promise(() => {});
    }
    await assert.rejects(db.copyIn('fed', ['id'], slowRows()), isLost);
    const reading = async () => {
      for await (const _ of db.stream(
        sql`select id, repeat('x', 1000) as many_rows from generate_series(1, 100000) id`,
      )) {
        await cutOff();
        await sleep(200);
      }
    };
    await assert.rejects(reading(), isLost);
    await db.query(sql`select 1`);
  });

  test('a call during an outage waits for the server', async () => {
    await server.kill();
    const asked = db.query<{ one: number }>(sql`select 1 as one`);
    await sleep(200);
    await server.restart();
    assert.equal((await asked)[0]!.one, 1);
  });
});
