export { createJobs } from './create-jobs.ts';
export { kernelMigrations } from './migrations.ts';
export {
  createOutbox,
  emit,
  emitEach,
  type EventRecord,
  type Outbox,
  type OutboxOptions,
  type SubscribeOptions,
} from './outbox.ts';
export { jobProblems } from './problems.ts';
export { nextTime, scheduleZone } from './schedules.ts';
export type {
  EnqueueOptions,
  Job,
  JobContext,
  JobFailure,
  JobFilter,
  JobKind,
  Jobs,
  JobsOptions,
  JobState,
} from './model.ts';
