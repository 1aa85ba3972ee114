import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { asOperator, byId, csv, deliver, readAll, type Json } from '../pipeline/steward.ts';
import { noSmallDisk, SmallDisk } from './full-disk.ts';
import { firstTable, type Table } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

const disk = new SmallDisk(768);
const elsewhere = temporaryFolder();

describe('the disk is full', { skip: !disk.isMounted && noSmallDisk }, () => {
  const node = new NodeProcess(join(disk.folder, 'data'), null);
  let table: Table = firstTable(10_000);
  const changed = (): Table => new Map([...table].map(([code, depth]) => [code, depth + 1]));

  before(async () => {
    await node.start();
    const run = await deliver(node, 'cramped', wide(table), { key: ['code'], openness: 'open' });
    assert.equal(run.state, 'done');
  });
  after(async () => {
    await node.kill();
    disk.remove();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  // The file, the stage, the table and the database's log want room in turn: each amount meets another of them.
  for (const leftMiB of [0, 6, 13, 20, 26]) {
    test(`with ${leftMiB} MiB left a delivery fails with words, nothing is half done, and with room it goes on`, async (context) => {
      const next = changed();
      const file = join(elsewhere, 'next.csv');
      writeFileSync(file, wide(next));
      const before = await newestRun(node);
      disk.fill(leftMiB);
      const ended = await node.command('connect', file, '--id', 'cramped', '--json');
      context.diagnostic(ended.said.trim().split('\n').at(-1)!);
      assert.equal(ended.code, 1, ended.said);
      assert.match(ended.said, /no room on the disk|database has stopped.*by itself.*make room/s);
      disk.makeRoom();
      const hasStopped = (await fetch(`${node.url()}/readyz`)).status !== 200;
      if (hasStopped) {
        const since = performance.now();
        await until(async () => (await fetch(`${node.url()}/readyz`)).status === 200, 'the database', 60_000);
        const seconds = Math.round((performance.now() - since) / 1_000);
        context.diagnostic(`the database had stopped; ${seconds} s after there was room it served again by itself`);
        await settled(node);
      }
      // A run that broke off with the database goes on by itself; one that failed with words does not.
      const last = await newestRun(node);
      const wentOn = last['id'] !== before['id'] && last['state'] === 'done';
      await assertStands(node, wentOn ? next : table);
      const again = await deliver(node, 'cramped', wide(next));
      assert.equal(again.state, 'done', JSON.stringify(again.problem));
      await assertStands(node, next);
      table = next;
    });
  }
});

async function newestRun(node: NodeProcess): Promise<Json> {
  const { body } = await asOperator(node, '/runs?collection=cramped&limit=1');
  return (body['runs'] as Json[])[0]!;
}

async function settled(node: NodeProcess): Promise<void> {
  const isOpen = async () => ['queued', 'running'].includes(String((await newestRun(node))['state']));
  await until(async () => !(await isOpen()), 'the run that broke off', 60_000);
}

async function assertStands(node: NodeProcess, table: Table): Promise<void> {
  assert.equal((await fetch(`${node.url()}/readyz`)).status, 200);
  const found = byId(await readAll(node, 'cramped'));
  assert.equal(found.size, table.size);
  for (const [key, depth] of table) assert.equal(found.get(key)?.['depth'], depth, key);
}

/** Rows of one KiB that do not compress: a run needs room for the file, the stage, the table and the log, in turn. */
function wide(table: Table): string {
  const note = (code: string) => createHash('shake256', { outputLength: 512 }).update(code).digest('hex');
  return csv(
    ['code', 'depth', 'note'],
    [...table].map(([code, depth]) => [code, depth, note(`${code} ${depth}`)]),
  );
}
