import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import { before, describe, test } from 'node:test';
import * as oidc from 'openid-client';
import { sql } from '../../src/kernel/index.ts';
import { administrator, goodPassword, onAccessNodes, setUpNode, type AccessNode } from './access-node.ts';
import { textOf, type Page, type Visitor } from './visitor.ts';

const callback = 'http://127.0.0.1:9/callback';
const allowed = { execute: [oidc.allowInsecureRequests] };

/** Registers a program by the page; gives its id and secret. */
async function register(by: Visitor, fields: Record<string, string | string[]>) {
  const made = await by.fill('/organisations/H26', '/organisations/H26/clients', fields);
  assert.equal(made.status, 201, textOf(made.html));
  const codes = [...made.html.matchAll(/<code>([^<]+)<\/code>/g)].map((match) => match[1]!);
  return { id: codes[0]!, secret: codes[1] ?? '' };
}

const issuer = (node: AccessNode) => new URL(`${node.url()}/oidc`);

interface Asked {
  readonly config: oidc.Configuration;
  readonly verifier: string;
  readonly state: string;
  readonly address: URL;
}

async function ask(node: AccessNode, client: { id: string; secret: string }, more: Record<string, string> = {}) {
  const config = await oidc.discovery(issuer(node), client.id, {}, oidc.ClientSecretBasic(client.secret), allowed);
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid profile email organisations read',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...more,
  });
  return { config, verifier, state, address };
}

async function open(visitor: Visitor, { address }: Asked): Promise<Page> {
  return visitor.follow(await visitor.open(address.pathname + address.search));
}

const take = (asked: Asked, page: Page) =>
  oidc.authorizationCodeGrant(asked.config, new URL(page.location!), {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
  });

onAccessNodes('the provider of the node', (node) => {
  let first: Visitor;
  let website: { id: string; secret: string };

  before(async () => {
    first = await setUpNode(node);
    website = await register(first, { name: 'Cổng', kind: 'website', provesBy: 'secret', redirects: callback });
  });

  test('describes itself at its address, with public keys only', async () => {
    const { body } = await node.call('/oidc/.well-known/openid-configuration');
    assert.equal(body['issuer'], `${node.url()}/oidc`);
    for (const name of ['authorization', 'token', 'userinfo', 'end_session', 'introspection', 'revocation']) {
      assert.ok(String(body[`${name}_endpoint`]).startsWith(`${node.url()}/oidc/`), name);
    }
    assert.deepEqual(body['code_challenge_methods_supported'], ['S256']);
    const { keys } = (await node.call('/oidc/jwks')).body as { keys: Record<string, unknown>[] };
    assert.ok(keys.length > 0 && keys.every((key) => !('d' in key)));
  });

  describe('a person', () => {
    test('signs in to a program: password, consent, tokens, userinfo, refresh', async () => {
      const asked = await ask(node, website);
      const visitor = node.visitor();
      const signIn = await open(visitor, asked);
      assert.match(signIn.html, /action="\/sign-in\?next=/);
      assert.match(signIn.headers.get('content-security-policy')!, /form-action 'self' http:\/\/127\.0\.0\.1:9;/);
      const next = /action="(\/sign-in\?next=[^"]+)"/.exec(signIn.html)![1]!;
      const sent = await visitor.send(next, { email: administrator.email, password: goodPassword });
      const consent = await visitor.follow(sent);
      assert.match(textOf(consent.html), /Cổng của Sở Tài nguyên thử muốn biết bạn là ai/);
      const uid = /action="(\/interactions\/[\w-]+)"/.exec(consent.html)![1]!;
      const back = await visitor.follow(await visitor.fill(uid, uid, { decision: 'allow' }));
      assert.ok(back.location!.startsWith(callback), back.location ?? back.html);
      const tokens = await take(asked, back);
      const claims = tokens.claims()!;
      const person = await oidc.fetchUserInfo(asked.config, tokens.access_token, claims.sub);
      assert.deepEqual(
        { name: person.name, email: person.email, organisations: person['organisations'] },
        {
          name: administrator.name,
          email: administrator.email,
          organisations: [{ code: 'H26', roles: ['administrator', 'steward'] }],
        },
      );
      const again = await oidc.refreshTokenGrant(asked.config, tokens.refresh_token!);
      assert.ok(again.access_token !== tokens.access_token);

      assert.equal((await node.call('/sources', { bearer: again.access_token })).status, 200);
      const put = { method: 'PUT', bearer: again.access_token, body: { title: 'Trạm' } };
      assert.match(String((await node.call('/sources/tram', put)).body['type']), /reading-only$/);

      const known = await oidc.tokenIntrospection(asked.config, again.access_token);
      assert.equal(known.active, true);
      await oidc.tokenRevocation(asked.config, again.access_token);
      assert.equal((await node.call('/sources', { bearer: again.access_token })).status, 401);
    });

    test('who is signed in and has agreed passes without a page', async () => {
      const asked = await ask(node, website);
      const page = await open(first, asked);
      const agreed = page.location === null ? await agree(first, page) : page;
      assert.ok(agreed.location!.startsWith(callback));
      const second = await ask(node, website);
      assert.ok((await open(first, second)).location!.startsWith(callback));
    });

    test('is asked for the password again where the program wants it', async () => {
      const page = await open(first, await ask(node, website, { prompt: 'login' }));
      assert.match(page.html, /name="password"/);
    });

    test('may refuse', async () => {
      const other = await register(first, { name: 'Khác', kind: 'website', provesBy: 'secret', redirects: callback });
      const asked = await ask(node, other);
      const page = await open(first, asked);
      const uid = /action="(\/interactions\/[\w-]+)"/.exec(page.html)![1]!;
      const back = await first.follow(await first.fill(uid, uid, { decision: 'refuse' }));
      await assert.rejects(take(asked, back), /access_denied|authorization response/i);
    });

    test('cannot be led into the sign-in of another browser', async () => {
      const attacker = node.visitor();
      const page = await attacker.open((await ask(node, website)).address.href.slice(node.url().length));
      const stolen = await first.open(page.location!);
      assert.equal(stolen.status, 403);
    });

    test('signs out of the program and so of the node; tokens of the session end', async () => {
      const asked = await ask(node, website);
      const visitor = node.visitor();
      const signIn = await open(visitor, asked);
      const next = /action="(\/sign-in\?next=[^"]+)"/.exec(signIn.html)![1]!;
      const page = await visitor.follow(
        await visitor.send(next, { email: administrator.email, password: goodPassword }),
      );
      const tokens = await take(asked, page.location === null ? await agree(visitor, page) : page);
      const end = oidc.buildEndSessionUrl(asked.config, {
        id_token_hint: tokens.id_token!,
        post_logout_redirect_uri: 'http://127.0.0.1:9/',
      });
      const question = await visitor.open(end.pathname + end.search);
      assert.match(textOf(question.html), /Đăng xuất khỏi nút/);
      const secret = /name="xsrf" value="([^"]+)"/.exec(question.html)![1]!;
      const out = await visitor.send('/oidc/session/end/confirm', { xsrf: secret, logout: 'yes' });
      assert.equal(out.location, 'http://127.0.0.1:9/');
      assert.equal((await visitor.open('/account')).status, 401);
      assert.equal((await node.call('/sources', { bearer: tokens.access_token })).status, 401);
    });

    test('signing out of the node ends single sign-on and the tokens of the session', async () => {
      const asked = await ask(node, website);
      const page = await open(first, asked);
      const tokens = await take(asked, page.location === null ? await agree(first, page) : page);
      assert.equal((await node.call('/sources', { bearer: tokens.access_token })).status, 200);
      await first.fill('/account', '/session/end', {});
      assert.equal((await node.call('/sources', { bearer: tokens.access_token })).status, 401);
      assert.match((await open(first, await ask(node, website))).html, /name="password"/);
      await first.fill('/sign-in', '/sign-in', { email: administrator.email, password: goodPassword });
    });
  });

  describe('an error of the program', () => {
    test('is told on a page of the node, and nobody is sent to an address that is not registered', async () => {
      const asked = await ask(node, website, { redirect_uri: 'https://evil.example/' });
      const page = await node.visitor().open(asked.address.pathname + asked.address.search);
      assert.equal(page.status, 400);
      assert.match(textOf(page.html), /Chương trình chưa hỏi đúng cách/);
    });

    test('a code without PKCE is not given', async () => {
      const { address } = await ask(node, website);
      address.searchParams.delete('code_challenge');
      address.searchParams.delete('code_challenge_method');
      const page = await node.visitor().open(address.pathname + address.search);
      assert.match(page.location ?? '', /error=invalid_request/);
    });
  });

  describe('a program that speaks for itself', () => {
    test('gets a token with its secret and acts with its roles', async () => {
      const service = await register(first, {
        name: 'Trạm',
        kind: 'service',
        provesBy: 'secret',
        roles: ['steward'],
        mayWrite: 'true',
      });
      const config = await oidc.discovery(
        issuer(node),
        service.id,
        {},
        oidc.ClientSecretBasic(service.secret),
        allowed,
      );
      const reading = await oidc.clientCredentialsGrant(config, { scope: 'read' });
      assert.equal((await node.call('/sources', { bearer: reading.access_token })).status, 200);
      const entered = await node.node().db.query(sql`
        select 1 from audit_pending where entry ->> 'operation' = 'token' and entry ->> 'who' = ${`client:${service.id}`}
        union all
        select 1 from audit_entry where operation = 'token' and who = ${`client:${service.id}`}`);
      assert.ok(entered.length > 0, 'the token stands in the audit log');
      const put = (bearer: string) => node.call('/sources/may', { method: 'PUT', bearer, body: { title: 'Máy' } });
      assert.equal((await put(reading.access_token)).status, 403);
      const writing = await oidc.clientCredentialsGrant(config, { scope: 'read write' });
      assert.equal((await put(writing.access_token)).status, 200);
      assert.equal((await node.call('/operations', { bearer: writing.access_token })).status, 403);
      const end = `/organisations/H26/clients/${service.id}/end`;
      assert.equal((await first.fill('/organisations/H26', end, {})).status, 303);
      assert.equal((await put(writing.access_token)).status, 401);
      await assert.rejects(oidc.clientCredentialsGrant(config, { scope: 'read' }));
    });

    test('or by a JWT that it signs with its own key', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const publicKeys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] });
      const fields = { name: 'Khoá riêng', kind: 'service', provesBy: 'key', roles: ['viewer'], publicKeys };
      const service = await register(first, fields);
      const proof = oidc.PrivateKeyJwt({ key: pair.privateKey, kid: 'k' });
      const config = await oidc.discovery(issuer(node), service.id, {}, proof, allowed);
      const { access_token: bearer } = await oidc.clientCredentialsGrant(config, {});
      assert.equal((await node.call('/datasets', { bearer })).status, 200);
      assert.equal((await node.call('/sources', { bearer })).status, 403);
      const other = await generateKeyPair('ES256');
      const forged = await oidc.discovery(
        issuer(node),
        service.id,
        {},
        oidc.PrivateKeyJwt({ key: other.privateKey, kid: 'k' }),
        allowed,
      );
      await assert.rejects(oidc.clientCredentialsGrant(forged, {}));
    });

    test('private keys are not taken', async () => {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const publicKeys = JSON.stringify({ keys: [await exportJWK(pair.privateKey)] });
      const fields = { name: 'Nhầm', kind: 'service', provesBy: 'key', roles: ['viewer'], publicKeys };
      const answer = await first.fill('/organisations/H26', '/organisations/H26/clients', fields);
      assert.equal(answer.status, 422);
    });
  });

  test('keys are replaced after ninety days; the old one stays for those who kept a token', async () => {
    const kids = async () => ((await node.call('/oidc/jwks')).body['keys'] as { kid: string }[]).map(({ kid }) => kid);
    const [old, ...none] = await kids();
    assert.deepEqual(none, []);
    node.clock.pass(91 * 86_400_000);
    assert.equal((await kids())[0], old, 'a new key is announced before it signs');
    node.clock.pass(3 * 3_600_000);
    const now = await kids();
    assert.equal(now.length, 2);
    assert.equal(now[1], old);
    node.clock.pass(31 * 86_400_000);
    assert.ok(!(await kids()).includes(old!));
  });
});

async function agree(visitor: Visitor, page: Page): Promise<Page> {
  const uid = /action="(\/interactions\/[\w-]+)"/.exec(page.html)![1]!;
  return visitor.follow(await visitor.fill(uid, uid, { decision: 'allow' }));
}
