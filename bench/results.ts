import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meetsAim, type Benchmark, type Outcome, type Ratio, type Settings, type Table, type Value } from './model.ts';
import { startBenchServer } from './support/database.ts';
import { describeMachine, describeVersions, type Machine } from './support/machine.ts';

/** What a benchmark found, with all that one needs to judge it; kept as `results/NAME.json`. */
export interface Result extends Outcome {
  readonly name: string;
  readonly summary: string;
  readonly measuredAt: string;
  readonly settings: Pick<Settings, 'rows' | 'seconds' | 'rounds' | 'clients'>;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
}

/** Runs a benchmark in a folder of its own and keeps its result in `resultsFolder`. */
export async function runBenchmark(
  benchmark: Benchmark,
  settings: Omit<Settings, 'folder'>,
  resultsFolder: string,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), `lienthong-bench-${benchmark.name}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const outcome = await benchmark.run({ ...settings, folder });
    const { rows, seconds, rounds, clients } = settings;
    const result: Result = {
      name: benchmark.name,
      summary: benchmark.summary,
      measuredAt: new Date().toISOString(),
      settings: { rows, seconds, rounds, clients },
      machine: describeMachine(),
      versions: await versions(settings.python),
      ...outcome,
    };
    mkdirSync(resultsFolder, { recursive: true });
    writeFileSync(join(resultsFolder, `${benchmark.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    return result;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function versions(python: string | null): Promise<Record<string, string>> {
  const server = await startBenchServer().catch(() => null);
  try {
    return await describeVersions(server?.url ?? null, python);
  } finally {
    await server?.stop();
  }
}

/** Kept results, by name of the benchmark. */
export function readResults(resultsFolder: string): Result[] {
  const names = readdirSync(resultsFolder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return names.map((name) => JSON.parse(readFileSync(join(resultsFolder, name), 'utf8')) as Result);
}

/** Lines for a terminal. */
export function describeResult(result: Result): string[] {
  return [
    `${result.name}: ${result.summary}`,
    `  ${describeConditions(result).join('\n  ')}`,
    ...result.tables.flatMap((table) => ['', ...markdownTable(table).map((line) => `  ${line}`)]),
    '',
    ...result.ratios.map((ratio) => `  ${describeRatio(ratio)}`),
    ...result.leftOut.map((line) => `  left out: ${line}`),
  ];
}

/** The section of a benchmark in `docs/performance.md`. */
export function resultDocument(result: Result): string {
  const parts = [
    `## ${result.name}\n`,
    `${result.summary}.\n`,
    ...result.ratios.map((ratio) => `- ${describeRatio(ratio)}`),
    '',
    ...result.tables.flatMap((table) => [...markdownTable(table), '']),
    ...result.notes.map((note) => `- ${note}`),
    ...result.leftOut.map((line) => `- Left out: ${line}`),
    '',
    ...describeConditions(result).map((line) => `${line}  `),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function describeConditions({ measuredAt, settings, machine, versions: used }: Result): string[] {
  const { rows, seconds, rounds, clients } = settings;
  return [
    `Measured ${measuredAt.slice(0, 10)} with ${rows} rows, ${rounds} round(s), ${seconds} s a measurement, ${clients} requests at a time.`,
    `Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}.`,
    `Versions: ${Object.entries(used)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
  ];
}

function describeRatio(ratio: Ratio): string {
  const { what, value, unit, aim } = ratio;
  const written = `${what}: ${writeValue(value)} ${unit}`.trim();
  if (aim === null) return written;
  const bound = 'atLeast' in aim ? `at least ${aim.atLeast}` : `at most ${aim.atMost}`;
  return `${written} (aim: ${bound} ${unit}, ${meetsAim(ratio) ? 'met' : 'not met'})`;
}

function markdownTable({ title, columns, rows }: Table): string[] {
  const cells = [columns.map(String), ...rows.map((row) => row.map(writeValue))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const isNumber = columns.map((_, i) => rows.every((row) => typeof row[i] !== 'string'));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (isNumber[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [`${title}:`, '', line(cells[0]!), rule, ...cells.slice(1).map(line)];
}

function writeValue(value: Value): string {
  if (value === null) return '–';
  return typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 4 }) : value;
}
