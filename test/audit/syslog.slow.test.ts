import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createServer } from 'node:tls';
import { readOutside } from '../../src/access/index.ts';
import { openSyslog, readConfig } from '../../src/kernel/index.ts';
import { startNode, type Node } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { runCommand } from '../pipeline/node-under-test.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/wait.ts';

const daemon = ['/usr/sbin/rsyslogd', '/sbin/rsyslogd'].find(existsSync);
const skip = daemon === undefined && 'no rsyslogd: install Debian’s package rsyslog';

/** RSYSLOG_SyslogProtocol23Format: every message as it came, by RFC 5424. */
class Collector {
  readonly folder = temporaryFolder();
  readonly file = join(this.folder, 'received.log');
  #process: ChildProcess | null = null;
  port = 0;

  async start(): Promise<void> {
    this.port ||= await freePort();
    const config = join(this.folder, 'rsyslog.conf');
    writeFileSync(
      config,
      `global(workDirectory="${this.folder}")
      module(load="imtcp") module(load="imudp")
      input(type="imtcp" port="${this.port}" address="127.0.0.1")
      input(type="imudp" port="${this.port}" address="127.0.0.1")
      action(type="omfile" file="${this.file}" template="RSYSLOG_SyslogProtocol23Format")\n`,
    );
    this.#process = spawn(daemon!, ['-n', '-f', config, '-i', join(this.folder, 'pid')], { stdio: 'ignore' });
    await until(() => answers(this.port), 'rsyslogd');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process!.once('exit', resolve));
    this.#process!.kill('SIGTERM');
    await ended;
  }

  get text(): string {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8') : '';
  }
}

describe('syslog, with a real daemon', { skip }, () => {
  const collector = new Collector();
  const data = temporaryFolder();
  let node: Node;
  const environment = () => ({
    LIENTHONG_DATA: data,
    LIENTHONG_PORT: '0',
    LIENTHONG_LOG_LEVEL: 'error',
    LIENTHONG_SYSLOG_URL: `syslog+tcp://127.0.0.1:${collector.port}`,
  });
  before(async () => {
    await collector.start();
    node = await startNode(readConfig(environment()), { log: quietLog });
  });
  after(async () => {
    await node.close();
    await collector.stop();
    rmSync(collector.folder, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
  });
  const asOperator = (path: string, init: RequestInit = {}) =>
    fetch(`${node.url}${path}`, { ...init, headers: { authorization: `Bearer ${node.operatorToken}` } });

  test('checkpoints and keys of the audit log arrive', async () => {
    await until(() => /audit-key/.test(collector.text) && /audit-checkpoint/.test(collector.text), 'the checkpoint');
    assert.match(collector.text, /^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ lienthong \d+ audit-checkpoint - \{"kind"/m);
  });

  test('security events arrive: who was refused, with what problem', async () => {
    await asOperator('/runs/4711/discard', { method: 'POST' });
    await until(() => /<108>1 .* security-event - .*"problem":"run-not-found"/.test(collector.text), 'the event');
  });

  test('and of strangers who were turned away', async () => {
    for (let i = 0; i < 3; i++) await fetch(`${node.url}/runs`);
    await until(
      () => /<108>1 .* security-event - .*"problem":"sign-in-required","who":"public"/.test(collector.text),
      'the stranger',
    );
  });

  test('what happened while the collector was away arrives when it is back', async () => {
    await collector.stop();
    await asOperator('/runs/4712/discard', { method: 'POST' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await collector.start();
    await until(() => collector.text.includes('/runs/4712/discard'), 'the late event', 20_000);
  });

  test('what the collector wrote is a copy outside: with it the check finds a tail cut off', async () => {
    await asOperator('/sources');
    const end = async () => {
      const lines = collector.text.split('\n');
      const heads = [...collector.text.matchAll(/"node":"([^"]+)"/g)];
      return (await readOutside(lines, heads.at(-1)![1]!, [])).last!.entry;
    };
    const before = await end();
    await asOperator('/sources');
    await until(async () => (await end()) > before, 'the next checkpoint');
    // Whoever administers the database and the machine takes the copy of the data folder away too.
    await node.close();
    rmSync(join(data, 'audit'), { recursive: true });
    const { openDatabase, sql } = await import('../../src/kernel/index.ts');
    const db = await openDatabase({ dataFolder: data });
    await db.query(sql`delete from audit_entry where number > 3`);
    await db.query(sql`delete from audit_checkpoint where entry > 3`);
    await db.close();
    const { LIENTHONG_SYSLOG_URL: _, ...apart } = environment();
    const checked = await runCommand(['audit', 'verify', '--outside', collector.file, '--json'], apart);
    assert.equal(checked.code, 1);
    const { damages } = checked.json() as { damages: { kind: string; from: number }[] };
    assert.ok(
      damages.some(({ kind }) => kind === 'tail-missing' || kind === 'outside-differs'),
      checked.printed,
    );
    node = await startNode(readConfig(environment()), { log: quietLog });
  });

  test('over UDP', async () => {
    const syslog = openSyslog(`syslog+udp://127.0.0.1:${collector.port}`, quietLog);
    syslog.send({ at: new Date().toISOString(), severity: 'info', id: 'by-datagram', data: { text: 'Nước' } });
    await syslog.close();
    await until(() => /<110>1 .* by-datagram - \{"text":"N\\u01b0\\u1edbc"\}/.test(collector.text), 'the datagram');
  });
});

describe('syslog over TLS (RFC 5425)', () => {
  test('frames are counted in octets; a certificate that nobody vouches for is refused', async () => {
    const folder = temporaryFolder();
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = spawnSync(
      'openssl',
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout ${key} -out ${cert}`.split(
        ' ',
      ),
    );
    assert.equal(made.status, 0, String(made.stderr));
    let received = '';
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      socket.on('error', () => {});
      socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const script = (name: string) =>
      `import { openSyslog } from ${JSON.stringify(new URL('../../src/kernel/index.js', import.meta.url).href)};
       const log = { debug() {}, info() {}, error() {}, warn() {}, child: () => log };
       const syslog = openSyslog('syslog+tls://localhost:${port}', log);
       syslog.send({ at: '2026-01-01T00:00:00Z', severity: 'alert', id: '${name}', data: {} });
       await syslog.close(3000); process.exit(0);`;
    const run = (name: string, environment: NodeJS.ProcessEnv) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script(name)], {
          env: { PATH: process.env['PATH'], ...environment },
          stdio: 'ignore',
        });
        child.once('close', resolve);
      });
    await run('trusted', { NODE_EXTRA_CA_CERTS: cert });
    await run('strange', {});
    server.close();
    rmSync(folder, { recursive: true, force: true });
    const frame = /^(\d+) (<105>1 2026-01-01T00:00:00Z \S+ lienthong \d+ trusted - \{\})$/.exec(received);
    assert.ok(frame, received);
    assert.equal(Number(frame[1]), frame[2]!.length);
  });
});

async function freePort(): Promise<number> {
  const server = createPlainServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
