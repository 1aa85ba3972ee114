import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import { after, before, describe, test } from 'node:test';
import {
  administrator,
  goodPassword,
  inviteNew,
  linkFor,
  linkIn,
  onAccessNode,
  onAccessNodes,
  setUpNode,
  signIn,
} from './access-node.ts';
import { MailServer } from './mail-server.ts';
import { textOf, type Visitor } from './visitor.ts';

const binh = { email: 'binh@example.gov.vn', name: 'Trần Bình', password: 'mười hai con giáp' };
const chi = { email: 'chi@example.gov.vn', name: 'Lê Chi', password: 'sáng trăng sáng cả đôi bên' };

onAccessNodes('people and organisations', (node) => {
  let first: Visitor;
  let steward: Visitor;
  const operator = () => node.node().operatorToken;
  const put = (id: string, body: unknown, bearer: string) =>
    node.call(`/sources/${id}`, { method: 'PUT', bearer, body });

  before(async () => {
    first = await setUpNode(node);
    const made = await first.fill('/organisations', '/organisations', {
      code: 'H26.7',
      name: 'Chi cục thử',
      parent: 'H26',
    });
    assert.equal(made.location, '/organisations/H26.7');
  });

  describe('organisations', () => {
    test('are added by administrators of the node, with a parent that exists and is not below', async () => {
      for (const [fields, status] of [
        [{ code: 'H26.7', name: 'Lần nữa' }, 422],
        [{ code: 'H26.8', name: 'Không có cấp trên', parent: 'H99' }, 422],
        [{ code: 'không phải mã', name: 'Sai' }, 422],
      ] as const) {
        assert.equal((await first.fill('/organisations', '/organisations', fields)).status, status, fields.code);
      }
      const page = '/organisations/H26';
      const circle = await node.call(`${page}/change`, {
        method: 'POST',
        bearer: operator(),
        body: { name: 'A', parent: 'H26.7' },
      });
      assert.equal(circle.status, 422);
    });

    test('are found by either form of their code', async () => {
      assert.equal((await node.call('/organisations/000.00.00.H26')).body['code'], 'H26');
      assert.equal((await node.call('/organisations/H27')).status, 404);
    });
  });

  describe('an invitation', () => {
    test('makes an account with the roles it says, once', async () => {
      const page = '/organisations/H26.7';
      const sent = await node.call(`${page}/invitations`, {
        method: 'POST',
        bearer: operator(),
        body: { email: binh.email, roles: ['administrator', 'steward'] },
      });
      assert.equal(sent.status, 303);
      const link = await linkFor(node, binh.email);
      steward = node.visitor();
      const joined = await steward.fill(link, '/invitation', { name: binh.name, password: binh.password });
      assert.equal(joined.location, '/account');
      assert.match(textOf((await steward.open('/account')).html), /H26\.7 Quản trị, Quản trị dữ liệu/);
      assert.equal((await node.visitor().open(link)).status, 403);
    });

    test('adds an organisation to the account that the address has', async () => {
      const page = '/organisations/H26';
      await first.fill(page, `${page}/invitations`, { email: binh.email, roles: ['viewer'] });
      const link = await linkFor(node, binh.email);
      assert.equal((await first.fill(link, '/session/end', {})).status, 303);
      first = await signIn(node, administrator.email, goodPassword);
      const stolen = await first.fill(link, '/invitation/join', {});
      assert.equal(stolen.status, 403);
      assert.equal((await steward.fill(link, '/invitation/join', {})).status, 303);
      assert.match(textOf((await steward.open('/account')).html), /H26 Người xem/);
    });

    test('is sent by administrators of that organisation only', async () => {
      const body = new URLSearchParams({ email: chi.email, roles: 'viewer' });
      const page = await steward.open('/account');
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)![1]!;
      body.set('csrf', csrf);
      const answer = await steward.send('/organisations/H26/invitations', Object.fromEntries(body));
      assert.equal(answer.status, 422);
      assert.match(textOf(answer.html), /Không có cơ quan này/);
      assert.ok(!answer.html.includes('Lời mời chưa trả lời'));
    });
  });

  describe('what an organisation owns', () => {
    test('is looked after by its stewards, and does not exist for others', async () => {
      await put('nut', { title: 'Của nút' }, operator());
      await put('chicuc', { title: 'Của chi cục', owner: 'H26.7' }, operator());
      assert.equal((await steward.open('/sources/chicuc')).status, 200);
      assert.equal((await steward.open('/sources/nut')).status, 404);
      assert.equal((await first.open('/sources/chicuc')).status, 404);
      const list = textOf((await steward.open('/sources')).html);
      assert.ok(list.includes('Của chi cục') && !list.includes('Của nút'));
    });

    test('the node itself is looked after by administrators of the node’s organisation only', async () => {
      assert.equal((await first.open('/operations')).status, 200);
      assert.equal((await steward.open('/operations')).status, 403);
    });
  });

  describe('keys', () => {
    test('act for the organisation within their roles and scope, are shown once, and end', async () => {
      const page = '/organisations/H26.7';
      const made = await steward.fill(page, `${page}/keys`, { name: 'Trạm bơm', roles: ['steward'], days: '30' });
      assert.equal(made.status, 201);
      const reading = /ltk_[\w-]+/.exec(made.html)![0];
      assert.ok(!(await steward.open(page)).html.includes(reading));
      assert.equal((await node.call('/sources/chicuc', { bearer: reading })).status, 200);
      assert.equal((await node.call('/sources/nut', { bearer: reading })).status, 404);
      const refused = await put('chicuc', { title: 'Đổi' }, reading);
      assert.match(String(refused.body['type']), /reading-only$/);
      const second = await steward.fill(page, `${page}/keys`, { name: 'Ghi', roles: ['steward'], mayWrite: 'true' });
      const writing = /ltk_[\w-]+/.exec(second.html)![0];
      assert.equal((await put('chicuc', { title: 'Đổi' }, writing)).status, 200);
      const file = await put('may', { transport: 'file', location: '/etc' }, writing);
      assert.match(String(file.body['type']), /place-needs-operator$/);
      const end = /action="(\/organisations\/H26\.7\/keys\/\w+\/end)"/.exec((await steward.open(page)).html)![1]!;
      assert.equal((await steward.fill(page, end, {})).status, 303);
      assert.equal((await node.call('/sources/chicuc', { bearer: writing })).status, 401);
      node.clock.pass(31 * 86_400_000);
      assert.equal((await node.call('/datasets', { bearer: reading })).status, 401);
      steward = await signIn(node, binh.email, binh.password);
      first = await signIn(node, administrator.email, goodPassword);
    });
  });

  describe('leaving', () => {
    test('takes roles, keys and sessions away at once, and with the last organisation the account', async () => {
      const page = '/organisations/H26.7';
      const third = await inviteNew(node, steward, 'H26.7', chi, ['administrator', 'steward']);
      const made = await third.fill(page, `${page}/keys`, { name: 'Của Chi', roles: ['steward'] });
      const key = /ltk_[\w-]+/.exec(made.html)![0];
      assert.equal((await third.fill('/account', '/account/organisations/H26.7/leave', {})).status, 303);
      assert.equal((await third.open('/account')).status, 401);
      assert.equal((await node.call('/sources/chicuc', { bearer: key })).status, 401);
      const again = await node.visitor().fill('/sign-in', '/sign-in', { email: chi.email, password: chi.password });
      assert.equal(again.status, 422);
    });

    test('is refused to the last administrator', async () => {
      const refused = await first.fill('/account', '/account/organisations/H26/leave', {});
      assert.equal(refused.status, 422);
      assert.match(textOf(refused.html), /người quản trị cuối cùng/);
    });
  });

  describe('a merger', () => {
    test('moves data, members, keys and organisations below on its day, not before', async () => {
      const page = '/organisations/H26.7';
      const made = await steward.fill(page, `${page}/keys`, { name: 'Cũ', roles: ['steward'], days: '90' });
      const key = /ltk_[\w-]+/.exec(made.html)![0];
      await first.fill('/organisations', '/organisations', { code: 'H26.7.1', name: 'Trạm', parent: 'H26.7' });
      const today = new Date(node.clock.now().getTime() + 7 * 3_600_000);
      const tomorrow = new Date(today.getTime() + 86_400_000).toISOString().slice(0, 10);
      const noted = await first.fill(page, `${page}/successor`, { successor: 'H26', day: tomorrow });
      assert.equal(noted.status, 303);
      assert.equal((await steward.open('/sources/chicuc')).status, 200);
      assert.equal((await first.open('/sources/chicuc')).status, 404);
      const merged = await first.fill(page, `${page}/successor`, {
        successor: 'H26',
        day: today.toISOString().slice(0, 10),
      });
      assert.equal(merged.status, 303);
      assert.equal((await first.open('/sources/chicuc')).status, 200);
      assert.equal((await steward.open('/sources/chicuc')).status, 200);
      assert.equal((await node.call('/sources/nut', { bearer: key })).status, 200);
      assert.equal((await node.call('/organisations/H26.7.1')).body['parent'], 'H26');
      const old = (await node.call('/organisations/H26.7')).body;
      assert.equal(old['successor'], 'H26');
      assert.match(textOf((await steward.open('/account')).html), /H26 Quản trị, Quản trị dữ liệu, Người xem/);
    });

    test('happens once, and not to oneself', async () => {
      for (const [from, to] of [
        ['H26.7', 'H26'],
        ['H26', 'H26'],
        ['H26', 'H26.7'],
      ]) {
        const body = { successor: to, day: '2026-01-01' };
        const answer = await node.call(`/organisations/${from}/successor`, {
          method: 'POST',
          bearer: operator(),
          body,
        });
        assert.equal(answer.status, 422, `${from} ${to}`);
      }
    });
  });

  describe('guessing', () => {
    test('waits longer and longer, also for the right password, and is forgotten with time', async () => {
      const tries: number[] = [];
      for (let n = 0; n < 8; n++) {
        const page = await node
          .visitor()
          .fill('/sign-in', '/sign-in', { email: binh.email, password: `guess number ${n}` });
        tries.push(page.status);
      }
      assert.deepEqual(tries, [422, 422, 422, 422, 422, 422, 429, 429]);
      const right = await node.visitor().fill('/sign-in', '/sign-in', { email: binh.email, password: binh.password });
      assert.equal(right.status, 429);
      assert.ok(Number(right.headers.get('retry-after')) > 0);
      node.clock.pass(31_000);
      const later = await node.visitor().fill('/sign-in', '/sign-in', { email: binh.email, password: binh.password });
      assert.equal(later.status, 303);
    });

    test('many at once do not slip by', async () => {
      const pages = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          node.visitor().send('/sign-in', { email: 'dung@example.org', password: `guess number ${n}` }),
        ),
      );
      assert.ok(pages.filter(({ status }) => status === 422).length <= 6);
    });

    test('an address that tries many accounts waits too', async () => {
      const statuses = new Set<number>();
      for (let n = 0; n < 40; n++) {
        statuses.add((await node.visitor().send('/sign-in', { email: `p${n}@example.org`, password: 'x' })).status);
      }
      assert.ok(statuses.has(429));
    });
  });
});

onAccessNode('a second factor', (node) => {
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: node.clock.now().getTime() });

  test('is asked for once it has been shown to work; each code counts once', async () => {
    const first = await setUpNode(node);
    assert.match(textOf((await first.open('/account')).html), /chỉ có mật khẩu/);
    await first.fill('/account', '/account/totp', {});
    const secret = /\b[A-Z2-7]{32}\b/.exec(textOf((await first.open('/account')).html))![0];
    assert.equal((await first.fill('/account', '/account/totp/confirm', { code: '000000' })).status, 422);
    assert.equal((await first.fill('/account', '/account/totp/confirm', { code: codeOf(secret) })).status, 303);

    const visitor = node.visitor();
    const half = await visitor.fill('/sign-in?next=%2Fruns', '/sign-in', {
      email: administrator.email,
      password: goodPassword,
    });
    assert.equal(half.location, '/sign-in/second?next=%2Fruns');
    assert.equal((await visitor.open('/runs')).status, 401);
    const spent = await visitor.fill(half.location, '/sign-in/second', { code: codeOf(secret) });
    assert.equal(spent.status, 422, 'the code that confirmed it is spent');
    node.clock.pass(30_000);
    assert.equal((await visitor.fill(half.location, '/sign-in/second', { code: codeOf(secret) })).location, '/runs');
    assert.equal((await visitor.open('/runs')).status, 200);
    assert.equal((await visitor.open('/sign-in/second')).status, 403);

    const kept = await first.fill('/account', '/account/totp/end', { current: 'not the password' });
    assert.equal(kept.status, 422);
    assert.equal((await first.fill('/account', '/account/totp/end', { current: goodPassword })).status, 303);
    const plain = await signIn(node, administrator.email, goodPassword);
    assert.equal((await plain.open('/runs')).status, 200);
  });
});

const mail = new MailServer();
onAccessNode(
  'letters',
  (node) => {
    let first: Visitor;
    before(async () => {
      first = await setUpNode(node);
    });
    after(() => mail.stop());

    test('ask a new address whether it is right, and believe a button, not an opened link', async () => {
      const letter = await mail.letterFor(administrator.email);
      assert.match(letter.text, /Kính gửi Nguyễn Văn An/);
      assert.match(letter.text, /Dear Nguyễn Văn An/);
      const link = linkIn(letter.text);
      assert.equal((await node.visitor().open(link)).status, 200);
      assert.match(textOf((await first.open('/account')).html), /chưa được xác nhận/);
      const scanner = node.visitor();
      assert.match(textOf((await scanner.follow(await scanner.fill(link, '/verify', {}))).html), /đã được xác nhận/);
      assert.doesNotMatch(textOf((await first.open('/account')).html), /chưa được xác nhận/);
    });

    test('are kept no longer than until they are sent', async () => {
      const { body } = await node.call('/letters', { bearer: node.node().operatorToken });
      assert.deepEqual(body['letters'], []);
    });

    test('carry an invitation', async () => {
      const page = '/organisations/H26';
      await first.fill(page, `${page}/invitations`, { email: binh.email, roles: ['viewer'] });
      const link = linkIn((await mail.letterFor(binh.email)).text);
      const visitor = node.visitor();
      const joined = await visitor.fill(link, '/invitation', { name: binh.name, password: binh.password });
      assert.equal(joined.status, 303);
      assert.doesNotMatch(textOf((await visitor.open('/account')).html), /chưa được xác nhận/);
    });

    test('reset a password: the answer is the same for an address that nobody has', async () => {
      const ask = (email: string) => node.visitor().fill('/reset', '/reset/letters', { email });
      const pages = await Promise.all([ask(binh.email), ask('nobody@example.org')]);
      assert.deepEqual(
        pages.map(({ status, location }) => [status, location]),
        [
          [303, '/reset?sent=yes'],
          [303, '/reset?sent=yes'],
        ],
      );
      const old = await signIn(node, binh.email, binh.password);
      const link = linkIn((await mail.letterFor(binh.email, 2)).text);
      const visitor = node.visitor();
      assert.equal((await visitor.fill(link, '/reset', { password: 'quá ngắn' })).status, 422);
      assert.equal((await visitor.fill(link, '/reset', { password: chi.password })).location, '/sign-in');
      assert.equal((await old.open('/account')).status, 401);
      assert.equal((await visitor.open(link)).status, 403);
      assert.equal((await (await signIn(node, binh.email, chi.password)).open('/account')).status, 200);
      assert.ok(!mail.letters.some(({ to }) => to === 'nobody@example.org'));
    });
  },
  async () => ({ LIENTHONG_SMTP_URL: await mail.start() }),
);
