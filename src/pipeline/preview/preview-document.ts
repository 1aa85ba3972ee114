import { geometryOfWkb } from '../../formats/index.ts';
import { describeInPlace, describeIssue, type Issue, type Mapping } from '../../harmonise/index.ts';
import type { Geometry, Language } from '../../kernel/index.ts';
import type { Property, Standard } from '../../packs/index.ts';
import { guardShare } from '../guards.ts';
import type { Plan } from '../plan-layer.ts';
import type { Trial, TriedRow } from './try-rows.ts';
import { hasWarning, worstFirst } from './worst-first.ts';

const rowsShown = 20;
/** A map of more shapes than these, or of more bytes of them, says no more and weighs. */
const mostShapes = 500;
const mostShapeBytes = 1_000_000;

/** What a run would make of the beginning of a layer, for people and programs. */
export function previewDocument(plan: Plan, standard: Standard, trial: Trial, language: Language) {
  const { rows, isWhole, conversions } = trial;
  const shown = worstFirst(rows, rowsShown);
  const refused = rows.filter((row) => row.isRefused).length;
  return {
    collection: plan.decision.collection,
    standard: plan.decision.standard,
    standardTitle: plan.decision.standard === null ? null : standard.title[language],
    read: rows.length,
    isWhole,
    refused,
    warned: rows.filter((row) => !row.isRefused && hasWarning(row)).length,
    /** A run with such a share waits for a person. */
    wouldWait: refused > rows.length * guardShare,
    columns: shownProperties(plan.mapping, standard, shown).map((property) => ({
      name: property.name,
      title: property.title[language],
      type: property.type,
      unit: property.unit ?? null,
      codelist: property.codelist ?? null,
      column: plan.mapping.fields.find(({ target }) => target === property.name)?.column ?? null,
    })),
    rows: shown.map((row) => rowDocument(row, plan.mapping, standard, language)),
    causes: causesOf(rows, language),
    conversions: conversions.map((issue) => ({ column: issue.column, sentence: describeIssue(issue, language) })),
    shapes: shapesOf(rows),
  };
}

/** What the mapping fills, what must not be missing, and what has a value all the same; other properties stay empty. */
function shownProperties({ fields }: Mapping, standard: Standard, rows: readonly TriedRow[]): Property[] {
  const mapped = new Set(fields.map(({ target }) => target));
  return standard.properties.filter(
    (property, index) =>
      mapped.has(property.name) ||
      property.required === true ||
      standard.key.includes(property.name) ||
      rows.some(({ values }) => (values?.[index] ?? null) !== null),
  );
}

function rowDocument(row: TriedRow, mapping: Mapping, standard: Standard, language: Language) {
  return {
    position: row.position,
    outcome: row.isRefused ? 'refused' : hasWarning(row) ? 'warned' : 'good',
    values: row.values && Object.fromEntries(standard.properties.map(({ name }, index) => [name, row.values![index]])),
    problems: row.issues.map((issue) => ({
      property: propertyOf(issue, mapping, standard),
      column: issue.column,
      rule: issue.rule,
      severity: issue.severity,
      action: issue.action,
      /** As it stands in the file. */
      value: issue.value,
      sentence: describeInPlace(issue, language),
    })),
  };
}

/** An issue names the file's column; the cell beside which it is told belongs to a property. Null: the whole row. */
function propertyOf({ column }: Issue, { fields }: Mapping, standard: Standard): string | null {
  if (column === null) return null;
  const field = fields.find((candidate) => candidate.column === column);
  return field?.target ?? standard.properties.find(({ name }) => name === column)?.name ?? null;
}

/** Every cause with how often it came, errors first. */
function causesOf(rows: readonly TriedRow[], language: Language) {
  const causes = new Map<string, { issue: Issue; count: number }>();
  for (const issue of rows.flatMap(({ issues }) => issues)) {
    const key = JSON.stringify([issue.rule, issue.column, issue.severity]);
    const known = causes.get(key);
    if (known) known.count++;
    else causes.set(key, { issue, count: 1 });
  }
  const weights = { error: 0, warning: 1, info: 2 } as const;
  return [...causes.values()]
    .sort((a, b) => weights[a.issue.severity] - weights[b.issue.severity] || b.count - a.count)
    .map(({ issue, count }) => ({
      rule: issue.rule,
      column: issue.column,
      severity: issue.severity,
      count,
      sentence: describeIssue({ ...issue, position: null, value: null }, language),
    }));
}

/** Shapes of rows that would be stored, by position, as far as a small map needs them; `left`: how many more there are. */
function shapesOf(rows: readonly TriedRow[]): { shapes: { position: number; geometry: Geometry }[]; left: number } {
  const withShape = rows.filter(({ geometry, isRefused }) => geometry !== null && !isRefused);
  const shapes: { position: number; geometry: Geometry }[] = [];
  let bytes = 0;
  for (const { position, geometry } of withShape.slice(0, mostShapes)) {
    bytes += geometry!.length / 2;
    if (bytes > mostShapeBytes && shapes.length > 0) break;
    const shape = geometryOfWkb(Buffer.from(geometry!, 'hex'));
    if (shape) shapes.push({ position, geometry: shape });
  }
  return { shapes, left: withShape.length - shapes.length };
}
