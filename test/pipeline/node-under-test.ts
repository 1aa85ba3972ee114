import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, type Db, type Route } from '../../src/kernel/index.ts';
import { hasPostgres, startPostgres, type TestServer } from '../support/postgres.ts';
import { quietLog } from '../support/quiet-log.ts';
import { temporaryFolder } from '../kernel/engines.ts';

/** One node for the tests of a file, met from outside: its address and its command line. */
export interface NodeUnderTest {
  readonly engine: 'embedded' | 'server';
  url(): string;
  token(): string;
  /** Runs `lienthong` with these arguments against this node. */
  command(...args: string[]): Promise<Ended>;
}

/** A node of this process, whose store can be reached too: for what has no door from outside yet. */
export interface NodeInProcess extends NodeUnderTest {
  db(): Db;
  /** Its data folder. */
  folder(): string;
  /** All its doors. */
  routes(): readonly Route[];
}

/** `packs`: a folder of packs instead of the product's own. */
export interface NodeSettings {
  readonly packs?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly printed: string;
  /** The last line of what was printed, as `--json` promises it. */
  json(): Record<string, unknown>;
}

const givenUrl = process.env['LIENTHONG_TEST_DATABASE_URL'];
/** The quick suite keeps nodes on PostgreSQL for `test:all`; the store itself is tried on both engines in each. */
const embeddedAlone = process.env['LIENTHONG_TEST_NODES'] === 'embedded';
export const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
let databaseCount = 0;

/** Runs the suite against a node on the embedded engine, and against one on PostgreSQL where there is a server. */
export function onBothNodes(title: string, suite: (node: NodeInProcess) => void, settings: NodeSettings = {}): void {
  onBothStores(title, (databaseUrl, engine) => onNode(engine, databaseUrl, suite, settings));
}

/**
 * Runs the suite with none: the embedded engine; and with the address of a database of its own where there is a server,
 * unless `LIENTHONG_TEST_NODES` is `embedded`.
 */
export function onBothStores(
  title: string,
  suite: (databaseUrl: () => Promise<string | null>, engine: 'embedded' | 'server') => void,
): void {
  describe(`${title} (embedded)`, () => suite(async () => null, 'embedded'));
  if (embeddedAlone) return;
  const skip = givenUrl === undefined && !hasPostgres() && 'no PostgreSQL: set LIENTHONG_TEST_DATABASE_URL';
  describe(`${title} (server)`, { skip }, () => {
    const database = new TestDatabase();
    suite(() => database.create(), 'server');
    after(() => database.drop());
  });
}

/** Runs the suite against one node on the embedded engine, for what does not depend on the engine. */
export function onEmbeddedNode(title: string, suite: (node: NodeInProcess) => void): void {
  describe(title, () => onNode('embedded', async () => null, suite));
}

function onNode(
  engine: NodeUnderTest['engine'],
  databaseUrl: () => Promise<string | null>,
  suite: (node: NodeInProcess) => void,
  { packs }: NodeSettings = {},
): void {
  const folder = temporaryFolder();
  let node: Node;
  let environment: NodeJS.ProcessEnv;
  before(async () => {
    const url = await databaseUrl();
    environment = {
      LIENTHONG_DATA: folder,
      LIENTHONG_PORT: '0',
      LIENTHONG_LOG_LEVEL: 'error',
      // Servers of tests stand on this machine.
      LIENTHONG_ALLOWED_HOSTS: '127.0.0.1',
      ...(url === null ? {} : { LIENTHONG_DATABASE_URL: url }),
    };
    node = await startNode(readConfig(environment), { log: quietLog, ...(packs && { packsFolder: packs }) });
  });
  suite({
    engine,
    url: () => node.url,
    token: () => node.operatorToken,
    db: () => node.db,
    folder: () => folder,
    routes: () => node.routes,
    command: (...args) => runCommand(args, environment),
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Runs `lienthong` as a process of its own, without a terminal. */
export function runCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, '--lang', 'en', ...args], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('close', (code) => {
      const json = () => JSON.parse(printed.trim().split('\n').at(-1)!) as Record<string, unknown>;
      resolve({ code, said, printed, json });
    });
  });
}

/** A database of its own on the given server, or on one that is started for it. */
export class TestDatabase {
  #server: TestServer | null = null;
  #name = '';

  /** The server where this test started it itself. */
  get server(): TestServer | null {
    return this.#server;
  }

  get #rootUrl(): string {
    return this.#server?.url ?? givenUrl!;
  }

  /**
   * Makes the database and gives its address. `ownServer`: on a server that the test may stop; its files stand below
   * `place`, and it has these settings.
   */
  async create(ownServer = false, place?: string, settings?: Readonly<Record<string, string>>): Promise<string> {
    if (givenUrl === undefined || ownServer) this.#server = await startPostgres(place, settings);
    this.#name = `lienthong_test_${process.pid}_${databaseCount++}`;
    await this.#asRoot(`create database ${this.#name}`);
    const url = new URL(this.#rootUrl);
    url.pathname = `/${this.#name}`;
    return url.href;
  }

  async drop(): Promise<void> {
    if (this.#server) await this.#server.stop();
    else if (this.#name) await this.#asRoot(`drop database if exists ${this.#name} with (force)`);
  }

  /** A server that has just opened its port may still be starting. */
  async #connected(): Promise<Client> {
    for (let tries = 0; ; tries++) {
      const client = new Client({ connectionString: this.#rootUrl });
      try {
        await client.connect();
        return client;
      } catch (error) {
        if ((error as { code?: string }).code !== '57P03' || tries === 100) throw error;
        await sleep(50);
      }
    }
  }

  async #asRoot(statement: string): Promise<void> {
    const client = await this.#connected();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
