import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { quietLog } from '../support/quiet-log.ts';

const script = fileURLToPath(new URL('../../../scripts/simulate-day.mjs', import.meta.url));
const folder = temporaryFolder();
let node: Node;

before(async () => {
  const settings = {
    LIENTHONG_DATA: folder,
    LIENTHONG_PORT: '0',
    LIENTHONG_MQTT_PORT: '0',
    LIENTHONG_LOG_LEVEL: 'error',
  };
  node = await startNode(readConfig(settings), { log: quietLog });
});
after(async () => {
  await node.close();
  rmSync(folder, { recursive: true, force: true });
});

function simulate(...more: string[]): Promise<{ code: number | null; said: string }> {
  const words = ['--url', node.url, '--mqtt', `mqtt://127.0.0.1:${node.mqttPort}`, ...more];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...words], {
      env: { PATH: process.env['PATH'], LIENTHONG_DATA: folder },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}

test('the simulated day comes by files and by MQTT, and all of it is stored', async () => {
  const { code, said } = await simulate('--stations', '48', '--speed', '600', '--hours', '1');
  assert.equal(code, 0, said);
  const [, values, files, publications] = /Sent (\d+) values: (\d+) files, (\d+) publications/.exec(said)!.map(Number);
  assert.ok(files! > 100 && publications! > 200, said);
  assert.equal(values, files! * 4 + publications!);
  // By the node's own public count, series by series.
  assert.match(
    said,
    new RegExp(`Of 48 stations: sent ${values} = stored ${values} \\+ quarantined 0; (\\d+) of \\1 series`),
  );
  const [stored] = await node.db.query<{ n: number }>(sql`select count(*)::int as n from observation`);
  // With the first moment, which registered them: four values of each station.
  assert.equal(stored!.n, values! + 48 * 4);
  const [placed] = await node.db.query<{ n: number }>(sql`select count(distinct thing)::int as n from thing_location`);
  assert.equal(placed!.n, 48);
});

test('what it cannot do it says: too many stations, no broker', async () => {
  assert.deepEqual((await simulate('--stations', '50000')).code, 2);
  const { code, said } = await simulate('--mqtt', 'mqtt://127.0.0.1:1');
  assert.equal(code, 1);
  assert.match(said, /LIENTHONG_MQTT_PORT/);
});
