import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDatabase } from '../../src/kernel/index.ts';
import { hasPostgres, type TestServer } from '../support/postgres.ts';
import { until } from '../support/wait.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { TestDatabase } from '../pipeline/node-under-test.ts';
import { FourDoors, type Refusal } from './four-doors.ts';
import { noSmallDisk, SmallDisk } from './full-disk.ts';
import { LiveReader } from './live-reader.ts';
import { seeded } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

/** On each store. */
const rounds = 20;
const settings = { LIENTHONG_MQTT_PORT: '0', LIENTHONG_SPILL_MIB: '1' };
/** What is said while there is no room; each says what to do. */
const reasons = new Set([
  ...['disk-full', 'spill-full', 'database-stopped', 'database-unavailable', 'database-interrupted', 'intake-full'],
]);

describe('the disk of the node and its embedded store is full while values come in', () => {
  const disk = new SmallDisk(768);
  const node = new NodeProcess(join(disk.folder, 'data'), null, settings);
  const nothing = async (): Promise<void> => {};
  full({
    ...{ disk, node: () => node, prepare: nothing, hold: () => true, recover: nothing, end: nothing },
    lacks: false,
  });
});

describe('the disk of the database server is full while values come in', () => {
  const disk = new SmallDisk(512);
  const data = temporaryFolder();
  const database = new TestDatabase();
  let server: TestServer;
  let node: NodeProcess;
  full({
    disk,
    node: () => node,
    async prepare() {
      const url = await database.create(true, disk.folder, { max_wal_size: '64MB', min_wal_size: '32MB' });
      server = database.server!;
      node = new NodeProcess(data, url, settings);
    },
    // The node's own disk has room: deliveries are kept there first.
    hold: (doors, before) => doors.kept > before,
    // Where its log found no room the server has ended, or ends a moment later; whoever watches over it starts it again.
    recover: async () => {
      if (server && !server.isRunning) await server.restart();
    },
    async end() {
      await database.drop();
      rmSync(data, { recursive: true, force: true });
    },
    lacks: !hasPostgres() && 'PostgreSQL is not installed',
  });
});

interface Place {
  readonly disk: SmallDisk;
  readonly node: () => NodeProcess;
  readonly prepare: () => Promise<void>;
  /** Whether what is to be seen while the disk is full has been seen. */
  readonly hold: (doors: FourDoors, keptBefore: number) => boolean;
  /** Looks after what runs outside of the node; called again and again while there is room. */
  readonly recover: () => Promise<void>;
  readonly end: () => Promise<void>;
  /** Why it cannot be tried here. */
  readonly lacks: string | false;
}

function full({ disk, node, prepare, hold, recover, end, lacks }: Place): void {
  const random = seeded(29);
  const skip = (!disk.isMounted && noSmallDisk) || lacks;
  let doors: FourDoors;
  let reader: LiveReader;
  let hasRoom = true;
  let recovering: Promise<void> | null = null;
  const recoverWhereThereIsRoom = (): void => {
    if (!hasRoom) return;
    recovering ??= recover()
      .catch(() => {})
      .finally(() => (recovering = null));
  };
  let watch: NodeJS.Timeout;

  before(async () => {
    if (skip) return;
    await prepare();
    await node().start();
    doors = new FourDoors(node(), 'day');
    await doors.open();
    reader = new LiveReader(node(), 'day');
    await reader.start();
    await doors.start();
    await doors.eachIsTaken(20_000);
    watch = setInterval(recoverWhereThereIsRoom, 200);
  });
  after(async () => {
    clearInterval(watch);
    await recovering;
    await reader?.stop();
    await node()?.kill();
    await end();
    disk.remove();
  });

  for (let round = 1; round <= rounds; round++) {
    test(
      `round ${round}: who is refused is told why, and with room all doors take again`,
      { skip },
      async (context) => {
        const [refused, kept] = [doors.refusals.length, doors.kept];
        hasRoom = false;
        await recovering;
        disk.fill(random() * 0.3);
        const fresh = (): Refusal[] => doors.refusals.slice(refused);
        const isFelt = (): boolean => fresh().length > 0 && hold(doors, kept);
        try {
          await until(isFelt, 'the full disk to be felt', 30_000);
        } finally {
          disk.makeRoom();
          hasRoom = true;
        }
        await doors.eachIsTaken(60_000);
        await keptIsStored();
        for (const { door, status, problem } of fresh()) {
          const code = String(problem['type']).split('/').at(-1)!;
          assert.ok(status === 503 || status === 507, `${door}: ${status} ${JSON.stringify(problem)}`);
          assert.ok(reasons.has(code), code);
          assert.ok(String(problem['detail']).length > 40);
        }
        const codes = new Set(fresh().map(({ problem }) => String(problem['type']).split('/').at(-1)));
        context.diagnostic(`${fresh().length} refused (${[...codes].join(', ')}), ${doors.kept - kept} kept`);
      },
    );
  }

  test('what was acknowledged is what is stored and what is in quarantine; each value was told', { skip }, async () => {
    await doors.stop();
    const refused = new Set(doors.refusals.map(({ door }) => door));
    assert.deepEqual([...refused].sort(), ['bulk', 'files', 'sensorthings'], 'each has met the full disk');
    await keptIsStored();
    const { dataFolder, databaseUrl: url } = node();
    await reader.hears(await doors.pushLast());
    await reader.stop();
    assert.equal(await node().stop(), 0);
    const db = await openDatabase({ dataFolder, url });
    try {
      await doors.assertStands(db);
      await reader.assertHeardAll(db);
    } finally {
      await db.close();
    }
  });

  /** With room again the node stores by itself what it kept meanwhile. */
  async function keptIsStored(): Promise<void> {
    const metrics = async (): Promise<string> => (await fetch(new URL('/metrics', node().url()))).text();
    await until(async () => /^lienthong_spill_messages 0$/m.test(await metrics()), 'what was kept is stored', 120_000);
  }
}
