import { Worker } from 'node:worker_threads';
import type { ByteSource } from '../byte-source.ts';
import { formatProblems, problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { ParquetAnswer, ParquetQuestion } from './parquet-worker.ts';

const mostMegabytes = 1_024;
/** A thread takes some 40 ms to start, more than a small file to read: one that ended well waits so long for the next. */
const waitsMs = 10_000;
let waiting: { readonly worker: Worker; readonly timer: NodeJS.Timeout; readonly forget: () => void } | undefined;

/**
 * The library believes what a file claims, and damaged bytes can make it count or reserve without end. It works in a
 * thread with bounded memory, and each answer has its time; the node goes on.
 */
export class ParquetThread {
  readonly fileBytes: number;
  readonly #worker: Worker;
  readonly #file: string;
  readonly #reading: Reading;
  /** An answer is owed, or never came: nobody else may ask this thread. */
  #isBusy = false;

  private constructor(worker: Worker, file: string, fileBytes: number, reading: Reading) {
    this.#worker = worker;
    this.#file = file;
    this.fileBytes = fileBytes;
    this.#reading = reading;
  }

  /** Opens the file in a thread of its own; `end` it when done. Throws the Problems of opening. */
  static async start(source: ByteSource, reading: Reading): Promise<ParquetThread> {
    const path = await source.path();
    const thread = new ParquetThread(takeWorker(), source.name, source.sizeBytes ?? 0, reading);
    try {
      const task = { path, name: source.name, mostColumns: reading.limits.columns };
      await thread.ask({ kind: 'open', task });
    } catch (error) {
      await thread.end();
      throw error;
    }
    return thread;
  }

  /** Throws Problem `damaged-file` where the thread runs out of memory or time, and the Problems of reading. */
  async ask<Value>(question: ParquetQuestion): Promise<Value> {
    const { signal, limits } = this.#reading;
    signal?.throwIfAborted();
    this.#isBusy = true;
    const answer = await new Promise<ParquetAnswer>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const give = (reason: string) => settle(() => resolve(this.#damaged(reason)));
      const onAbort = () => settle(() => reject(signal!.reason as Error));
      const onMessage = (message: ParquetAnswer) => {
        this.#isBusy = false;
        settle(() => resolve(message));
      };
      const onError = (error: Error) => give(error.message);
      const onExit = (code: number) => give(`exit ${code}`);
      const timer = setTimeout(() => give(`> ${limits.decodeMs / 1_000} s`), limits.decodeMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      this.#worker.postMessage(question, []);
    });
    if (answer.kind === 'done') return answer.value as Value;
    throw problem(answer.code as keyof typeof formatProblems, answer.parameters as never);
  }

  /** Closes the file; a thread that answered everything is kept a while for the next file. */
  async end(): Promise<void> {
    if (!this.#isBusy && !this.#reading.signal?.aborted) {
      const isClosed = await this.ask({ kind: 'close' }).then(
        () => true,
        () => false,
      );
      if (isClosed && !this.#isBusy && keepWorker(this.#worker)) return;
    }
    await endWorker(this.#worker);
  }

  #damaged(reason: string): ParquetAnswer {
    return { kind: 'problem', code: 'damaged-file', parameters: { file: this.#file, place: 'Parquet', reason } };
  }
}

function takeWorker(): Worker {
  if (waiting) {
    const { worker, timer, forget } = waiting;
    waiting = undefined;
    clearTimeout(timer);
    worker.off('error', forget).off('exit', forget);
    worker.ref();
    return worker;
  }
  return new Worker(new URL('./parquet-worker.js', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
}

/** One thread waits at most, and keeps no process alive. */
function keepWorker(worker: Worker): boolean {
  if (waiting) return false;
  const timer = setTimeout(() => {
    waiting = undefined;
    void endWorker(worker);
  }, waitsMs);
  timer.unref();
  worker.unref();
  const forget = () => {
    if (waiting?.worker !== worker) return;
    clearTimeout(timer);
    waiting = undefined;
  };
  worker.on('error', forget).on('exit', forget);
  waiting = { worker, timer, forget };
  return true;
}

async function endWorker(worker: Worker): Promise<void> {
  worker.on('error', () => {});
  await worker.terminate();
}
