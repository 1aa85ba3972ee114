export { observationMigrations } from './migrations/index.ts';
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
export type { Batch, Taken } from './store/batch.ts';
export { Intake } from './store/intake.ts';
export { SeriesFactsBook } from './judging/series-facts.ts';
export { SeriesJudges } from './judging/series-judges.ts';
export { judgeAgain } from './judging/judge-again.ts';
export { approveByRule } from './approval/approve-by-rule.ts';
export { orderMonths } from './closed-months/order-months.ts';
export { NoteFollower, type FollowSettings } from './store/follow-notes.ts';
export { deriveNeighbours } from './neighbours/derive-neighbours.ts';
export { judgeNeighbours } from './neighbours/judge-neighbours.ts';
export { noteChangedHours, noteClosedHours } from './neighbours/note-hours.ts';
export { sumUp } from './rollup/sum-up.ts';
export { sumsOf, valuesOf, type StoredSum, type StoredValue } from './read/series-values.ts';
export { createConsistencyJudge, type ConsistencyJudge, type ConsistencyVerdict } from './quality/consistency.ts';
export { deriveThresholds, type HistoricValue } from './quality/derive-thresholds.ts';
export {
  createJudge,
  type JudgedObservation,
  type Judgement,
  type JudgeState,
  type SeriesJudge,
} from './quality/judge.ts';
export { judgeSeries, lookAhead, lookBack, type LookBack, type SeriesVerdicts } from './quality/judge-series.ts';
export {
  hintsOf,
  parameterNamed,
  qualityPart,
  qualityRulesOf,
  type ConsistencyRule,
  type ParameterQuality,
  type QualityRules,
} from './quality/quality-part.ts';
export type { ThresholdHints, Thresholds } from './quality/thresholds.ts';
export {
  packTests,
  qualityFlags,
  qualityTests,
  readTests,
  unpackTests,
  withTest,
  type QualityFlag,
  type QualityTest,
  type Verdict,
} from './quality/verdict.ts';
export { computeIndex, levelOf, neededUnits, type IndexData } from './indices/compute-index.ts';
export { explainIndex, explainReason } from './indices/explain-index.ts';
export { indicesOf, indicesPart } from './indices/indices-part.ts';
export type {
  IndexDefinition,
  IndexForm,
  IndexInput,
  IndexLevel,
  IndexResult,
  IndexStep,
  InsufficientReason,
} from './indices/model.ts';
export type { Hourly } from './indices/reduce.ts';
export { observationExamples } from './pack-examples.ts';
export { findLimits, keepsTo, type FoundLimit, type LimitQuery } from './limits/find-limits.ts';
export { limitSetsOf, limitsPart, type LegalLimit, type LimitSet } from './limits/limits-part.ts';
export { SendingCount } from './stations/sending-count.ts';
export { stationExpectations } from './stations/silent-stations.ts';
export { feedExpectations } from './feeds/feed-expectation.ts';
export { measureSpill, spillCheck, spillExpectations } from './spill/expectation.ts';
export { SpillFolder } from './spill/spill-folder.ts';
export { SpillFull } from './spill/spill-room.ts';
export type { SpilledMessage, SpillOrder } from './spill/model.ts';
export { noteEdition, storeInTurn } from './editions/edition-turns.ts';
