export { observationMigrations } from './migrations.ts';
export { observationProblem, observationProblems } from './problems.ts';
export { approvals, deviceStates, flags, type ObservationsContext, type Reading, type ReadingCounts } from './model.ts';
export { observationId, observationKey } from './observation-id.ts';
export {
  createNetwork,
  findNetwork,
  readableNetworks,
  type Network,
  type NetworkView,
  type NewNetwork,
} from './networks/networks.ts';
export { openObservations, type Observations } from './open-observations.ts';
export { Intake, type Batch, type Taken } from './store/intake.ts';
export { stateJudge, type Judge } from './store/judge.ts';
export { RollUp } from './rollup/roll-up.ts';
export { sumsOf, valuesOf, type StoredSum, type StoredValue } from './read/series-values.ts';
