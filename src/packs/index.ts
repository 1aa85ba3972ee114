export type {
  Codelist,
  CodelistEntry,
  Crosswalk,
  CrosswalkRow,
  CrsDefinition,
  DatumDefinition,
  LegalSource,
  Location,
  Locations,
  MolarState,
  NameColumns,
  Pack,
  Property,
  PropertyType,
  RowRule,
  SeriesColumns,
  Severity,
  SetRule,
  SetRuleKind,
  Standard,
  Text,
  Unit,
} from './model.ts';
export { codelistEntry, entriesByCode, isValidOn } from './codelist-entry.ts';
export { describePacks, describeTests } from './describe-packs.ts';
export type { Fault, Place } from './faults.ts';
export { loadPacks, type LoadOptions } from './load-packs.ts';
export type { PackSet, RefusedPack } from './pack-set.ts';
export type { CheckContext, PackPart, PartFile, PartValue } from './part.ts';
export { packProblems } from './problems.ts';
export { closed, legalSource, legalSources, reference, severity, slug, text } from './schema.ts';
export { builtInRules } from './standards-part.ts';
export { testPacks, type ExampleRow, type RowVerdict, type TestResult, type TestRunners } from './test-packs.ts';
