import { Worker } from 'node:worker_threads';
import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Layer, RowBatch } from '../model.ts';
import { formatProblems, problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import type { ParquetRow, ParquetSummary } from './parquet-table.ts';
import type { ParquetAnswer, ParquetQuestion, ParquetTask } from './parquet-worker.ts';

/** Parquet and GeoParquet, row group by row group, large groups in parts. */
export const parquetReader: FormatReader = {
  formats: ['parquet'],
  inspect: inspectParquet,
  read: readParquet,
};

/** Cells unpacked at once. */
const mostCells = 2_000_000;
const mostMegabytes = 1_024;

async function inspectParquet(source: ByteSource, reading: Reading): Promise<Inspected> {
  const thread = await ParquetThread.start(source, reading);
  try {
    const { columns, groupRows, hasGeometry, crs, detected } = await thread.ask<ParquetSummary>({ kind: 'summary' });
    const rows = groupRows.reduce((sum, count) => sum + count, 0);
    reading.checkUnpacked(source.name, rows * Math.max(1, columns.length));
    return {
      layers: [
        {
          format: 'parquet',
          columns: uniqueColumns(columns),
          hasGeometry,
          ...(crs ? { crs } : {}),
          detected,
          settings: {},
          empty: rows === 0,
        },
      ],
    };
  } finally {
    await thread.end();
  }
}

async function* readParquet(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const thread = await ParquetThread.start(source, reading);
  try {
    const { columns, groupRows } = await thread.ask<ParquetSummary>({ kind: 'summary' });
    const total = Math.max(
      1,
      groupRows.reduce((sum, count) => sum + count, 0),
    );
    const step = Math.max(1_000, Math.floor(mostCells / (columns.length + 1)));
    const batches = new RowBatches(layer.hasGeometry, batchRows);
    let from = 0;
    for (const count of groupRows) {
      for (const end = from + count; from < end;) {
        const to = Math.min(end, from + step);
        for (const row of await thread.ask<ParquetRow[]>({ kind: 'rows', from, to })) {
          from += 1;
          addRow(batches, layer, row, from);
          if (batches.isFull) yield batches.take(Math.round((thread.fileBytes * from) / total));
        }
      }
    }
    if (!batches.isEmpty) yield batches.take(thread.fileBytes);
  } finally {
    await thread.end();
  }
}

function addRow(batches: RowBatches, layer: Layer, { cells, geometry, fault }: ParquetRow, position: number): void {
  if (fault === null) batches.add(position, cells, geometry);
  else {
    const raw = JSON.stringify(Object.fromEntries(layer.columns.map((name, index) => [name, cells[index]])));
    batches.reject(position, 'invalid-geometry', raw, fault);
  }
}

/**
 * The library believes what a file claims, and damaged bytes can make it count or reserve without end. It works in a
 * thread with bounded memory, and each answer has its time; the node goes on.
 */
class ParquetThread {
  readonly fileBytes: number;
  readonly #worker: Worker;
  readonly #file: string;
  readonly #reading: Reading;

  private constructor(worker: Worker, file: string, fileBytes: number, reading: Reading) {
    this.#worker = worker;
    this.#file = file;
    this.fileBytes = fileBytes;
    this.#reading = reading;
  }

  static async start(source: ByteSource, reading: Reading): Promise<ParquetThread> {
    const task: ParquetTask = { path: await source.path(), name: source.name, mostColumns: reading.limits.columns };
    const worker = new Worker(new URL('./parquet-worker.js', import.meta.url), {
      workerData: task,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    return new ParquetThread(worker, source.name, source.sizeBytes ?? 0, reading);
  }

  /** Throws Problem `damaged-file` where the thread runs out of memory or time, and the Problems of reading. */
  async ask<Value>(question: ParquetQuestion): Promise<Value> {
    const { signal, limits } = this.#reading;
    signal?.throwIfAborted();
    const answer = await new Promise<ParquetAnswer>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const give = (reason: string) => settle(() => resolve(this.#damaged(reason)));
      const onAbort = () => settle(() => reject(signal!.reason as Error));
      const onMessage = (message: ParquetAnswer) => settle(() => resolve(message));
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

  async end(): Promise<void> {
    this.#worker.on('error', () => {});
    await this.#worker.terminate();
  }

  #damaged(reason: string): ParquetAnswer {
    return { kind: 'problem', code: 'damaged-file', parameters: { file: this.#file, place: 'Parquet', reason } };
  }
}
