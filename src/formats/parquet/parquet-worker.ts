import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from './parquet-fault.ts';
import { openParquet, type ParquetFile } from './parquet-file.ts';
import { ParquetTable } from './parquet-table.ts';

/** What the thread is started with. */
export interface ParquetTask {
  readonly path: string;
  readonly name: string;
  readonly mostColumns: number;
}

/** Asks for the summary, or for rows. */
export type ParquetQuestion =
  { readonly kind: 'summary' } | { readonly kind: 'rows'; readonly from: number; readonly to: number };

export type ParquetAnswer =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly code: string; readonly parameters: Readonly<Record<string, unknown>> };

const { path, name, mostColumns } = workerData as ParquetTask;
let open: Promise<{ file: ParquetFile; table: ParquetTable }> | undefined;

async function opened() {
  const file = await openParquet(path, name);
  return { file, table: new ParquetTable(file, mostColumns) };
}

parentPort!.on('message', (question: ParquetQuestion) => {
  open ??= opened();
  open
    .then(({ table }): Promise<unknown> => {
      return question.kind === 'summary' ? table.summary() : table.rows(question.from, question.to);
    })
    .then(
      (value): ParquetAnswer => ({ kind: 'done', value }),
      (error: unknown): ParquetAnswer => {
        const { code, parameters } = faultOf(error, name);
        return { kind: 'problem', code, parameters };
      },
    )
    .then((answer) => parentPort!.postMessage(answer, []));
});
