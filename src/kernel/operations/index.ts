export type { OperationsContext } from './context.ts';
export type { ShownCheck, ShownExpectation } from './examine.ts';
export { formatBytes } from './disk.ts';
export { operationsMigrations } from './migrations.ts';
export type { DoctorCheck, DoctorResult, Expectation, Finding, State as HealthState, Told } from './model.ts';
export { doctor, operationsRoutes, type DoctorResource, type OperationsResource } from './routes.ts';
export { scheduleOperations } from './schedule.ts';
