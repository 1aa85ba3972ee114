import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { onBothNodes, type NodeInProcess } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { sql } from '../../src/kernel/index.ts';
import { zipped } from '../pipeline/zipped.ts';

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const name = 'CT_KCNTRANOC_NUO001_20260415103500.txt';
const lines = [
  'pH\t7.2\t-\t20260415103500\t00',
  'COD\t48,5\tmg/L\t20260415103500\t00',
  'TSS\t31\tmg/L\t20260415103500\t01',
];

onBothNodes('Deliveries of stations', (node) => {
  before(async () => {
    const { status, text } = await post(node, '/networks', { id: 'nuoc-thai', title: 'Nước thải Cần Thơ' });
    assert.equal(status, 201, text);
  });
  const send = (path: string, body: string | Uint8Array, type = 'application/octet-stream') =>
    upload(node, `/networks/nuoc-thai${path}`, body, type);
  const values = () =>
    node.db().query<{ station: string; symbol: string; unit: string; value: number; status: number; time: string }>(sql`
      select t.code as station, p.symbol, d.unit ->> 'symbol' as unit, o.value, o.status, o.time
      from observation o join datastream d on d.id = o.series join thing t on t.id = d.thing
        join observed_property p on p.id = d.observed_property
      order by t.code, p.symbol, o.time`);

  test('a station file becomes a station with its series; its moment is Vietnam’s, its states are kept', async () => {
    const { status, body } = await send(`/files?name=${name}`, lines.join('\r\n'));
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual([body['read'], body['inserted'], body['quarantined']], [3, 3, 0]);
    const time = '2026-04-15T03:35:00Z';
    assert.deepEqual(
      (await values()).map((row) => ({ ...row })),
      [
        { station: 'NUO001', symbol: 'COD', unit: 'mg/L', value: 48.5, status: 0, time },
        { station: 'NUO001', symbol: 'TSS', unit: 'mg/L', value: 31, status: 1, time },
        { station: 'NUO001', symbol: 'pH', unit: '-', value: 7.2, status: 0, time },
      ],
    );
  });

  test('the same file again changes nothing; another unit is converted, one that cannot be is refused with its line', async () => {
    assert.equal((await send(`/files?name=${name}`, lines.join('\n'))).body['unchanged'], 3);
    const next = name.replace('103500', '104000');
    const { body } = await send(
      `/files?name=${next}`,
      'COD\t0.05\tg/L\t20260415104000\t00\nTSS\t3\tm3/h\t20260415104000\t00\nnothing here\n',
    );
    assert.deepEqual([body['read'], body['inserted'], body['quarantined']], [3, 1, 2]);
    const { body: receipt } = await asOperator(node, `${new URL(String(body['url'])).pathname}?lang=en`);
    const refused = receipt['refused'] as { position: number; raw: string; problem: { detail: string } }[];
    assert.deepEqual(
      refused.map(({ position }) => position),
      [2, 3],
    );
    assert.match(refused[0]!.problem.detail, /"m3\/h".*"mg\/L"/);
    assert.match(refused[1]!.raw, new RegExp(`^${next}: nothing here$`));
    assert.ok((await values()).some(({ symbol, value }) => symbol === 'COD' && value === 50));
  });

  test('a zip of a poll is one receipt; a file in it that is none is refused by its name, the others are stored', async () => {
    const files = {
      'NUO002/2026/04/15/CT_A_NUO002_20260415103500.txt': lines.join('\n'),
      'NUO002/readme.txt': 'xin chào',
    };
    const { body } = await send('/files?name=poll.zip', await zipped(files));
    assert.deepEqual([body['read'], body['inserted'], body['quarantined']], [4, 3, 1]);
  });

  test('what is no file of a station is refused as a whole, in the reader’s language', async () => {
    const { status, body } = await send('/files?name=danh-sach.txt&lang=en', 'xin chào\n');
    assert.equal(status, 422);
    assert.match(String(body['detail']), /danh-sach\.txt/);
  });

  test('a push of CSV is stored by station and symbol; the same key again is answered from its receipt', async () => {
    const csv =
      'station,parameter,unit,time,value,status\nK1,PM25,µg/m³,2026-04-15T10:00:00+07:00,35.5,\nK1,"PM2,5",µg/m³,20260415110000,36,00\nK1,PM25,µg/m³,nay,1,\n';
    const first = await send('/observations?key=d1', csv, 'text/csv');
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.deepEqual([first.body['read'], first.body['inserted'], first.body['quarantined']], [3, 2, 1]);
    const again = await send('/observations?key=d1', csv, 'text/csv');
    assert.deepEqual([again.body['isRepeated'], again.body['id']], [true, first.body['id']]);
    const mine = (await values()).filter(({ station }) => station === 'K1');
    assert.deepEqual(
      mine.map(({ symbol, value, time }) => [symbol, value, time]),
      [
        ['PM2,5', 35.5, '2026-04-15T03:00:00Z'],
        ['PM2,5', 36, '2026-04-15T04:00:00Z'],
      ],
    );
  });

  test('NDJSON may name the series by its number; a number of another network is none', async () => {
    const [row] = await node.db().query<{ id: number }>(sql`select id from datastream where name like '%K1'`);
    const body = [
      { datastream: row!.id, time: '2026-04-15T12:00:00+07:00', value: 37 },
      { datastream: 99_999, time: '2026-04-15T12:00:00+07:00', value: 1 },
    ];
    const answer = await send(
      '/observations',
      body.map((each) => JSON.stringify(each)).join('\n'),
      'application/x-ndjson',
    );
    assert.deepEqual([answer.body['inserted'], answer.body['quarantined']], [1, 1]);
  });

  test('a long push is stored in parts under one receipt', async () => {
    const rows = Array.from({ length: 25_000 }, (_, i) => `L${i % 50},COD,mg/L,${moment(i)},${i % 97}`);
    const { body } = await send('/observations', `station,parameter,unit,time,value\n${rows.join('\n')}\n`, 'text/csv');
    assert.deepEqual([body['read'], body['inserted'], body['quarantined']], [25_000, 25_000, 0]);
    assert.notEqual(body['closedAt'], null);
  });

  test('columns that are missing are named', async () => {
    const { status, body } = await send('/observations?lang=en', 'a,b\n1,2\n', 'text/csv');
    assert.equal(status, 422);
    assert.match(String(body['detail']), /time, value/);
  });

  for (const file of [name, 'HCM_TRAMNGUYENVANCU_KHI001_20260415104000.txt']) {
    const path = join(folder, 'domain/monitoring', file);
    test(
      `the example ${file}`,
      { skip: !existsSync(path) && `there is no real data at ${folder} (LIENTHONG_TEST_DATA)` },
      async () => {
        const text = readFileSync(path);
        const { body } = await send(`/files?name=${file}`, text);
        const count = text
          .toString('utf8')
          .split(/\r?\n/)
          .filter((line) => line.trim() !== '').length;
        assert.deepEqual([body['read'], body['quarantined']], [count, 0], JSON.stringify(body));
      },
    );
  }
});

const moment = (i: number): string => new Date(Date.UTC(2026, 2, 1) + Math.floor(i / 50) * 300_000).toISOString();

async function upload(node: NodeInProcess, path: string, body: string | Uint8Array, type: string) {
  const response = await fetch(new URL(path, node.url()), {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token()}`, 'content-type': type, accept: 'application/json' },
    body: typeof body === 'string' ? body : new Uint8Array(body),
    redirect: 'manual',
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
