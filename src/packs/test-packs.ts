import { codelistEntry } from './codelist-entry.ts';
import type { Codelist, CrsDefinition, Standard, Text } from './model.ts';
import type { PackSet } from './pack-set.ts';
import type { PartValue } from './part.ts';
import type { Path } from './read-yaml.ts';
import type { CodeExample, CrsExample, PackTests, PatternExample, RowExample } from './tests-part.ts';

/** What harmonising one row came to: ids of the rules of severity error and warning that it broke, and its values. */
export interface RowVerdict {
  readonly refusedBy: readonly string[];
  readonly warnedBy: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** Rows by property name, with a position where the example gives one. */
export type ExampleRow = Pick<RowExample, 'row' | 'longitude' | 'latitude'>;

/** Work that stands on higher floors, or on the same; examples whose runner is missing are reported as skipped. */
export interface TestRunners {
  /** Both positions east or longitude first. */
  readonly transform?: (
    from: CrsDefinition,
    to: CrsDefinition,
    position: readonly [number, number],
  ) => readonly [number, number];
  /** By the name of a part: the values that its file (as the part read it) gives for what an example gives. */
  readonly parts?: Readonly<Record<string, (value: never, given: Readonly<Record<string, unknown>>) => object>>;
  readonly harmonise?: (standard: Standard, rows: readonly ExampleRow[]) => Promise<readonly RowVerdict[]>;
}

export interface TestResult {
  readonly pack: string;
  readonly file: string;
  readonly line: number;
  readonly title: Text;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was expected and what came; why it was skipped. Null when it passed. */
  readonly detail: Text | null;
}

/** Runs the examples of every loaded pack's tests/*.yaml. */
export async function testPacks(set: PackSet, runners: TestRunners = {}): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const part of set.part<PackTests>('tests')) {
    results.push(...testCodes(set, part), ...testPatterns(set, part), ...testCrs(set, part, runners));
    results.push(...(await testStandards(set, part, runners)), ...testParts(set, part, runners));
  }
  return results;
}

type Outcome = { readonly expected: unknown; readonly found: unknown } | 'skipped';

function result({ file, pack }: PartValue, path: Path, title: Text, outcome: Outcome): TestResult {
  const about = { pack, file: file.path, line: file.place(path).line, title };
  if (outcome === 'skipped') return { ...about, outcome, detail: skippedText };
  const [expected, found] = [show(outcome.expected), show(outcome.found)];
  if (expected === found) return { ...about, outcome: 'passed', detail: null };
  return {
    ...about,
    outcome: 'failed',
    detail: { vi: `Mong đợi ${expected}, nhận được ${found}.`, en: `Expected ${expected}, found ${found}.` },
  };
}

const skippedText: Text = {
  vi: 'Bỏ qua: lần chạy này không có bộ phận cần cho ví dụ.',
  en: 'Skipped: this run lacks the module that the example needs.',
};

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

function listOf(set: PackSet, pack: string, id: string): Codelist {
  return set.codelist(id.includes('/') ? id : `${pack}/${id}`);
}

function testCodes(set: PackSet, part: PartValue<PackTests>): TestResult[] {
  return (part.value.codes ?? []).map((example, index) => {
    const entry = codelistEntry(listOf(set, part.pack, example.list), example.code, example.on);
    const columns = entry && {
      label_vi: entry.labelVi,
      label_en: entry.labelEn,
      valid_from: entry.validFrom,
      valid_to: entry.validTo,
      source: entry.source,
      ...entry.extra,
    };
    const found = columns ? pick(columns, Object.keys(example.expect ?? {})) : null;
    return result(part, ['codes', index], codeTitle(example), { expected: example.expect ?? null, found });
  });
}

function codeTitle({ list, code, on }: CodeExample): Text {
  if (on === undefined) return { vi: `Mã ${code} của ${list}`, en: `Code ${code} of ${list}` };
  return { vi: `Mã ${code} của ${list} ngày ${on}`, en: `Code ${code} of ${list} on ${on}` };
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
}

function testPatterns(set: PackSet, part: PartValue<PackTests>): TestResult[] {
  return (part.value.patterns ?? []).map((example, index) => {
    const found = matching(listOf(set, part.pack, example.list), example);
    const title = { vi: `"${example.value}" theo ${example.list}`, en: `"${example.value}" by ${example.list}` };
    return result(part, ['patterns', index], title, { expected: [...example.matches].sort(), found });
  });
}

function matching(list: Codelist, { value }: PatternExample): string[] {
  return list.entries
    .filter((entry) => new RegExp(entry.extra['pattern'] || '(?!)', 'u').test(value))
    .map((entry) => entry.code)
    .sort();
}

function testCrs(set: PackSet, part: PartValue<PackTests>, { transform }: TestRunners): TestResult[] {
  return (part.value.crs ?? []).flatMap((example, index) => {
    const path = ['crs', index];
    if (!transform) return [result(part, path, example.title, 'skipped')];
    const [from, to] = [set.crs(example.from), set.crs(example.to)];
    const there = { example, crs: to, expected: example.expect, found: transform(from, to, example.input) };
    const back = { example, crs: from, expected: example.input, found: transform(to, from, example.expect) };
    const backTitle = { vi: `${example.title.vi}, ngược lại`, en: `${example.title.en}, backwards` };
    return [result(part, path, example.title, compare(there)), result(part, path, backTitle, compare(back))];
  });
}

interface Comparison {
  readonly example: CrsExample;
  readonly crs: CrsDefinition;
  readonly expected: readonly [number, number];
  readonly found: readonly [number, number];
}

function compare({ example, crs, expected, found }: Comparison): Outcome {
  const near = distanceMetres(crs, expected, found) <= example.toleranceMetres;
  return { expected, found: near ? expected : found };
}

const metresPerDegree = 111_320;

/** Near enough for the small differences at stake: a degree of longitude shrinks with the cosine of the latitude. */
function distanceMetres(crs: CrsDefinition, one: readonly [number, number], other: readonly [number, number]): number {
  const [dx, dy] = [one[0] - other[0], one[1] - other[1]];
  if (!crs.proj4.startsWith('+proj=longlat')) return Math.hypot(dx, dy);
  return Math.hypot(dx * Math.cos((one[1] * Math.PI) / 180), dy) * metresPerDegree;
}

async function testStandards(set: PackSet, part: PartValue<PackTests>, { harmonise }: TestRunners) {
  const results: TestResult[] = [];
  for (const [index, example] of (part.value.standards ?? []).entries()) {
    const id = example.standard.includes('/') ? example.standard : `${part.pack}/${example.standard}`;
    const verdicts = harmonise ? await harmonise(set.standard(id), example.rows) : null;
    example.rows.forEach((row, number) => {
      const outcome = verdicts ? judge(row, verdicts[number]) : 'skipped';
      results.push(result(part, ['standards', index, 'rows', number], row.title, outcome));
    });
  }
  return results;
}

/** Warnings of a refused row are not compared: which checks still run on it is the harmoniser's business. */
function judge(example: RowExample, verdict: RowVerdict | undefined): Outcome {
  if (!verdict) return { expected: 'verdict', found: null };
  const refusedBy = sorted(example.refusedBy);
  if (refusedBy.length > 0) return { expected: { refusedBy }, found: { refusedBy: sorted(verdict.refusedBy) } };
  const values = example.values ?? {};
  return {
    expected: { refusedBy, warnedBy: sorted(example.warnedBy), values },
    found: {
      refusedBy: sorted(verdict.refusedBy),
      warnedBy: sorted(verdict.warnedBy),
      values: pick(verdict.values, Object.keys(values)),
    },
  };
}

function sorted(rules: readonly string[] | undefined): string[] {
  return [...new Set(rules)].sort();
}

function testParts(set: PackSet, part: PartValue<PackTests>, { parts }: TestRunners): TestResult[] {
  return (part.value.examples ?? []).map((example, index) => {
    const id = example.of.includes('/') ? example.of : `${part.pack}/${example.of}`;
    const file = set.part<never>(example.part).find((each) => `${each.pack}/${each.file.id}` === id);
    const runner = parts?.[example.part];
    const path = ['examples', index];
    if (!file || !runner) return result(part, path, example.title, 'skipped');
    const found = runner(file.value, example.given) as Readonly<Record<string, unknown>>;
    const names = Object.keys(example.expect);
    return result(part, path, example.title, { expected: example.expect, found: pick(found, names) });
  });
}
