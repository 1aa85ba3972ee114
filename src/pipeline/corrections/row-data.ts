import { describeInPlace, type Issue } from '../../harmonise/index.ts';
import type { Language } from '../../kernel/index.ts';
import { findQuarantined, listCorrections, listRuns, type Correction, type Run } from '../../ledger/index.ts';
import type { PipelineContext } from '../context.ts';
import { pipelineProblem } from '../problems.ts';
import { readSourceRows } from '../source-rows-route.ts';
import { textOfCell } from './cell-text.ts';

/** So many corrections of one row are listed. */
const mostListed = 200;

export interface RowAsDelivered {
  readonly file: string;
  readonly columns: readonly string[];
  /** Texts of the cells as they stand in the file; null for a record that could not be read. */
  readonly cells: readonly string[] | null;
  /** Newest first. */
  readonly corrections: readonly Correction[];
}

/** A record of the kept file with what has been corrected in it. */
export async function rowAsDelivered(context: PipelineContext, run: Run, position: number): Promise<RowAsDelivered> {
  const { file, columns, rows } = await readSourceRows(context, run, position);
  const cells = rows.find((row) => row.position === position)?.cells ?? null;
  const of = { layer: run.order.layer, position, limit: mostListed };
  return {
    file,
    columns,
    cells: cells && columns.map((_, index) => textOfCell(cells[index])),
    corrections: await listCorrections(context.db, run.delivery!, of),
  };
}

/** The text of each cell with the corrections that stand. */
export function correctedCells({ columns, cells, corrections }: RowAsDelivered): string[] {
  const standing = corrections.filter(({ endedAt }) => endedAt === null);
  return columns.map((name, index) => standing.find(({ column }) => column === name)?.newValue ?? cells![index]!);
}

/** A row with all that its page shows: each cell as delivered and as corrected, with what is wrong with it. */
export async function rowData(context: PipelineContext, run: Run, position: number, language: Language) {
  if (run.delivery === null) throw pipelineProblem('run-has-no-delivery', { run: run.id });
  const row = await rowAsDelivered(context, run, position);
  const quarantined = await findQuarantined(context.db, run.id, position);
  const issues = quarantined?.issues ?? [];
  const said = (told: readonly Issue[]) => told.map((issue) => describeInPlace(issue, language));
  const corrected = row.cells && correctedCells(row);
  return {
    run: run.id,
    delivery: run.delivery,
    collection: run.collection,
    position,
    file: row.file,
    isQuarantined: quarantined !== null,
    problems: said(issues.filter(({ column }) => column === null || !row.columns.includes(column))),
    cells:
      row.cells &&
      row.columns.map((column, index) => ({
        column,
        value: row.cells![index]!,
        corrected: corrected![index]!,
        problems: said(issues.filter((issue) => issue.column === column)),
      })),
    corrections: row.corrections.map(({ madeBy: _, rowKey, ...correction }) => ({
      ...correction,
      isCarried: rowKey !== null,
    })),
    newerRun: await newerRun(context, run),
  };
}

/** A run that published a later delivery of the collection: running this one again would bring older data back. */
export async function newerRun(context: PipelineContext, run: Run): Promise<number | null> {
  const [newest] = await listRuns(context.db, { collection: run.collection, states: ['done'], limit: 1 });
  return newest && newest.delivery !== null && run.delivery !== null && newest.delivery > run.delivery
    ? newest.id
    : null;
}
