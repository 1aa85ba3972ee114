import { join } from 'node:path';
import { run, tryRun } from '../support/programs.ts';

export type Format = 'csv' | 'xlsx' | 'geojson';

/** Each prints the number of records and the seconds; only reading is timed, not the start of Python. */
const scripts: Readonly<Record<Format, string>> = {
  csv: `
import csv, sys, time
started = time.perf_counter()
with open(sys.argv[1], newline='', encoding='utf-8') as file:
    rows = sum(1 for row in csv.reader(file)) - 1
print(rows, time.perf_counter() - started)`,
  xlsx: `
import sys, time, openpyxl
started = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = sum(1 for row in book.active.iter_rows(values_only=True)) - 1
print(rows, time.perf_counter() - started)`,
  geojson: `
import json, sys, time
started = time.perf_counter()
with open(sys.argv[1], encoding='utf-8') as file:
    rows = len(json.load(file)['features'])
print(rows, time.perf_counter() - started)`,
};

export const pythonNames: Readonly<Record<Format, string>> = {
  csv: 'Python csv',
  xlsx: 'openpyxl (read_only)',
  geojson: 'Python json (whole file in memory)',
};

/** Seconds that Python takes for the file; null where it or its package is not installed. */
export async function timePython(
  python: string | null,
  format: Format,
  path: string,
  rows: number,
): Promise<number | null> {
  const program = python ? join(python, 'bin/python') : 'python3';
  if (format === 'xlsx' && tryRun(program, ['-c', 'import openpyxl']) === null) return null;
  if (tryRun(program, ['--version']) === null) return null;
  const { code, stdout, stderr } = await run(program, ['-c', scripts[format], path], { limitMs: 10 * 60_000 });
  if (code !== 0) throw new Error(`Python could not read ${format}: ${stderr.slice(-1_000)}`);
  const [read, seconds] = stdout.trim().split(' ').map(Number);
  if (read !== rows) throw new Error(`Python read ${read} records of ${format} instead of ${rows}.`);
  return seconds!;
}
