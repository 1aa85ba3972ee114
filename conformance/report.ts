import type { Outcome, Result } from './model.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function count(outcomes: readonly Outcome[]): Counts {
  const of = (result: Result): number => outcomes.filter((outcome) => outcome.result === result).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}

/** One line of a table: outcomes of one check that are alike, as the official suites repeat theirs for every collection. */
interface Line {
  readonly outcome: Outcome;
  readonly times: number;
}

/** Failures stay apart: each names what it failed with. */
function gather(outcomes: readonly Outcome[]): Line[] {
  const lines = new Map<string, Line>();
  for (const outcome of outcomes) {
    const { id, title, result, reason } = outcome;
    const key = result === 'failed' ? id : `${title}\n${result}\n${reason}`;
    lines.set(key, { outcome, times: (lines.get(key)?.times ?? 0) + 1 });
  }
  return [...lines.values()];
}

const nameOf = ({ outcome, times }: Line): string => (times === 1 ? outcome.id : `${outcome.title} × ${times}`);

/** The table that a terminal shows: requirement, result, reason; one block a suite. */
export function table(outcomes: readonly Outcome[]): string {
  return bySuite(outcomes)
    .map(([suite, entries]) => {
      const lines = gather(entries);
      const width = Math.max(...lines.map((line) => nameOf(line).length));
      const texts = lines.map((line) =>
        `  ${nameOf(line).padEnd(width)}  ${line.outcome.result.padEnd(7)}  ${line.outcome.reason}`.trimEnd(),
      );
      return [suite, ...texts].join('\n');
    })
    .join('\n\n');
}

/** The same as a page for `docs/conformance.md`. Only what is stable from run to run stands in it. */
export function markdown(outcomes: readonly Outcome[], subject: string): string {
  const parts = bySuite(outcomes).map(([suite, entries]) => {
    const { passed, failed, skipped } = count(entries);
    const rows = gather(entries).map((line) => {
      const { title, result, reason } = line.outcome;
      return `| \`${nameOf(line)}\` | ${cell(title)} | ${result} | ${cell(reason)} |`;
    });
    return [
      `## ${suite}`,
      '',
      `${passed} passed, ${failed} failed, ${skipped} skipped`,
      '',
      '| requirement | what is checked | result | reason |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [
    '# Conformance',
    '',
    `Written by \`npm run conformance -- ${subject} --write\` against a node with sample data; do not edit by hand.`,
    'Official suites run where their jars can be had: from Maven Central, or from the paths in `ETS_FEATURES_JAR`, `ETS_TILES_JAR` and `ETS_STA_JAR`.',
    '',
    ...parts,
  ].join('\n');
}

function bySuite(outcomes: readonly Outcome[]): [string, Outcome[]][] {
  const suites = new Map<string, Outcome[]>();
  for (const outcome of outcomes) suites.set(outcome.suite, [...(suites.get(outcome.suite) ?? []), outcome]);
  return [...suites];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
