import { Worker } from 'node:worker_threads';
import { databaseProblem } from '../problems.ts';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './messages.ts';
import { decodeAnswer, encodeStatement, type Answer } from './wire.ts';

interface Waiting {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The engine's thread seen from outside: one exchange at a time, in the order of the queue that stands before it.
 * When the thread dies, every waiting and later exchange is rejected with Problem `database-stopped`.
 */
export class Engine {
  onNotify: (channel: string, payload: string) => void = () => {};
  onStopped: (reason: Error) => void = () => {};
  /** Resolves when the thread is gone, and with it every open file. */
  readonly ended: Promise<void>;
  /** Real fsyncs since the start. */
  syncs = 0;
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #stopped: Error | null = null;
  #closing = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.ended = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (reply: WorkerReply) => this.#waiting.shift()?.resolve(reply));
    worker.on('error', (error) => this.#stop(error));
    worker.on('exit', (code) => this.#stop(new Error(`the engine's thread ended with code ${code}`)));
  }

  static async start(settings: WorkerSettings): Promise<Engine> {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: settings, execArgv: [] });
    const engine = new Engine(worker);
    await engine.#reply();
    return engine;
  }

  /** Sends one statement; throws its DatabaseError. */
  async run(text: string, values: readonly (string | null)[] = [], copy?: string): Promise<Answer> {
    const bytes = encodeStatement(text, values);
    const answer = await this.#exchange({ kind: 'exchange', bytes, copy });
    for (const { channel, payload } of answer.notifications) this.onNotify(channel, payload);
    if (answer.error) throw answer.error;
    return answer;
  }

  /** Ends the thread at once, without a checkpoint: what a crash does. */
  async terminate(reason: Error): Promise<void> {
    this.#stop(reason);
    await this.#worker.terminate();
  }

  /** Writes a checkpoint, closes the files and ends the thread. */
  async close(): Promise<void> {
    if (this.#stopped) return;
    await this.run('checkpoint');
    this.#closing = true;
    this.#send({ kind: 'close', bytes: new Uint8Array(0) });
    await this.ended;
  }

  async #exchange(request: WorkerRequest): Promise<Answer> {
    if (this.#stopped) throw this.#stopped;
    const reply = this.#reply();
    this.#send(request);
    const { bytes, syncs } = await reply;
    this.syncs = syncs;
    const answer = decodeAnswer(bytes);
    if (answer.status === null) {
      await this.terminate(new Error('the engine broke off in the middle of a statement'));
      throw this.#stopped!;
    }
    return answer;
  }

  #reply(): Promise<WorkerReply> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #send(request: WorkerRequest): void {
    this.#worker.postMessage(request, [request.bytes.buffer]);
  }

  #stop(reason: Error): void {
    if (this.#stopped) return;
    this.#stopped = databaseProblem('database-stopped', { reason: reason.message }, { cause: reason });
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#stopped);
    if (!this.#closing) this.onStopped(this.#stopped);
  }
}
