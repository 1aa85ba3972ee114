import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';

const mebibyte = 1024 ** 2;
const months = ['2026-01', '2026-02', '2026-03'];
const stations = 20;
const minutes = 15;

onBothStores('Files of months', (databaseUrl) => {
  const folder = temporaryFolder();
  let node: Node;
  before(async () => {
    const url = await databaseUrl();
    node = await startNode(
      readConfig({
        ...{
          LIENTHONG_DATA: folder,
          LIENTHONG_PORT: '0',
          LIENTHONG_LOG_LEVEL: 'error',
          LIENTHONG_MONTH_FILES_MIB: '1',
        },
        ...(url !== null && { LIENTHONG_DATABASE_URL: url }),
      }),
      { log: quietLog },
    );
    const place = { url: () => node.url, token: () => node.operatorToken };
    assert.equal((await post(place, '/networks', { id: 'thang', title: 'Tháng', openness: 'open' })).status, 201);
    for (const month of months) {
      const rows = ['station,parameter,unit,time,value'];
      for (let at = Date.parse(`${month}-02`), n = 0; n < (26 * 24 * 60) / minutes; n++, at += minutes * 60_000) {
        for (let i = 0; i < stations; i++)
          rows.push(`T${i},COD,mg/L,${new Date(at).toISOString()},${Math.sin(n * 13 + i)}`);
      }
      const pushed = await fetch(new URL('/networks/thang/observations', node.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${node.operatorToken}`, 'content-type': 'text/csv' },
        body: rows.join('\n'),
      });
      assert.equal(pushed.status, 201, await pushed.text());
    }
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const take = async (month: string): Promise<number> => {
    const response = await fetch(new URL(`/networks/thang/months/${month}.parquet`, node.url));
    assert.equal(response.status, 200, month);
    return (await response.arrayBuffer()).byteLength;
  };
  /** Months whose files lie on the disk, and what they take. */
  const kept = () => {
    const work = join(folder, 'work');
    const files = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'));
    const bytes = files.reduce((sum, name) => sum + statSync(join(work, name)).size, 0);
    return { months: files.map((name) => /thang-(\d{4}-\d{2})/.exec(name)![1]).sort(), bytes };
  };

  test('keep to the room they have: the one that nobody asked for longest goes, and is made anew when asked for', async () => {
    const [first, second, third] = months as [string, string, string];
    // Right after the writes readers and the node itself make the same sums.
    const [size] = await Promise.all([take(first), take(first), take(first)]);
    const sizes = [size, await take(second)];
    assert.ok(sizes[0]! + sizes[1]! <= mebibyte && sizes[0]! > 0.36 * mebibyte, `two fit, three do not: ${sizes}`);
    assert.deepEqual(kept().months, [first, second]);
    await take(first);
    await take(third);
    assert.deepEqual(kept().months, [first, third]);
    assert.ok(kept().bytes <= mebibyte);
    assert.equal(await take(second), sizes[1]);
    assert.deepEqual(kept().months, [second, third]);
  });

  test('of readers side by side each gets his whole', async () => {
    const asked = Array.from({ length: 24 }, (_, i) => months[i % months.length]!);
    const sizes = await Promise.all(asked.map(take));
    assert.equal(new Set(sizes.map((size, i) => `${asked[i]} ${size}`)).size, months.length);
    assert.ok(kept().bytes <= mebibyte);
  });
});
