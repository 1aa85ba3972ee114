import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onEmbeddedNode, runCommand } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

const wells = csv(['code', 'depth'], [['A', 1]]);

onEmbeddedNode('lienthong audit', (node) => {
  const folder = temporaryFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = join(folder, 'audit.ndjson');

  const sealed = () =>
    until(async () => (await node.db().query(sql`select from audit_pending`)).length === 0, 'the seal of all entries');
  const independent = (...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(folder, 'verify-audit.mjs'), bundle, ...args], {
      encoding: 'utf8',
    });
    return { status, stdout };
  };

  test('an entry is chained and signed within about a second', async () => {
    await deliver(node, 'closed-wells', wells, { key: ['code'], openness: 'closed' });
    await sealed();
    const since = performance.now();
    await asOperator(node, '/collections/closed-wells/items');
    await sealed();
    assert.ok(performance.now() - since < 2_000);
    const [row] = await node.db().query<{ signed: boolean }>(sql`
      select (select max(number) from audit_entry) = (select max(entry) from audit_checkpoint) as signed`);
    assert.equal(row?.signed, true);
  });

  test('verify: says that the log is whole, and what it cannot exclude', async () => {
    const { code, said } = await node.command('audit', 'verify');
    assert.equal(code, 0, said);
    assert.match(said, /The audit log is whole: \d+ entries \(1 to \d+\)/);
    assert.match(said, /Before it was chained/);
    assert.doesNotMatch(said, /There is no copy outside/);
  });

  test('list: entries by who, what and with what, newest first', async () => {
    const { code, printed } = await node.command(
      'audit',
      'list',
      '--resource',
      'closed-wells',
      '--action',
      'read',
      '--json',
    );
    assert.equal(code, 0);
    const entries = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
    assert.ok(entries.length >= 1);
    assert.ok(entries.every((entry) => entry['action'] === 'read' && entry['who'] === 'operator'));
  });

  test('export: a bundle and a program that finds it whole without the product', async () => {
    const { code, said } = await node.command('audit', 'export', bundle);
    assert.equal(code, 0, said);
    const key = /--key ([0-9a-f]{16})/.exec(said)![1]!;
    assert.equal(statSync(bundle).mode & 0o777, 0o600);
    const { status, stdout } = independent(
      '--key',
      key,
      '--outside',
      join(node.folder(), 'audit', 'checkpoints.ndjson'),
    );
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^WHOLE: \d+ entries/);
    assert.equal(independent('--key', '0'.repeat(16)).status, 1);
    assert.equal((await node.command('audit', 'verify', '--bundle', bundle)).code, 0);
  });

  test('export of some days: widened to whole checkpoints, and whole in itself', async () => {
    const part = join(folder, 'part.ndjson');
    const today = new Date().toISOString().slice(0, 10);
    assert.equal((await node.command('audit', 'export', part, '--from', today, '--to', '2100-01-01')).code, 0);
    assert.equal((await node.command('audit', 'verify', '--bundle', part)).code, 0);
  });

  test('rotate-key: the chain goes on with the new key', async () => {
    const { code, said } = await node.command('audit', 'rotate-key');
    assert.equal(code, 0, said);
    await asOperator(node, '/collections/closed-wells/items');
    await sealed();
    assert.equal((await node.command('audit', 'verify')).code, 0);
    assert.equal(statSync(join(node.folder(), 'audit-key.pem')).mode & 0o777, 0o600);
  });

  test('erase: personal data are gone, the chain is valid, and an entry tells of it without naming anybody', async () => {
    await asPublic(node, '/collections/closed-wells/items', { headers: { 'user-agent': 'a person' } });
    await sealed();
    const erased = await node.command('audit', 'erase', '--who', 'public', '--reason', 'request 12');
    assert.equal(erased.code, 0, erased.said);
    await sealed();
    const rows = await node.db().query<{ text: string }>(sql`select audit_entry::text as text from audit_entry`);
    assert.ok(!rows.some(({ text }) => text.includes('a person')));
    const [told] = await node.db().query<{ details: Json }>(sql`
      select details from audit_entry where action = 'erase' order by number desc limit 1`);
    assert.equal(told?.details['reason'], 'request 12');
    assert.ok(!JSON.stringify(told).includes('public'));
    assert.equal((await node.command('audit', 'verify')).code, 0);
    assert.equal((await node.command('audit', 'export', bundle)).code, 0);
    assert.equal(independent().status, 0);
  });

  describe('the page', () => {
    test('shows entries in both languages, as a table to take away, and keeps strangers out', async () => {
      const page = await asOperator(node, '/audit?f=html&lang=en&who=operator&limit=2');
      assert.equal(page.status, 200);
      assert.match(page.text, /Audit log/);
      assert.match(page.text, /before=\d+/);
      const vietnamese = await asOperator(node, '/audit?f=html');
      assert.match(vietnamese.text, /Nhật ký kiểm toán/);
      const table = await asOperator(node, '/audit?f=csv&limit=3');
      assert.equal(table.text.trim().split('\r\n').length, 4);
      assert.equal((await asPublic(node, '/audit')).status, 401);
      assert.equal((await asPublic(node, '/audit/export')).status, 401);
    });

    test('pages go by key and hold each entry once', async () => {
      const seen: number[] = [];
      let next: unknown = null;
      do {
        const { body } = await asOperator(node, `/audit?limit=7${next === null ? '' : `&before=${String(next)}`}`);
        seen.push(...(body['entries'] as Json[]).map((entry) => Number(entry['number'])));
        next = body['next'];
      } while (next !== null);
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => b - a),
      );
      assert.equal(seen.at(-1), 1);
    });

    test('a client cannot put a formula into the table', async () => {
      await asOperator(node, '/collections/closed-wells/items', {
        headers: { 'user-agent': '=HYPERLINK("http://x")' },
      });
      await sealed();
      const { text } = await asOperator(node, '/audit?f=csv&who=operator&limit=1');
      assert.match(text, /"'=HYPERLINK\(""http/);
    });
  });

  test('/operations states the window, and raises an alarm when nobody seals', async () => {
    const { body } = await asOperator(node, '/operations?lang=en');
    const audit = (body['expectations'] as Json[]).find(
      (one) => one['id'] === 'audit' || one['title'] === 'Audit log',
    )!;
    assert.match(String(audit['detail']), /1 second/);
  });

  test('verify finds what an administrator of the database did, says where, and ends with 1', async () => {
    await sealed();
    const [row] = await node.db().query<{ number: number }>(sql`select max(number) - 2 as number from audit_entry`);
    await node.db().query(sql`update audit_entry set who = 'user:other' where number = ${row!.number}`);
    const { code, said } = await node.command('audit', 'verify');
    assert.equal(code, 1);
    assert.match(said, new RegExp(`Entry ${row!.number}: not what was written`));
    assert.equal((await node.command('audit', 'export', bundle)).code, 0);
    const { status, stdout } = independent();
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`entry ${row!.number} .*was edited`));
  });

  test(
    'a restored backup says so in its chain, keeps the key and is whole',
    { skip: node.engine === 'server' },
    async () => {
      const archive = join(folder, 'backup.tar');
      assert.equal((await node.command('backup', archive)).code, 0);
      const environment = {
        LIENTHONG_DATA: join(folder, 'restored'),
        LIENTHONG_LOG_LEVEL: 'error',
        LIENTHONG_PORT: '0',
      };
      assert.equal((await runCommand(['restore', archive], environment)).code, 0);
      const { printed } = await runCommand(['audit', 'list', '--action', 'restore', '--json'], environment);
      assert.match(printed, /"from":"backup.tar"/);
      const checked = await runCommand(['audit', 'verify', '--json'], environment);
      const { damages, doubts } = checked.json() as { damages: Json[]; doubts: Json[] };
      // Only what the test before has done to it.
      assert.deepEqual(
        damages.map(({ kind }) => kind),
        ['edited'],
      );
      assert.ok(doubts.some(({ kind }) => kind === 'restored'));
      assert.ok(existsSync(join(folder, 'restored', 'audit-key.pem')));
      assert.match(readFileSync(join(folder, 'restored', 'audit', 'checkpoints.ndjson'), 'utf8'), /"what":"begun"/);
    },
  );

  test('posting an erasure without a reason is refused', async () => {
    assert.equal((await post(node, '/audit/erasures', { who: 'user:1' })).status, 422);
  });
});
