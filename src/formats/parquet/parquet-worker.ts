import { parentPort } from 'node:worker_threads';
import { faultOf } from './parquet-fault.ts';
import { openParquet, type ParquetFile } from './parquet-file.ts';
import { ParquetTable } from './parquet-table.ts';

/** The file that the questions after it are about. */
export interface ParquetTask {
  readonly path: string;
  readonly name: string;
  readonly mostColumns: number;
}

/** Names a file, asks for its summary or for rows, or is done with it. */
export type ParquetQuestion =
  | { readonly kind: 'open'; readonly task: ParquetTask }
  | { readonly kind: 'summary' }
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }
  | { readonly kind: 'close' };

export type ParquetAnswer =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly code: string; readonly parameters: Readonly<Record<string, unknown>> };

let current: { readonly name: string; readonly file: ParquetFile; readonly table: ParquetTable } | undefined;

async function answer(question: ParquetQuestion): Promise<unknown> {
  switch (question.kind) {
    case 'open':
      return open(question.task);
    case 'summary':
      return current!.table.summary();
    case 'rows':
      return current!.table.rows(question.from, question.to);
    case 'close':
      await current?.file.close();
      current = undefined;
      return null;
  }
}

async function open({ path, name, mostColumns }: ParquetTask): Promise<null> {
  const file = await openParquet(path, name);
  try {
    current = { name, file, table: new ParquetTable(file, mostColumns) };
  } catch (error) {
    await file.close();
    throw error;
  }
  return null;
}

parentPort!.on('message', (question: ParquetQuestion) => {
  const name = question.kind === 'open' ? question.task.name : (current?.name ?? '');
  answer(question)
    .then(
      (value): ParquetAnswer => ({ kind: 'done', value }),
      (error: unknown): ParquetAnswer => {
        const { code, parameters } = faultOf(error, name);
        return { kind: 'problem', code, parameters };
      },
    )
    .then((told) => parentPort!.postMessage(told, []));
});
