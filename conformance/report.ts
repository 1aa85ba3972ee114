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

/** The table that a terminal shows: requirement, result, reason; one block a suite. */
export function table(outcomes: readonly Outcome[]): string {
  const width = Math.min(64, Math.max(...outcomes.map((outcome) => outcome.id.length)));
  return bySuite(outcomes)
    .map(([suite, entries]) => {
      const lines = entries.map(({ id, result, reason }) =>
        `  ${id.padEnd(width)}  ${result.padEnd(7)}  ${reason}`.trimEnd(),
      );
      return [suite, ...lines].join('\n');
    })
    .join('\n\n');
}

/** The same as a page for `docs/conformance.md`. Only what is stable from run to run stands in it. */
export function markdown(outcomes: readonly Outcome[], subject: string): string {
  const parts = bySuite(outcomes).map(([suite, entries]) => {
    const { passed, failed, skipped } = count(entries);
    const rows = entries.map(
      ({ id, title, result, reason }) => `| \`${id}\` | ${cell(title)} | ${result} | ${cell(reason)} |`,
    );
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
