import { readLayer } from '../formats/index.ts';
import { route, type Route } from '../kernel/index.ts';
import { findDelivery, type Run } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { inputOf, inspectionOf } from './inspection.ts';
import { ownRun } from './own-objects.ts';
import { numberOf } from './paging.ts';
import { pipelineProblem } from './problems.ts';

const rowsBefore = 5;
const rowsAfter = 5;
/** Whoever asks for a row far down a large file waits so long at most. */
const patienceMs = 30_000;

/** The kept file as it stands around one row: from a problem to the cell that has it. */
export function sourceRowsRoute(context: PipelineContext): Route {
  return route({
    method: 'GET',
    path: '/runs/{runId}/file',
    operationId: 'getSourceRows',
    tag: 'runs',
    summary: { vi: 'Tệp gốc quanh một dòng', en: 'The file as it was delivered, around one row' },
    resource: 'source-rows',
    formats: ['json'],
    access: ['steward'],
    parameters: [
      {
        name: 'row',
        in: 'query',
        required: true,
        schema: { type: 'integer', minimum: 1 },
        description: { vi: 'Số dòng trong tệp', en: 'Row in the file' },
      },
      {
        name: 'column',
        in: 'query',
        schema: { type: 'string' },
        description: { vi: 'Cột cần xem', en: 'Column to look at' },
      },
    ],
    handle: async (request) => {
      const run = await ownRun(context, request);
      const at = numberOf(request, 'row', 1);
      const found = await readSourceRows(context, run, at);
      return {
        resource: 'source-rows',
        rows: found.rows.length,
        data: { run: run.id, collection: run.collection, row: at, column: request.query['column'] || null, ...found },
      };
    },
  });
}

/** Some rows of the kept file, in file order. */
export interface SourceRows {
  readonly file: string;
  /** Null where the file is one table. */
  readonly layer: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

interface SourceRow {
  readonly position: number;
  /** Cells in the order of `columns`; null for a record that could not be read, which stands in `raw`. */
  readonly cells: readonly unknown[] | null;
  readonly raw: string | null;
}

/**
 * The kept file of a run around one row. Throws Problems `row-not-in-file`, `row-too-far` and `run-has-no-delivery`.
 */
export async function readSourceRows(context: PipelineContext, run: Run, at: number): Promise<SourceRows> {
  const patience = AbortSignal.timeout(patienceMs);
  const found = await rowsAround(context, run, at, patience).catch((error: unknown) => {
    throw patience.aborted ? pipelineProblem('row-too-far', { row: at, seconds: patienceMs / 1_000 }) : error;
  });
  if (!found) throw pipelineProblem('row-not-in-file', { run: run.id, row: at });
  return found;
}

/** Reads the kept bytes up to the row and a little further; what comes before is not held. Null: no such row. */
async function rowsAround(
  context: PipelineContext,
  run: Run,
  at: number,
  signal: AbortSignal,
): Promise<SourceRows | null> {
  const delivery = run.delivery === null ? null : await findDelivery(context.db, run.delivery);
  const layer =
    delivery && inspectionOf(delivery).layers.find((candidate) => candidate.layer.id === run.order.layer)?.layer;
  if (!delivery || !layer) throw pipelineProblem('run-has-no-delivery', { run: run.id });
  const before: SourceRow[] = [];
  const rows: SourceRow[] = [];
  const batches = readLayer(inputOf(context, delivery), layer, {
    workFolder: context.workFolder,
    ogr2ogr: context.ogr2ogr ?? null,
    signal,
  });
  for await (const batch of batches) {
    signal.throwIfAborted();
    const read: SourceRow[] = batch.rows.map((cells, index) => ({
      position: batch.positions[index]!,
      cells,
      raw: null,
    }));
    const rejected = (batch.rejected ?? []).map(({ position, raw }) => ({ position, cells: null, raw }));
    for (const row of [...read, ...rejected].sort((a, b) => a.position - b.position)) {
      if (row.position >= at) rows.push(row);
      else if (before.push(row) > rowsBefore) before.shift();
    }
    if (rows.length > rowsAfter) break;
  }
  if (rows[0]?.position !== at) return null;
  return {
    file: delivery.name,
    layer: layer.id === '' ? null : layer.title,
    columns: layer.columns,
    rows: [...before, ...rows.slice(0, rowsAfter + 1)],
  };
}
