import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

onBothNodes('Folders of station files', (node) => {
  const folder = temporaryFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A file that was written a minute ago: nobody is writing it any more. */
  const drop = (path: string, minute: string, value: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `pH\t${value}\t-\t2026041510${minute}00\t00\n`);
    utimesSync(file, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  };
  const values = () =>
    node.db().query<{ station: string; value: number }>(sql`
      select t.code as station, o.value from observation o join datastream d on d.id = o.series
        join thing t on t.id = d.thing order by 1, o.time`);
  const feed = () => post(node, '/networks/thu-muc/feeds', { path: folder });

  before(async () => {
    assert.equal((await post(node, '/networks', { id: 'thu-muc', title: 'Thư mục' })).status, 201);
  });

  test('however the folders are named, every file of a station is taken in once, under one receipt', async () => {
    drop('A1/2026/04/15/CT_A_A1_20260415100000.txt', '00', '7,1');
    drop('A2/2026/Thang04/15042026/CT_A_A2_20260415100000.txt', '00', '7.2');
    drop('CT_A_A3_20260415100000.txt', '00', '7.3');
    drop('A1/ghi-chu.txt', '00', '1');
    writeFileSync(join(folder, '.tam'), 'x');
    assert.equal((await feed()).status, 201);
    await until(async () => (await values()).length >= 3, 'three values');
    assert.deepEqual(
      (await values()).map(({ station, value }) => [station, value]),
      [
        ['A1', 7.1],
        ['A2', 7.2],
        ['A3', 7.3],
      ],
    );
    const { body } = await asOperator(node, '/networks/thu-muc/receipts');
    const receipts = body['receipts'] as { inserted: number; quarantined: number; file: string }[];
    assert.deepEqual([receipts.length, receipts[0]!.inserted, receipts[0]!.quarantined], [1, 3, 1]);
  });

  test('the next look takes what is new and what was written again, and nothing else', async () => {
    drop('A1/2026/04/15/CT_A_A1_20260415100500.txt', '05', '7.4');
    drop('A2/2026/Thang04/15042026/CT_A_A2_20260415100000.txt', '00', '8');
    await feed();
    await until(async () => (await values()).some(({ value }) => value === 8), 'the file that was written again');
    const { body } = await asOperator(node, '/networks/thu-muc/receipts');
    const [last] = body['receipts'] as { read: number; inserted: number; updated: number }[];
    assert.deepEqual([last!.read, last!.inserted, last!.updated], [2, 1, 1]);
  });

  test('a folder that is gone is told on the page of what should have happened, until it is back', async () => {
    const state = async (): Promise<unknown> => {
      const { body } = await asOperator(node, '/operations');
      return (body['expectations'] as { id: string; state: string }[]).find(({ id }) => id === 'feeds-failing')?.state;
    };
    assert.equal(await state(), 'ok');
    rmSync(folder, { recursive: true });
    // Another folder that is made known has all of them looked into.
    const other = temporaryFolder();
    const look = () => post(node, '/networks/thu-muc/feeds', { path: other });
    assert.equal((await look()).status, 201);
    await until(async () => (await state()) === 'failed', 'the fault to be told');
    const { body } = await asOperator(node, '/networks/thu-muc/feeds?lang=en');
    const [failing] = (body['feeds'] as { path: string; problem: { detail: string } | null }[]).filter(
      ({ path }) => path === folder,
    );
    assert.match(failing!.problem!.detail, /cannot be read/);
    drop('CT_A_A3_20260415100500.txt', '05', '9');
    await look();
    await until(async () => (await state()) === 'ok' && (await values()).length === 5, 'the folder to be read again');
    rmSync(other, { recursive: true, force: true });
  });

  test('a place that is no folder, or somebody who is not the operator, is refused', async () => {
    const wrong = await post(node, '/networks/thu-muc/feeds?lang=en', { path: join(folder, 'none') });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /no folder/);
  });
});
