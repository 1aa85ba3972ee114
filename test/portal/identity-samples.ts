import { publicCaller, type Caller } from '../../src/kernel/index.ts';
import type { Sample } from './samples.ts';

const attack = '<script>alert("x")</script>';

const administrator: Caller = {
  ...publicCaller,
  kind: 'user',
  id: 'user:abc',
  via: 'session',
  csrfToken: 'form-token',
  name: 'Nguyễn Văn An',
  memberships: [{ organisation: 'H26', roles: ['administrator', 'steward'], runsNode: true }],
  mayWrite: true,
};

const entry = (name: string, resource: string, path: string, data: unknown, caller = publicCaller): Sample => ({
  name,
  resource,
  path,
  data,
  caller,
});

const at = '2026-11-21T23:05:11Z';
const organisations = [
  {
    code: 'H26',
    name: 'Sở Nông nghiệp và Môi trường',
    parent: null,
    successor: null,
    succeededOn: null,
    runsNode: true,
  },
  { code: 'H26.5', name: attack, parent: 'H26', successor: 'H26', succeededOn: '2026-07-01', runsNode: false },
  { code: 'Z01A', name: 'Viện thử', parent: null, successor: null, succeededOn: '2027-01-01', runsNode: false },
];
const session = { id: 's1', authenticatedAt: at, seenAt: at, address: '203.113.0.1', agent: `Firefox ${attack}` };
const account = {
  recoveryCodes: 0,
  lacksSecondFactor: false,
  email: 'an@example.gov.vn',
  name: 'Nguyễn Văn An',
  isVerified: false,
  hasPassword: true,
  totp: { since: null, begun: null },
  passkeys: [],
  sessions: [{ ...session, isThis: true }],
  organisations: administrator.memberships,
};
const key = { id: 'k1', name: `Trạm ${attack}`, roles: ['steward'], mayWrite: true, expiresAt: at, usedAt: null };
const client = { id: 'c1', name: 'Cổng dữ liệu', kind: 'service', roles: ['viewer'], mayWrite: false };

/** Pages of people, organisations and keys. */
export const identitySamples: readonly Sample[] = [
  entry('set-up', 'set-up', '/set-up?code=abc', { code: 'abc' }),
  entry('sign-in', 'sign-in', '/sign-in', { next: '/', outside: null }),
  {
    ...entry('sign-in-refused', 'sign-in', '/sign-in', { next: '/runs', outside: 'Keycloak' }),
    typed: { email: attack },
    problem: {
      type: '/problems/wrong-credentials',
      title: 'Chưa đăng nhập được',
      status: 422,
      detail: 'Địa chỉ thư điện tử hoặc mật khẩu không đúng. Kiểm tra rồi thử lại.',
    },
  },
  entry('second-factor', 'second-factor', '/sign-in/second', {
    next: '/',
    totp: true,
    passkey: true,
    recoveryCodes: true,
  }),
  entry(
    'recovery-codes',
    'recovery-codes',
    '/account/recovery-codes',
    { codes: ['ABCDEF-GHJKLM-NPQRST-UVWXYZ'] },
    administrator,
  ),
  entry(
    'consent',
    'consent',
    '/interactions/abc',
    { uid: 'abc', client: `Cổng ${attack}`, organisation: 'Sở', scopes: ['openid', 'email', 'organisations', 'write'] },
    administrator,
  ),
  entry('sign-out', 'sign-out', '/oidc/session/end', { action: '/oidc/session/end/confirm', secret: 'x' }),
  entry('signed-out', 'signed-out', '/oidc/session/end/success', {}),
  entry('reset-request', 'reset-request', '/reset', { sent: false }),
  entry('reset-sent', 'reset-request', '/reset?sent=yes', { sent: true }),
  entry('reset', 'reset', '/reset?code=abc', { code: 'abc', name: 'Nguyễn Văn An' }),
  entry('verify', 'verify', '/verify?code=abc', { code: 'abc', email: 'an@example.gov.vn' }),
  entry('verified', 'verify', '/verify?done=yes', { code: null, email: null }),
  entry('invitation', 'invitation', '/invitation?code=abc', {
    code: 'abc',
    email: 'binh@example.gov.vn',
    roles: ['officer', 'viewer'],
    organisation: 'Sở Nông nghiệp và Môi trường',
    organisationCode: 'H26',
    isKnown: false,
  }),
  entry('account', 'account', '/account', account, administrator),
  entry(
    'account-begun',
    'account',
    '/account',
    {
      ...account,
      isVerified: true,
      totp: {
        since: null,
        begun: { secret: 'JBSWY3DPEHPK3PXP', address: 'otpauth://totp/x', picture: 'data:image/svg+xml;base64,' },
      },
      passkeys: [{ id: 'p1', name: '', createdAt: at, usedAt: null }],
      sessions: [
        { ...session, isThis: true },
        { ...session, id: 's2', isThis: false },
      ],
    },
    administrator,
  ),
  entry('organisations', 'organisations', '/organisations', { organisations }),
  entry('organisations-administrator', 'organisations', '/organisations', { organisations }, administrator),
  entry('organisation', 'organisation', '/organisations/H26.5', {
    ...organisations[1],
    administers: false,
    members: null,
    invitations: null,
    keys: null,
    clients: null,
  }),
  entry(
    'organisation-administrator',
    'organisation',
    '/organisations/H26',
    {
      ...organisations[0],
      administers: true,
      members: [
        { account: 'abc', email: 'an@example.gov.vn', name: 'Nguyễn Văn An', roles: ['administrator'], origin: 'here' },
        { account: 'def', email: 'binh@example.gov.vn', name: attack, roles: ['viewer'], origin: 'outside' },
      ],
      invitations: [{ email: 'chi@example.gov.vn', roles: ['steward'], expiresAt: at }],
      keys: [key, { ...key, id: 'k2', mayWrite: false, usedAt: at }],
      clients: [
        { ...client, provesBy: 'key', usedAt: at },
        { ...client, id: 'c2', kind: 'website', roles: [], provesBy: 'nothing', usedAt: null },
      ],
    },
    administrator,
  ),
  entry(
    'new-key',
    'new-secret',
    '/organisations/H26/keys',
    { kind: 'key', organisation: 'H26', id: 'k1', name: 'Trạm', secret: 'ltk_abc' },
    administrator,
  ),
  entry(
    'new-client',
    'new-secret',
    '/organisations/H26/clients',
    { kind: 'client', organisation: 'H26', id: 'c1', name: attack, secret: null },
    administrator,
  ),
  entry('letters', 'letters', '/letters', {
    hasMail: false,
    letters: [{ id: 1, recipient: 'an@example.gov.vn', subject: attack, text: 'https://example.org', createdAt: at }],
  }),
];
