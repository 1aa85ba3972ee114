import { rmSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { hasPostgres } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { runCommand, TestDatabase, type Ended } from '../pipeline/node-under-test.ts';
import { Visitor } from './visitor.ts';

/** A clock that tests move. */
export class TestClock {
  #ahead = 0;
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }
  pass(ms: number): void {
    this.#ahead += ms;
  }
}

/** A node whose people are tested, met by HTTP. */
export interface AccessNode {
  readonly clock: TestClock;
  node(): Node;
  url(): string;
  command(...args: string[]): Promise<Ended>;
  visitor(): Visitor;
  /** As a program: JSON with a bearer, or as anybody. */
  call(path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly method?: string;
  readonly bearer?: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** Runs the suite on the embedded engine, and on PostgreSQL where there is one. */
export function onAccessNodes(
  title: string,
  suite: (node: AccessNode) => void,
  settings: () => Promise<Record<string, string>> = async () => ({}),
): void {
  describe(`${title} (embedded)`, () => onNode(async () => null, settings, suite));
  const skip = !process.env['LIENTHONG_TEST_DATABASE_URL'] && !hasPostgres() && 'no PostgreSQL';
  describe(`${title} (server)`, { skip }, () => {
    const database = new TestDatabase();
    onNode(() => database.create(), settings, suite);
    after(() => database.drop());
  });
}

/** Runs the suite on the embedded engine alone. */
export function onAccessNode(
  title: string,
  suite: (node: AccessNode) => void,
  settings: () => Promise<Record<string, string>> = async () => ({}),
): void {
  describe(title, () => onNode(async () => null, settings, suite));
}

function onNode(
  databaseUrl: () => Promise<string | null>,
  settings: () => Promise<Record<string, string>>,
  suite: (node: AccessNode) => void,
): void {
  const folder = temporaryFolder();
  const clock = new TestClock();
  let node: Node;
  let environment: Record<string, string>;
  before(async () => {
    const url = await databaseUrl();
    environment = {
      LIENTHONG_DATA: folder,
      LIENTHONG_PORT: '0',
      LIENTHONG_LOG_LEVEL: 'error',
      ...(url === null ? {} : { LIENTHONG_DATABASE_URL: url }),
      ...(await settings()),
    };
    node = await startNode(readConfig(environment), { log: quietLog, clock });
  });
  suite({
    clock,
    node: () => node,
    url: () => node.url,
    command: (...args) => runCommand(args, environment),
    visitor: () => new Visitor(node.url),
    call: (path, options = {}) => call(node.url, path, options),
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function call(base: string, path: string, { method = 'GET', bearer, body }: CallOptions): Promise<Answer> {
  const response = await fetch(new URL(path, base), {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
}

export const goodPassword = 'bảy con cò trắng bay';
export const administrator = { email: 'an@example.gov.vn', name: 'Nguyễn Văn An', password: goodPassword };

/** Sets the node up by its page; gives the browser, signed in as the first administrator. */
export async function setUpNode(node: AccessNode, organisation = 'H26'): Promise<Visitor> {
  const visitor = node.visitor();
  const link = new URL((await node.node().setUpLink())!);
  const answer = await visitor.fill(link.pathname + link.search, '/set-up', {
    organisation,
    organisationName: 'Sở Tài nguyên thử',
    ...administrator,
  });
  if (answer.status !== 303) throw new Error(`set-up answered ${answer.status}: ${answer.html.slice(0, 3_000)}`);
  return visitor;
}

/** Signs somebody in by the page; gives the browser. */
export async function signIn(node: AccessNode, email: string, password: string): Promise<Visitor> {
  const visitor = node.visitor();
  await visitor.fill('/sign-in', '/sign-in', { email, password });
  return visitor;
}

/** Invites somebody, and takes the link from the operator's letters; gives the new member's browser. */
export async function inviteNew(
  node: AccessNode,
  by: Visitor,
  organisation: string,
  person: { email: string; name: string; password: string },
  roles: string[],
): Promise<Visitor> {
  const page = `/organisations/${organisation}`;
  const sent = await by.fill(page, `${page}/invitations`, { email: person.email, roles });
  if (sent.status !== 303) throw new Error(`the invitation answered ${sent.status}: ${sent.html.slice(0, 3_000)}`);
  const visitor = node.visitor();
  const link = await linkFor(node, person.email);
  const { name, password } = person;
  const answer = await visitor.fill(link, '/invitation', { name, password });
  if (answer.status !== 303) throw new Error(`joining answered ${answer.status}: ${answer.html.slice(0, 3_000)}`);
  return visitor;
}

/** The link of the newest letter to somebody, as the operator reads it without a mail server. */
export async function linkFor(node: AccessNode, recipient: string): Promise<string> {
  const { body } = await node.call('/letters', { bearer: node.node().operatorToken });
  const letters = body['letters'] as { recipient: string; text: string }[];
  const letter = letters.find((one) => one.recipient === recipient);
  return linkIn(letter?.text ?? '');
}

export function linkIn(text: string): string {
  const url = new URL(/https?:\/\/\S+/.exec(text)![0]);
  return url.pathname + url.search;
}
