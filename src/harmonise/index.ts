export type {
  ColumnGuess,
  ColumnProfile,
  FieldMapping,
  HarmonisedBatch,
  HarmonisedRow,
  HarmoniserInput,
  Issue,
  Mapping,
  Profile,
  QuarantinedRow,
  SystematicIssue,
  Value,
} from './model.ts';
export { describeIssue } from './describe-issue.ts';
export { geometryToEwkbHex } from './ewkb.ts';
export { createHarmoniser, type Harmoniser } from './harmoniser.ts';
export type { HarmoniserContext } from './harmoniser-context.ts';
export { inferStandard } from './infer-standard.ts';
export { harmoniseMessages } from './messages.ts';
export { harmoniseProblems } from './problems.ts';
export { profileLayer, type ProfileOptions } from './profile-layer.ts';
export { widenStandard, type Widening } from './widen-standard.ts';
