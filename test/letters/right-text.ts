import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A column of texts that are right as they stand. */
export interface RightColumn {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Folders and files of the real data that hold wrong letters on purpose. */
const wrong = /legacy|powerplants|MANIFEST|README/;

/** Every column of the CSV, GeoJSON and JSON files of the folder, in file order; repeats kept. */
export function rightColumns(folder: string): RightColumn[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !wrong.test(path))
    .sort();
  return files.flatMap((path) => columnsOf(path, join(folder, path)));
}

function columnsOf(name: string, path: string): RightColumn[] {
  if (/\.csv(\.gz)?$/.test(name)) return csvColumns(name, textOf(path));
  if (/\.(geojson|json)(\.gz)?$/.test(name)) return jsonColumns(name, textOf(path));
  if (/\.(xml|ttl|rdf|jsonld|yml|md)$/.test(name)) return [{ name, cells: textOf(path).split(/[\n<>"]/) }];
  return [];
}

/** UTF-8 or, where that fails, Latin-1. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  const plain = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const text = plain.toString('utf8');
  return text.includes('\ufffd') ? plain.toString('latin1') : text;
}

function csvColumns(name: string, text: string): RightColumn[] {
  const columns: string[][] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const cells = line.match(/("([^"]|"")*"|[^,;]*)(?:[,;]|$)/g) ?? [];
    cells.forEach((cell, at) => (columns[at] ??= []).push(cell.replace(/[,;]$/, '').replace(/^"|"$/g, '')));
  }
  return columns.map((cells, at) => ({ name: `${name}#${at + 1}`, cells }));
}

function jsonColumns(name: string, text: string): RightColumn[] {
  const columns = new Map<string, string[]>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') push(columns, key, value);
    else if (Array.isArray(value)) for (const each of value) walk(each, key);
    else if (value !== null && typeof value === 'object')
      for (const [member, each] of Object.entries(value)) walk(each, member);
  };
  try {
    walk(JSON.parse(text), '');
  } catch {
    return [];
  }
  return [...columns].map(([key, cells]) => ({ name: `${name}#${key}`, cells }));
}

function push(columns: Map<string, string[]>, key: string, value: string): void {
  const cells = columns.get(key);
  if (cells) cells.push(value);
  else columns.set(key, [value]);
}
