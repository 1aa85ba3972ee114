import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onEmbeddedNode } from './node-under-test.ts';
import { asOperator, asPublic, deliver, post, type Json } from './steward.ts';

const python = '/usr/bin/python3';
/** Cells, fill colours and comments of the first sheet, as openpyxl reads them. */
const script = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
print(json.dumps([[{"value": c.value, "fill": c.fill.fgColor.rgb if c.fill.patternType else None,
  "comment": c.comment.text if c.comment else None} for c in row] for row in sheet.iter_rows()]))`;

async function hasOpenpyxl(): Promise<boolean> {
  return promisify(execFile)(python, ['-c', 'import openpyxl']).then(
    () => true,
    () => false,
  );
}
const skip = !(await hasOpenpyxl()) && process.env['LIENTHONG_TEST_REQUIRE'] !== 'all' && 'no openpyxl';

const file = `station_code,time,pm25,note
A,2026-01-01 00:00,12,tốt
A,2026-01-01 01:00,=1+1,"a <b> & c"
,2026-01-01 02:00,7,
A,31/02/2026,7,x
A,2026-01-01 04:00,8,
`;

interface Cell {
  readonly value: string | number | null;
  readonly fill: string | null;
  readonly comment: string | null;
}

onEmbeddedNode('rows to correct', (node) => {
  let run = 0;
  let link = '';

  before(async () => {
    const standard = 'vn-air/ambient-air-measurements';
    const done = await deliver(node, 'tram', file, { standard, openness: 'closed', acceptLoss: true });
    run = done.id;
    assert.ok(done.counts.quarantined >= 2, JSON.stringify(done.counts));
  });

  const workbook = async (path: string, caller: typeof asPublic): Promise<Buffer> => {
    const answer = await caller(node, path, { headers: { accept: '*/*' } });
    assert.equal(answer.status, 200);
    return Buffer.from(await (await fetch(`${node.url()}${path}`, { headers: headersOf(caller) })).arrayBuffer());
  };
  const headersOf = (caller: typeof asPublic): Record<string, string> =>
    caller === asOperator ? { authorization: `Bearer ${node.token()}` } : {};

  test('are taken as a workbook: the file’s cells, bad ones marked, each with its reason', { skip }, async () => {
    const path = join(temporaryFolder(), 'rows.xlsx');
    writeFileSync(path, await workbook(`/runs/${run}/quarantine?f=xlsx`, asOperator));
    const { stdout } = await promisify(execFile)(python, ['-c', script, path]);
    const [header, ...rows] = JSON.parse(stdout) as Cell[][];
    const names = header!.map(({ value }) => value);
    assert.deepEqual(names.slice(0, 2), ['Dòng trong tệp', 'Vì sao']);
    const cell = (row: Cell[], name: string): Cell => row[names.indexOf(name)]!;
    const byTime = (time: string) => rows.find((row) => cell(row, 'time').value === time)!;
    const wrongDay = byTime('31/02/2026');
    assert.equal(cell(wrongDay, 'time').fill, 'FFFFC7CE');
    assert.match(cell(wrongDay, 'time').comment!, /31\/02\/2026/);
    assert.equal(cell(wrongDay, 'note').fill, null);
    const formula = byTime('2026-01-01 01:00');
    if (formula) assert.equal(cell(formula, 'pm25').value, '=1+1');
  });

  describe('by a link', () => {
    test('are handed to who has no account, for a while', async () => {
      const made = await post(node, `/runs/${run}/quarantine/links`);
      assert.equal(made.status, 201);
      link = new URL(String(made.body['href'])).pathname + new URL(String(made.body['href'])).search;
      const { status, body } = await asPublic(node, link);
      assert.equal(status, 200);
      assert.deepEqual([body['run'], body['isShared']], [run, true]);
      assert.ok((body['rows'] as Json[]).length >= 2);
      assert.ok((await workbook(`${link}&f=xlsx`, asPublic)).subarray(0, 2).equals(Buffer.from('PK')));
    });

    test('end when another one is made, and when it is taken back', async () => {
      const made = await post(node, `/runs/${run}/quarantine/links`);
      assert.equal((await asPublic(node, link)).status, 404);
      const { pathname, search } = new URL(String(made.body['href']));
      assert.equal((await asPublic(node, pathname + search)).status, 200);
      assert.equal((await post(node, `/runs/${run}/quarantine/links/end`)).status, 303);
      assert.equal((await asPublic(node, pathname + search)).status, 404);
    });

    test('open nothing else, and nothing with another code', async () => {
      assert.equal((await asPublic(node, `/runs/${run}/quarantine`)).status, 401);
      assert.equal((await asPublic(node, '/work-list?code=abc')).status, 404);
    });

    test('each look stands in the audit log, without the code', async () => {
      let body: Json = {};
      const looks = async () => {
        ({ body } = await asOperator(node, '/audit?action=read'));
        return (body['entries'] as Json[]).filter((entry) => entry['target'] === '/work-list').length;
      };
      await until(async () => (await looks()) >= 3, 'the entries to be chained');
      assert.ok(!JSON.stringify(body).includes(link.split('code=')[1]!));
    });
  });
});
