import type { Mapping } from '../../harmonise/index.ts';
import type { Caller } from '../../kernel/index.ts';
import {
  endCorrection,
  makeCorrections,
  updateRun,
  type Correction,
  type NewCorrection,
  type Run,
} from '../../ledger/index.ts';
import type { Standard } from '../../packs/index.ts';
import type { PipelineContext } from '../context.ts';
import { pipelineProblem } from '../problems.ts';
import { rerun } from '../rerun.ts';
import { textOfCell } from './cell-text.ts';
import { correctedCells, newerRun, rowAsDelivered, type RowAsDelivered } from './row-data.ts';

export interface CorrectionBody {
  /** New texts by column. */
  readonly cells?: Readonly<Record<string, string>>;
  /** The same as a form sends it: columns and their texts side by side. */
  readonly names?: readonly string[];
  readonly values?: readonly string[];
  readonly reason: string;
  /** Runs the delivery again at once. */
  readonly rerun?: boolean;
}

/**
 * Enters what a steward corrects in one record, cell by cell; a cell that gets its old text again is no longer corrected.
 * Throws Problems `record-not-readable`, `correction-unknown-column`, `nothing-corrected` and `newer-run-published`.
 */
export async function correctRow(
  context: PipelineContext,
  caller: Caller,
  run: Run,
  position: number,
  body: CorrectionBody,
): Promise<{ corrections: Correction[]; rerun: number | null }> {
  if (run.delivery === null || run.source === null) throw pipelineProblem('run-has-no-delivery', { run: run.id });
  if (body.rerun) await checkNewest(context, run);
  const row = await rowAsDelivered(context, run, position);
  if (row.cells === null) throw pipelineProblem('record-not-readable', { row: position });
  const changed = changedCells(row, body);
  const back = row.corrections.filter(
    ({ column, endedAt, oldValue }) => endedAt === null && changed.get(column) === oldValue,
  );
  const made = [...changed].filter(([column]) => !back.some((correction) => correction.column === column));
  const rowKey = keyOfRow(run, row, new Set(changed.keys()));
  const corrections = made.map(([column, newValue]): NewCorrection => ({
    delivery: run.delivery!,
    source: run.source!,
    collection: run.collection,
    layer: run.order.layer,
    position,
    column,
    oldValue: row.cells![row.columns.indexOf(column)]!,
    newValue,
    reason: body.reason.trim(),
    rowKey,
    madeBy: caller.id,
    madeByName: caller.name,
  }));
  const entered = await context.db.transaction(async (tx) => {
    for (const { id } of back) await endCorrection(tx, context.clock, id, caller.name);
    return makeCorrections(tx, context.clock, corrections);
  });
  return { corrections: entered, rerun: body.rerun ? await runAgain(context, run) : null };
}

async function checkNewest(context: PipelineContext, run: Run): Promise<void> {
  const newer = await newerRun(context, run);
  if (newer !== null) throw pipelineProblem('newer-run-published', { run: run.id, newer });
}

/** The run that waited for a decision on these very rows is decided by that. */
async function runAgain(context: PipelineContext, run: Run): Promise<number> {
  const again = await rerun(context, run);
  if (run.state === 'waiting') await updateRun(context.db, run.id, { state: 'discarded' });
  return again;
}

/** Texts that differ from what counts now, by column. */
function changedCells(row: RowAsDelivered, body: CorrectionBody): Map<string, string> {
  const given = givenCells(body);
  const unknown = [...given.keys()].filter((name) => !row.columns.includes(name));
  if (unknown.length > 0) {
    throw pipelineProblem('correction-unknown-column', { columns: unknown.join(', '), known: row.columns.join(', ') });
  }
  const now = correctedCells(row);
  const changed = [...given].filter(([name, text]) => lines(text) !== lines(now[row.columns.indexOf(name)]!));
  if (changed.length === 0) throw pipelineProblem('nothing-corrected');
  return new Map(changed.map(([name, text]) => [name, textOfCell(text)]));
}

function givenCells({ cells = {}, names = [], values = [] }: CorrectionBody): Map<string, string> {
  // The only field of a form, where it is empty, is not sent on.
  const sent = names.map((name, index): [string, string] => [name, values[index] ?? '']);
  return new Map([...sent, ...Object.entries(cells)]);
}

/** Browsers send every line end as CR LF. */
const lines = (text: string): string => text.replace(/\r\n?/g, '\n');

/**
 * What the row can be told by in the next file: the cells of its key as they are written. Null where the standard has no
 * key, or one of its cells is empty or corrected itself.
 */
function keyOfRow({ order }: Run, row: RowAsDelivered, changed: ReadonlySet<string>): Record<string, string> | null {
  const { fields } = order.mapping as Mapping;
  const { key } = order.standard as Standard;
  const cells = key.map((name) => {
    const column = fields.find(({ target }) => target === name)?.column;
    const place = column === undefined ? -1 : row.columns.indexOf(column);
    return place === -1 || changed.has(column!) ? null : ([column!, row.cells![place]!] as const);
  });
  if (cells.length === 0 || cells.some((cell) => cell === null || cell[1] === '')) return null;
  return Object.fromEntries(cells as [string, string][]);
}
