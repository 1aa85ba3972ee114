import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { readClaimsRules } from '../../src/access/index.ts';
import { administrator, goodPassword, onAccessNode, setUpNode, signIn, type AccessNode } from './access-node.ts';
import { textOf, type Page, type Visitor } from './visitor.ts';

type Claims = { sub: string } & Record<string, unknown>;

/** An agency's provider: whoever comes is the person that the test says. */
class Agency {
  person: Claims = { sub: 'nobody' };
  #server: Server | null = null;
  issuer = '';

  async start(): Promise<string> {
    const server = createServer();
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this.issuer;
  }

  /** Once the node listens, its callback is known. */
  async trust(nodeUrl: string): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: 'nut',
          client_secret: 'a-long-secret-of-the-agency',
          redirect_uris: [`${nodeUrl}/sign-in/outside/callback`],
        },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' } as never] },
      claims: { profile: ['name', 'groups', 'agency'], email: ['email', 'email_verified'] },
      cookies: { keys: ['test'] },
      features: { devInteractions: { enabled: false } },
      findAccount: () => ({ accountId: this.person.sub, claims: async () => this.person }),
      loadExistingGrant: async (ctx) => {
        const grant = new provider.Grant({
          clientId: ctx.oidc.client!.clientId,
          accountId: ctx.oidc.session!.accountId!,
        });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    });
    this.#server!.on('request', (request, response) => {
      void (async () => {
        if (!request.url!.startsWith('/interaction/')) return provider.callback()(request, response);
        const result = { login: { accountId: this.person.sub } };
        await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      })();
    });
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server!.close(() => resolve()));
  }
}

/** A browser that visits two sites: follows redirects between them by hand, each with its own cookies. */
async function goThere(node: AccessNode, here: Visitor, there: Visitor, path: string): Promise<Page> {
  const leaving = await here.open(path);
  let page = await there.open(new URL(leaving.location!).pathname + new URL(leaving.location!).search);
  for (let hops = 0; hops < 8 && page.location !== null; hops++) {
    const target = new URL(page.location, leaving.location!);
    if (target.href.startsWith(node.url())) return here.open(target.pathname + target.search);
    page = await there.open(target.pathname + target.search);
  }
  throw new Error(`it did not come back: ${page.status} ${textOf(page.html).slice(0, 500)}`);
}

const agency = new Agency();
const rules = [
  { claim: 'groups', is: 'gis', organisation: 'H26', roles: ['steward', 'viewer'] },
  { claim: 'groups', is: 'staff', organisation: { claim: 'agency' }, roles: ['viewer'] },
];

onAccessNode(
  'an agency’s own provider',
  (node) => {
    before(async () => {
      await agency.trust(node.url());
    });
    after(() => agency.stop());
    const enter = async (person: Claims, path = '/sign-in/outside') => {
      agency.person = person;
      const { Visitor: Browser } = await import('./visitor.ts');
      const here = node.visitor();
      const page = await goThere(node, here, new Browser(agency.issuer), path);
      return { here, page };
    };
    const dung = { sub: 'd1', name: 'Phạm Dũng', email: 'dung@example.gov.vn', email_verified: true };

    test('lets nobody in before the node is set up', async () => {
      const { page } = await enter({ ...dung, groups: ['gis'] });
      assert.equal(page.status, 403);
    });

    describe('once the node is set up', () => {
      before(async () => {
        await setUpNode(node);
      });

      test('is offered beside the password', async () => {
        const page = await node.visitor().open('/sign-in');
        assert.match(textOf(page.html), /Đăng nhập qua Sở thử/);
        assert.equal((await (await signIn(node, administrator.email, goodPassword)).open('/runs')).status, 200);
      });

      test('gives the roles that the rule reads from claims, and leads on to where one wanted to go', async () => {
        const { here, page } = await enter({ ...dung, groups: ['gis', 'other'] }, '/sign-in/outside?next=%2Fruns');
        assert.equal(page.location, '/runs', textOf(page.html));
        assert.equal((await here.open('/runs')).status, 200);
        assert.match(textOf((await here.open('/account')).html), /Phạm Dũng.*H26 Quản trị dữ liệu, Người xem/);
      });

      test('takes them away when the claims no longer say so', async () => {
        const { here } = await enter({ ...dung, groups: ['staff'], agency: '000.00.00.H26' });
        assert.equal((await here.open('/runs')).status, 403);
        assert.match(textOf((await here.open('/account')).html), /H26 Người xem/);
        const { page } = await enter({ ...dung, groups: [] });
        assert.equal(page.status, 403);
        assert.match(textOf(page.html), /chưa có vai trò/);
      });

      test('does not take over the account of an address that is known here', async () => {
        const { page } = await enter({ ...dung, sub: 'evil', email: administrator.email, groups: ['gis'] });
        assert.equal(page.status, 409);
      });

      test('an answer is of use once, and only in the browser that asked', async () => {
        agency.person = { ...dung, groups: ['gis'] };
        const leaving = await node.visitor().open('/sign-in/outside');
        const state = new URL(leaving.location!).searchParams.get('state')!;
        const stranger = await node.visitor().open(`/sign-in/outside/callback?code=x&state=${state}`);
        assert.equal(stranger.status, 403);
      });
    });
  },
  async () => ({
    LIENTHONG_OIDC_ISSUER: await agency.start(),
    LIENTHONG_OIDC_CLIENT_ID: 'nut',
    LIENTHONG_OIDC_CLIENT_SECRET: 'a-long-secret-of-the-agency',
    LIENTHONG_OIDC_NAME: 'Sở thử',
    LIENTHONG_OIDC_RULES: JSON.stringify(rules),
  }),
);

describe('rules for claims', () => {
  for (const [text, fault] of [
    ['{}', /no list/],
    ['[{"claim":"a","organisation":"not a code","roles":["viewer"]}]', /entry 1/],
    ['[{"claim":"a","organisation":"H26","roles":["king"]}]', /entry 1/],
    ['[{"claim":"a","organisation":"H26","roles":[]}]', /entry 1/],
  ] as const) {
    test(`${text} is refused`, () => assert.throws(() => readClaimsRules(text), fault));
  }
});
