import { spawn, spawnSync } from 'node:child_process';
import { sampleFiles, startSampleNode, type SampleNode } from '../../conformance/index.ts';

/** A feature as it was delivered. */
export interface Delivered {
  readonly properties: Readonly<Record<string, string | number | boolean | null>>;
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
}

export const points = 'mau-diem-do';
export const areas = 'mau-vung';
export const table = 'mau-bang';
const files = sampleFiles().filter(({ source }) => [points, areas, table].includes(source));

/** A node that serves the points, the areas and the table of the conformance samples. */
export function serveSamples(): Promise<SampleNode> {
  return startSampleNode({ files, examples: false });
}

/** What was delivered to a GeoJSON source, in the file's order. */
export function delivered(source: string): Delivered[] {
  const file = files.find((one) => one.source === source);
  return (JSON.parse(file!.text) as { features: Delivered[] }).features;
}

/** Lines of the table, without its header, as cells. */
export function deliveredRows(): string[][] {
  const file = files.find(({ source }) => source === table);
  return file!.text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(';'));
}

/** Why a client cannot be tried here; false where it can. */
export function absence(program: string, ...words: string[]): string | false {
  const run = spawnSync(program, words, { stdio: 'ignore' });
  return run.status === 0 ? false : `${[program, ...words].join(' ')} does not run on this machine`;
}

/** Runs a program to its end and gives its standard output; throws with its words when it fails. */
export function output(program: string, words: readonly string[], input = ''): Promise<string> {
  const child = spawn(program, words);
  let text = '';
  let speech = '';
  child.stdout.on('data', (bytes: Buffer) => (text += String(bytes)));
  child.stderr.on('data', (bytes: Buffer) => (speech += String(bytes)));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program}: ${speech}${text}`))));
  });
}

/** Positions of a delivered geometry. */
export function positions(geometry: Delivered['geometry']): [number, number][] {
  const walk = (value: unknown): [number, number][] =>
    Array.isArray(value) ? (typeof value[0] === 'number' ? [value as [number, number]] : value.flatMap(walk)) : [];
  return walk(geometry?.coordinates);
}
