import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { csvCell, readConfig, sql } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { goodPassword, onAccessNode, setUpNode } from '../access/access-node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { quietLog } from '../support/quiet-log.ts';

onEmbeddedNode('security headers', (node) => {
  /** Every page that has no parameter in its address, and one of an error. */
  const pages = () => [
    ...node
      .routes()
      .filter(({ method, path, internal }) => method === 'GET' && !path.includes('{') && !internal)
      .map(({ path }) => path)
      .filter((path) => path !== '/backup' && path !== '/metrics'),
    '/no-such-page',
  ];
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(`${node.url()}${path}`, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

  test('stand on every page, for strangers and for the operator, also where it refuses', async () => {
    assert.ok(pages().length > 15);
    for (const path of pages()) {
      for (const headers of [{}, { authorization: `Bearer ${node.token()}` }] as Record<string, string>[]) {
        const answer = await ask(path, headers);
        await answer.text();
        const policy = answer.headers.get('content-security-policy') ?? '';
        assert.match(policy, /default-src 'self'/, path);
        assert.match(policy, /frame-ancestors 'none'/, path);
        assert.doesNotMatch(policy, /unsafe-|\*/, path);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
        assert.equal(answer.headers.get('referrer-policy'), 'same-origin', path);
      }
    }
  });

  test('forbid what no page holds: scripts, styles and handlers written into it', async () => {
    for (const path of pages()) {
      const answer = await ask(path, { authorization: `Bearer ${node.token()}` });
      const text = await answer.text();
      if (!answer.headers.get('content-type')?.includes('text/html')) continue;
      assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)/i, path);
      assert.doesNotMatch(text, /<[a-z][^>]*\s(?:on[a-z]+|style)=/i, path);
      assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\/(?!localhost|127\.0\.0\.1)[^"]*\.(?:js|css)"/i, path);
    }
  });
});

onEmbeddedNode('what does not fit', (node) => {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${node.url()}${path}`, { ...init, headers: { authorization: `Bearer ${node.token()}`, ...init.headers } });

  test('is refused: methods, representations, types of content', async () => {
    const method = await send('/datasets', { method: 'DELETE' });
    assert.equal(method.status, 405);
    assert.match(method.headers.get('allow') ?? '', /GET, HEAD/);
    assert.equal((await send('/datasets', { headers: { accept: 'application/pdf' } })).status, 406);
    const headers = { 'content-type': 'application/xml' };
    assert.equal((await send('/audit/erasures', { method: 'POST', headers, body: '<a/>' })).status, 415);
  });

  test('of our own making is told by an id and nothing else', async () => {
    await node.db().query(sql`alter table resource rename to resource_away`);
    const answer = await send('/datasets');
    await node.db().query(sql`alter table resource_away rename to resource`);
    assert.equal(answer.status, 500);
    const text = await answer.text();
    assert.match(text, /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
    assert.doesNotMatch(text, /resource|relation|select|\.ts|at /i);
  });
});

describe('behind a proxy that ends TLS', () => {
  const folder = temporaryFolder();
  let node: Node;
  let listens: string;
  before(async () => {
    const environment = {
      LIENTHONG_DATA: folder,
      LIENTHONG_PORT: '0',
      LIENTHONG_BASE_URL: 'https://nut.example.gov.vn',
    };
    node = await startNode(readConfig(environment), { log: quietLog });
    listens = (JSON.parse(readFileSync(join(folder, 'node.json'), 'utf8')) as { url: string }).url;
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every answer says that TLS is for good; cookies are for TLS only; pages of somebody known are not kept', async () => {
    for (const path of ['/', '/datasets', '/no-such-page', '/sources']) {
      const answer = await fetch(`${listens}${path}`);
      await answer.text();
      assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=31536000/, path);
    }
    const authorization = `Bearer ${node.operatorToken}`;
    const link = await fetch(`${listens}/session/links`, { method: 'POST', headers: { authorization } });
    const { href } = (await link.json()) as { href: string };
    const signedIn = await fetch(href.replace('https://nut.example.gov.vn', listens), { redirect: 'manual' });
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    assert.match(cookie, /HttpOnly; SameSite=Lax; .*Secure/);
    const page = await fetch(`${listens}/sources`, { headers: { cookie: cookie.split(';')[0]!, accept: 'text/html' } });
    assert.equal(page.headers.get('cache-control'), 'no-store');
  });
});

onAccessNode('a password', (node) => {
  test('is refused where everybody tries it first, or it is longer than 128 signs; long phrases pass', async () => {
    const first = await setUpNode(node);
    const change = (password: string) =>
      first.fill('/account', '/account/password', { current: goodPassword, password });
    for (const bad of [
      ...['password12345', 'MatKhau123456!', 'qwertyuiopasd', '1234567890123', 'abcabcabcabcabc', 'Vietnamvietnam1'],
      'á'.repeat(60) + 'xyzuvw'.repeat(20),
    ]) {
      assert.equal((await change(bad)).status, 422, bad);
    }
    assert.equal((await change('mười hai con trâu đen 🐃')).status, 303);
  });
});

test('a cell of CSV that a spreadsheet would run becomes text; numbers stay numbers', () => {
  const cells = [
    ['=1+1', "'=1+1"],
    ['+84 24 3', "'+84 24 3"],
    ['-cmd|x', "'-cmd|x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['＝1+1', "'＝1+1"],
    ['-12.5', '-12.5'],
    ['+3e-4', '+3e-4'],
    [-12.5, '-12.5'],
    ['a=b', 'a=b'],
    [null, ''],
    ['say "x", y', '"say ""x"", y"'],
  ] as const;
  for (const [value, text] of cells) assert.equal(csvCell(value), text);
});
