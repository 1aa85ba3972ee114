export type {
  ColumnGuess,
  ColumnProfile,
  CrsReason,
  FieldMapping,
  GeometryMapping,
  HarmonisedBatch,
  HarmonisedRow,
  HarmoniserInput,
  Issue,
  Mapping,
  Profile,
  QuarantinedRow,
  ScaleChange,
  ScaleFinding,
  SystematicIssue,
  Value,
} from './model.ts';
export {
  describeCoordinates,
  describeCrsReason,
  describeInPlace,
  describeIssue,
  type DescribedCoordinates,
} from './describe-issue.ts';
export { CrsBook, type SourceCrs } from './places/crs-book.ts';
export { PlaceSample, sampled } from './places/place-sample.ts';
export { proposeGeometry, type GeometryProposal, type ProposedCrs } from './places/propose-geometry.ts';
export { UnitPlaces } from './places/unit-places.ts';
export { resolveCrs, type ResolvedCrs } from './places/resolve-crs.ts';
export { chooseCrs, sourceCoordinates, type SourceCoordinates } from './places/source-coordinates.ts';
export { inverseOf, transformOf, type Transform } from './places/transform.ts';
export { geometryToEwkbHex } from './ewkb.ts';
export { chooseLetters, withoutFoundLetters } from './choose-letters.ts';
export { createHarmoniser, type Harmoniser } from './harmoniser.ts';
export type { HarmoniserContext } from './harmoniser-context.ts';
export { inferStandard } from './infer-standard.ts';
export {
  createLetters,
  detectLetters,
  encodingsPart,
  letterConverter,
  LetterSample,
  type LetterEncoding,
  type Letters,
  type LettersGuess,
} from './letters/index.ts';
export { harmoniseMessages } from './messages.ts';
export { harmoniseProblems } from './problems.ts';
export { profileLayer, type ProfileOptions } from './profile-layer.ts';
export { widenStandard, type Widening } from './widen-standard.ts';
export { findDrift, followRenames, type Drift, type Renamed } from './propose/drift.ts';
export type { Correction, FieldProposal, MappingProposal, ProposeContext } from './propose/model.ts';
export { proposeMapping, sureScore } from './propose/propose-mapping.ts';
export { seemsToFollow } from './propose/seems-to-follow.ts';
export { foldLetters } from './property-names.ts';
export { UnitBook } from './units/unit-book.ts';
export { unitsOfPacks } from './units/units-of-packs.ts';
export { compareScales } from './scale/compare-deliveries.ts';
export { scaleIssue } from './scale/scale-issue.ts';
