import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { reason, startOfFile, type Place, type Refuse } from './faults.ts';

export type Path = readonly (string | number)[];

/** A YAML document (JSON is YAML too) that still knows where each of its values stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Place of the value at `path`, or of the nearest parent that exists. */
  place(path: Path): Place;
  /** Place of the word `key` itself in the map at `path`. */
  keyPlace(path: Path, key: string): Place;
}

/** Parses YAML 1.2; refuses broken syntax, repeated words and unknown tags, and gives null then. */
export function readYaml(text: string, refuse: Refuse): YamlFile | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const complaints = [...document.errors, ...document.warnings];
  for (const complaint of complaints) {
    refuse(placeAt(lines, complaint.pos[0]), reason('not-yaml', { detail: complaint.message }));
  }
  if (complaints.length > 0) return null;
  const value = toValue(document, refuse);
  if (value === undefined) return null;
  return {
    value,
    place: (path) => placeOf(document, lines, path),
    keyPlace: (path, key) => keyPlaceOf(document, lines, path, key),
  };
}

/** `yaml` stops at 100 expanded aliases, so a small file cannot grow into a huge value. */
function toValue(document: Document, refuse: Refuse): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    refuse(startOfFile, reason('not-yaml', { detail: (error as Error).message }));
    return undefined;
  }
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function placeOf(document: Document, lines: LineCounter, path: Path): Place {
  return placeAt(lines, nodeAt(document, path).range?.[0] ?? 0);
}

function keyPlaceOf(document: Document, lines: LineCounter, path: Path, key: string): Place {
  const node = nodeAt(document, path);
  const pair = isMap(node) ? node.items.find((item) => keyText(item.key) === key) : undefined;
  const offset = isScalar(pair?.key) ? pair.key.range?.[0] : node.range?.[0];
  return placeAt(lines, offset ?? 0);
}

function nodeAt(document: Document, path: Path): Node {
  let node = document.contents as Node;
  for (const step of path) {
    const next = child(isAlias(node) ? node.resolve(document) : node, step);
    if (!next) return node;
    node = next;
  }
  return node;
}

function child(node: unknown, step: string | number): Node | undefined {
  if (isSeq(node)) return (node.items[Number(step)] as Node | null) ?? undefined;
  if (!isMap(node)) return undefined;
  return (node.items.find((item) => keyText(item.key) === String(step))?.value as Node | null) ?? undefined;
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}
