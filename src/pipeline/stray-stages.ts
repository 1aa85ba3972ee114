import { dropStage, stagedRuns } from '../features/index.ts';
import type { Db, DoctorCheck } from '../kernel/index.ts';
import { lockEnded, unfinishedRuns } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';

/** Drops what a run that has ended left to compare with; a run that may be at work, here or on another node, keeps it. */
export function dropStageOfEnded(db: Db, run: number): Promise<void> {
  return db.transaction(async (tx) => {
    if (await lockEnded(tx, run)) await dropStage(tx, run);
  });
}

/** A process that died after the end of its run, before it had tidied up, leaves tables that no attempt comes back to. */
export async function sweepStages(context: PipelineContext): Promise<void> {
  for (const run of await strayStages(context.db)) {
    try {
      await dropStageOfEnded(context.db, run);
    } catch (error) {
      // Its own run is just dropping it, or the store is away: the next round looks again.
      context.log.warn({ run, error: String(error) }, 'the stage of an ended run could not be dropped');
    }
  }
}

/** What `doctor` says of stages: none should stand but those of runs at work. */
export function pipelineDoctorChecks(db: Db): DoctorCheck[] {
  return [{ name: 'stages', run: () => checkStages(db) }];
}

async function checkStages(db: Db): ReturnType<DoctorCheck['run']> {
  const stray = await strayStages(db);
  if (stray.length === 0) return { ok: true, value: '0' };
  return {
    ok: 'warning',
    value: stray.map((run) => `s_${run}`).join(', '),
    advice: {
      vi: 'Bảng tạm của lượt chạy đã xong vẫn còn; nút tự dọn mỗi phút. Nếu vẫn còn sau vài phút, xem nhật ký.',
      en: 'Stages of runs that have ended still stand; the node sweeps them each minute. If they stay, look at the log.',
    },
  };
}

async function strayStages(db: Db): Promise<number[]> {
  // Stages first: a run that begins in between is then among the unfinished.
  const staged = await stagedRuns(db);
  if (staged.length === 0) return [];
  const open = new Set((await unfinishedRuns(db)).map(({ id }) => id));
  return staged.filter((run) => !open.has(run));
}
