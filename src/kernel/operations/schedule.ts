import type { Jobs } from '../jobs/index.ts';
import type { OperationsContext } from './context.ts';
import { recordDiskSample } from './disk.ts';

const diskSampleKind = 'disk-sample';

/** Samples the disk every hour, so that the last sample of each day is kept; before the job runner starts. */
export async function scheduleOperations(
  jobs: Jobs,
  { db, dataFolder, clock }: Pick<OperationsContext, 'db' | 'dataFolder' | 'clock'>,
): Promise<void> {
  jobs.define(diskSampleKind, {
    title: { vi: 'Ghi dung lượng đĩa', en: 'Note the room on the disk' },
    budgetMs: 60_000,
    run: () => recordDiskSample(db, dataFolder, clock),
  });
  await jobs.schedule(diskSampleKind, '7 * * * *', diskSampleKind);
}
