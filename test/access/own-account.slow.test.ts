import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
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
  type AccessNode,
} from './access-node.ts';
import { until } from '../support/wait.ts';
import { MailServer } from './mail-server.ts';
import { textOf, type Visitor } from './visitor.ts';

const codeOf = (node: AccessNode, secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: node.clock.now().getTime() });

/** Sets one-time codes up by the page; gives the app's secret. */
async function addTotp(node: AccessNode, visitor: Visitor): Promise<string> {
  await visitor.fill('/account', '/account/totp', {});
  const secret = /secret=([A-Z2-7]+)|\b([A-Z2-7]{32})\b/.exec(textOf((await visitor.open('/account')).html))!;
  const key = (secret[1] ?? secret[2])!;
  const confirmed = await visitor.fill('/account', '/account/totp/confirm', { code: codeOf(node, key) });
  assert.equal(confirmed.status, 303, confirmed.html.slice(0, 2_000));
  return key;
}

onAccessNodes('recovery codes', (node) => {
  test('need a second factor, are shown once, work once each, and go with the last second factor', async () => {
    const first = await setUpNode(node);
    const none = await first.ask('POST', '/account/recovery-codes', { current: goodPassword });
    assert.equal(none, 409, 'there is nothing yet that they stand for');
    await addTotp(node, first);
    const wrong = await first.fill('/account', '/account/recovery-codes', { current: 'not the password' });
    assert.equal(wrong.status, 422);
    const made = await first.fill('/account', '/account/recovery-codes', { current: goodPassword });
    assert.equal(made.status, 201);
    const codes = [...made.html.matchAll(/[A-Z2-9]{6}(-[A-Z2-9]{6}){3}/g)].map(([code]) => code);
    assert.equal(new Set(codes).size, 10);
    const { html } = await first.open('/account');
    assert.ok(codes.every((code) => !html.includes(code)));
    assert.match(textOf(html), /Còn lại: 10/);

    const enter = async (code: string) => {
      const visitor = await signIn(node, administrator.email, goodPassword);
      return visitor.fill('/sign-in/second', '/sign-in/second', { code });
    };
    assert.equal((await enter(codes[0]!.toLowerCase().replaceAll('-', ' '))).status, 303);
    assert.equal((await enter(codes[0]!)).status, 422, 'it was used');
    assert.match(textOf((await first.open('/account')).html), /Còn lại: 9/);

    const again = await first.fill('/account', '/account/recovery-codes', { current: goodPassword });
    assert.equal(again.status, 201);
    assert.equal((await enter(codes[1]!)).status, 422, 'new ones end the former');
    const [newest] = /[A-Z2-9]{6}(-[A-Z2-9]{6}){3}/.exec(again.html)!;
    await first.fill('/account', '/account/totp/end', { current: goodPassword });
    await addTotp(node, first);
    assert.equal((await enter(newest)).status, 422, 'they went with the factor that they stood for');
  });
});

describe('an own account', () => {
  const mail = new MailServer();
  after(() => mail.stop());
  /** A letter to somebody that says this, once it is there. */
  const letter = async (to: string, says: RegExp) => {
    const found = () => mail.letters.find((one) => one.to === to && says.test(one.text));
    await until(() => found() !== undefined, `a letter to ${to} that says ${String(says)}`);
    return found()!;
  };
  onAccessNode(
    'with a mail server',
    (node) => {
      test('changes its name and, once the new address has answered, its address; the old one is told', async () => {
        const first = await setUpNode(node);
        assert.equal((await first.fill('/account', '/account/name', { name: 'Nguyễn Thị An' })).status, 303);
        const fields = { current: goodPassword, email: 'An.Moi@example.gov.vn' };
        const wrong = await first.fill('/account', '/account/email', { ...fields, current: 'not the password' });
        assert.equal(wrong.status, 422);
        assert.equal((await first.fill('/account', '/account/email', fields)).status, 303);
        const page = textOf((await first.open('/account')).html);
        assert.ok(page.includes('Nguyễn Thị An') && page.includes(administrator.email));
        const link = linkIn((await letter('an.moi@example.gov.vn', /verify\?code/)).text);
        assert.equal((await node.visitor().fill(link, '/verify', {})).status, 303);
        const told = await letter(administrator.email, /an\.moi@example\.gov\.vn/);
        assert.match(told.text, /administrators of your organisation/);
        const before = await signIn(node, administrator.email, goodPassword);
        assert.equal((await before.open('/account')).status, 401);
        const now = await signIn(node, 'an.moi@example.gov.vn', goodPassword);
        assert.equal((await now.open('/account')).status, 200);
        assert.equal((await node.visitor().open(link)).status, 403, 'the link has been used');
      });

      test('is told when its password or second factor changes', async () => {
        const visitor = await signIn(node, 'an.moi@example.gov.vn', goodPassword);
        await addTotp(node, visitor);
        await letter('an.moi@example.gov.vn', /second factor .* was added/);
        const password = 'tám con cò trắng bay';
        await visitor.fill('/account', '/account/password', { current: goodPassword, password });
        await letter('an.moi@example.gov.vn', /password of your account was changed/);
      });
    },
    async () => ({ LIENTHONG_SMTP_URL: await mail.start() }),
  );
});

onAccessNode('an invitation', (node) => {
  test('that was withdrawn no longer works', async () => {
    const first = await setUpNode(node);
    const page = '/organisations/H26';
    await first.fill(page, `${page}/invitations`, { email: 'chi@example.gov.vn', roles: ['viewer'] });
    const link = await linkFor(node, 'chi@example.gov.vn');
    assert.equal((await node.visitor().open(link)).status, 200);
    assert.equal((await first.fill(page, `${page}/invitations/end`, {})).status, 303);
    assert.equal((await node.visitor().open(link)).status, 403);
    assert.ok(!textOf((await first.open(page)).html).includes('chi@example.gov.vn'));
    assert.equal(await first.ask('POST', `${page}/invitations/end`, { email: 'chi@example.gov.vn' }), 404);
  });
});

onAccessNode(
  'a role that must have a second factor',
  (node) => {
    test('has no rights before there is one, and all of them afterwards; other roles are let be', async () => {
      const first = await setUpNode(node);
      const refused = await first.open('/operations');
      assert.equal(refused.status, 403);
      assert.match(textOf(refused.html), /Cần xác nhận lần hai/);
      const page = textOf((await first.open('/account')).html);
      assert.match(page, /bắt buộc có xác nhận lần hai/);
      assert.match(page, /H26/, 'what one belongs to is shown all the same');
      await addTotp(node, first);
      assert.equal((await first.open('/operations')).status, 200);
      const officer = { email: 'chi@example.gov.vn', name: 'Chi', password: goodPassword };
      const chi = await inviteNew(node, first, 'H26', officer, ['officer']);
      assert.equal((await chi.open('/sources')).status, 403);
      const steward = { email: 'dung@example.gov.vn', name: 'Dũng', password: goodPassword };
      const dung = await inviteNew(node, first, 'H26', steward, ['steward']);
      assert.match(textOf((await dung.open('/sources')).html), /Cần xác nhận lần hai/);
      const visitor = node.visitor();
      const sent = await visitor.fill('/sign-in?next=/sources', '/sign-in', {
        email: steward.email,
        password: goodPassword,
      });
      assert.equal(sent.location, '/account', 'where it is set up');
      await addTotp(node, visitor);
      assert.equal((await visitor.open('/sources')).status, 200);
      await visitor.fill('/account', '/account/totp/end', { current: goodPassword });
      assert.equal((await visitor.open('/sources')).status, 403, 'and not without it');
    });
  },
  async () => ({ LIENTHONG_SECOND_FACTOR: 'administrator, steward' }),
);
