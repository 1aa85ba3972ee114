export type {
  Codelist,
  CodelistEntry,
  CrsDefinition,
  LegalSource,
  Pack,
  Property,
  PropertyType,
  RowRule,
  Severity,
  Standard,
  Text,
} from './model.ts';
