import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { main, runCommand, type Ended, type NodeUnderTest } from '../pipeline/node-under-test.ts';

/** A node as a process of its own, that tests may end as a power cut would. */
export class NodeProcess implements NodeUnderTest {
  readonly engine: NodeUnderTest['engine'];
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | null = null;
  #url = '';
  #log = '';

  constructor(dataFolder: string, databaseUrl: string | null, settings: NodeJS.ProcessEnv = {}) {
    this.engine = databaseUrl === null ? 'embedded' : 'server';
    this.dataFolder = dataFolder;
    this.databaseUrl = databaseUrl;
    this.#environment = {
      LIENTHONG_DATA: dataFolder,
      LIENTHONG_PORT: '0',
      LIENTHONG_LOG_LEVEL: 'info',
      ...settings,
      ...(databaseUrl === null ? {} : { LIENTHONG_DATABASE_URL: databaseUrl }),
    };
  }

  /** Starts the process and does not wait until it serves. */
  launch(): void {
    this.#log = '';
    const child = spawn(process.execPath, [main, '--lang', 'en', 'start'], {
      env: { PATH: process.env['PATH'], ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#log = (this.#log + text).slice(-20_000)));
    }
    this.#child = child;
  }

  /** Starts the process and waits until it serves. */
  async start(): Promise<void> {
    this.launch();
    for (const end = performance.now() + 60_000; performance.now() < end; await sleep(25)) {
      if (this.#child!.exitCode !== null) break;
      if (await this.#serves()) return;
    }
    throw new Error(`The node does not serve:\n${this.#log}`);
  }

  async #serves(): Promise<boolean> {
    try {
      const { pid, url } = JSON.parse(readFileSync(join(this.dataFolder, 'node.json'), 'utf8')) as {
        pid: number;
        url: string;
      };
      if (pid !== this.#child!.pid) return false;
      this.#url = url;
      return (await fetch(`${url}/readyz`)).ok;
    } catch {
      return false;
    }
  }

  url(): string {
    return this.#url;
  }

  token(): string {
    return readFileSync(join(this.dataFolder, 'operator-token'), 'utf8').trim();
  }

  command(...args: string[]): Promise<Ended> {
    return runCommand(args, { ...this.#environment, LIENTHONG_LOG_LEVEL: 'error' });
  }

  /** Where it says that it listens; for nodes that share a data folder, where only the last one is announced. */
  async listens(): Promise<string> {
    for (const end = performance.now() + 60_000; performance.now() < end && this.isRunning; await sleep(25)) {
      const said = /The node serves at (\S+)/.exec(this.#log)?.[1];
      if (said !== undefined) return (this.#url = said);
    }
    throw new Error(`The node does not listen:\n${this.#log}`);
  }

  /** Port of its MQTT broker. */
  mqttPort(): number {
    return Number(/"port":(\d+),"message":"the MQTT broker listens"/.exec(this.#log)![1]);
  }

  /** The end of what it wrote to its log. */
  get log(): string {
    return this.#log;
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resident memory of the process in MiB. */
  memoryMiB(): number {
    const status = readFileSync(`/proc/${this.#child!.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
  }

  /** Ends the process at once, between two instructions. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop; gives the exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#child!.exitCode;
  }

  /** The exit code once it has ended by itself. */
  async exit(): Promise<number | null> {
    const child = this.#child!;
    if (this.isRunning) await once(child, 'close');
    return child.exitCode;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#child!, 'close');
    this.#child!.kill(signal);
    await ended;
  }
}
