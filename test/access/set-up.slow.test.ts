import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administrator, goodPassword, onAccessNodes, setUpNode, signIn } from './access-node.ts';
import { textOf, type Visitor } from './visitor.ts';

onAccessNodes('a new node', (node) => {
  let first: Visitor;

  describe('before it is set up', () => {
    test('opens no door to anybody but the operator', async () => {
      for (const path of ['/sources', '/runs', '/operations', '/account']) {
        assert.equal((await node.call(path)).status, 401, path);
      }
      const put = { method: 'PUT', bearer: node.node().operatorToken, body: { title: 'Trạm' } };
      assert.equal((await node.call('/sources/early', put)).status, 200);
      assert.deepEqual((await node.call('/organisations')).body['organisations'], []);
    });

    test('says so when it is asked to sign somebody in', async () => {
      const page = await node
        .visitor()
        .fill('/sign-in', '/sign-in', { email: 'x@example.org', password: goodPassword });
      assert.equal(page.status, 422);
      assert.match(textOf(page.html), /Chưa đăng nhập được/);
    });

    test('refuses a guessed or an older set-up link', async () => {
      const older = new URL((await node.node().setUpLink())!);
      await node.node().setUpLink();
      for (const path of ['/set-up', '/set-up?code=guess', older.pathname + older.search]) {
        assert.equal((await node.visitor().open(path)).status, 403, path);
      }
    });
  });

  describe('its set-up', () => {
    test('says what is wrong and keeps what was typed', async () => {
      const link = new URL((await node.node().setUpLink())!);
      const wrong = { organisation: 'SO TNMT', organisationName: 'Sở', ...administrator };
      const visitor = node.visitor();
      const refused = await visitor.fill(link.pathname + link.search, '/set-up', wrong);
      assert.equal(refused.status, 422);
      assert.match(textOf(refused.html), /SO TNMT/);
      assert.match(refused.html, /value="an@example.gov.vn"/);
      assert.ok(!refused.html.includes(goodPassword));
      const weak = { ...wrong, organisation: 'H26', password: 'an@example' };
      const second = await visitor.fill(link.pathname + link.search, '/set-up', weak);
      assert.equal(second.status, 422);
      assert.match(textOf(second.html), /12 ký tự/);
    });

    test('makes the organisation, from the older form of its code too, and signs its first administrator in', async () => {
      first = await setUpNode(node, '000.00.00.H26');
      const { body } = await node.call('/organisations');
      const [organisation] = body['organisations'] as Record<string, unknown>[];
      assert.equal(organisation!['code'], 'H26');
      assert.equal(organisation!['runsNode'], true);
      assert.match(textOf((await first.open('/account')).html), /Nguyễn Văn An/);
      assert.equal((await first.open('/operations')).status, 200);
    });

    test('gives what the operator made before to the organisation', async () => {
      assert.equal((await first.open('/sources/early')).status, 200);
    });

    test('is over: its link opens nothing, and none is given any more', async () => {
      assert.equal(await node.node().setUpLink(), null);
    });
  });

  describe('signing in and out', () => {
    test('a right password opens the studio, the page names who is signed in', async () => {
      const visitor = await signIn(node, 'AN@example.gov.vn', goodPassword);
      const sources = await visitor.open('/sources');
      assert.equal(sources.status, 200);
      assert.match(textOf(sources.html), /Nguyễn Văn An Đăng xuất/);
    });

    test('one comes back to the page that asked for it, and to no other site', async () => {
      const asked = await node.visitor().open('/runs');
      assert.equal(asked.status, 401);
      assert.match(asked.html, /href="\/sign-in\?next=%2Fruns"/);
      const person = { email: administrator.email, password: goodPassword };
      assert.equal((await node.visitor().fill('/sign-in?next=%2Fruns', '/sign-in', person)).location, '/runs');
      for (const evil of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'runs']) {
        const path = `/sign-in?next=${encodeURIComponent(evil)}`;
        assert.equal((await node.visitor().fill(path, '/sign-in', person)).location, '/', evil);
      }
    });

    test('wrong address and wrong password read the same', async () => {
      const tries = [
        { email: 'nobody@example.org', password: goodPassword },
        { email: administrator.email, password: 'some other password' },
      ];
      const pages = await Promise.all(tries.map((fields) => node.visitor().fill('/sign-in', '/sign-in', fields)));
      const texts = pages.map(({ html }) => textOf(html));
      assert.equal(texts[0], texts[1]);
      assert.deepEqual(
        pages.map(({ status }) => status),
        [422, 422],
      );
    });

    test('a form from another site signs nobody in', async () => {
      const response = await fetch(new URL('/sign-in', node.url()), {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ email: administrator.email, password: goodPassword }),
      });
      assert.equal(response.status, 403);
      assert.deepEqual(response.headers.getSetCookie(), []);
    });

    test('sessions are listed and ended by their owner, at once', async () => {
      const other = await signIn(node, administrator.email, goodPassword);
      const page = await first.open('/account');
      const ends = [...page.html.matchAll(/action="(\/account\/sessions\/[\w-]+\/end)"/g)].map((match) => match[1]!);
      assert.ok(ends.length >= 1);
      await first.fill('/account', '/account/sessions/end-others', {});
      assert.equal((await other.open('/runs')).status, 401);
      assert.equal((await first.open('/runs')).status, 200);
    });

    test('signing out ends the session on the node, not only in the browser', async () => {
      const visitor = await signIn(node, administrator.email, goodPassword);
      const kept = visitor.cookie('lienthong_session')!;
      assert.equal((await visitor.fill('/account', '/session/end', {})).location, '/');
      assert.equal((await node.visitor().open('/runs', { cookie: `lienthong_session=${kept}` })).status, 401);
    });

    test('a session runs out after twelve hours', async () => {
      const visitor = await signIn(node, administrator.email, goodPassword);
      node.clock.pass(12 * 3_600_000 + 1_000);
      assert.equal((await visitor.open('/runs')).status, 401);
      first = await signIn(node, administrator.email, goodPassword);
    });
  });

  describe('a changed password', () => {
    const next = 'một câu hoàn toàn khác';

    test('takes the current one, and ends other sessions', async () => {
      const other = await signIn(node, administrator.email, goodPassword);
      const wrong = await first.fill('/account', '/account/password', { current: 'not it at all', password: next });
      assert.equal(wrong.status, 422);
      const right = await first.fill('/account', '/account/password', { current: goodPassword, password: next });
      assert.equal(right.status, 303);
      assert.equal((await other.open('/runs')).status, 401);
      assert.equal((await first.open('/runs')).status, 200);
      const changed = await signIn(node, administrator.email, next);
      assert.equal((await changed.open('/runs')).status, 200);
    });
  });

  describe('the operator’s token', () => {
    test('is renewed by a command: the old one, and sessions begun with it, open nothing', async () => {
      const old = node.node().operatorToken;
      const { body } = await node.call('/session/links', { method: 'POST', bearer: old });
      const link = new URL(String(body['href']));
      const browser = node.visitor();
      await browser.open(link.pathname + link.search);
      assert.equal((await browser.open('/runs')).status, 200);
      assert.equal((await node.command('token', 'renew')).code, 0);
      assert.equal((await node.call('/runs', { bearer: old })).status, 401);
      assert.equal((await browser.open('/runs')).status, 401);
      assert.equal((await node.command('sources')).code, 0);
    });

    test('is taken back by a command, until another is made', async () => {
      assert.equal((await node.command('token', 'revoke')).code, 0);
      assert.equal((await node.command('sources')).code, 1);
      assert.equal((await node.command('token', 'renew')).code, 0);
      assert.equal((await node.command('sources')).code, 0);
    });
  });

  test('a bearer that opens nothing is refused, also where anybody may read', async () => {
    const answer = await node.call('/datasets', { bearer: 'something' });
    assert.equal(answer.status, 401);
    assert.match(String(answer.body['type']), /invalid-token$/);
  });
});
