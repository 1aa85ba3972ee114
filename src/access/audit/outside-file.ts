import { existsSync, mkdirSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkpoint } from './checkpoint.ts';
import type { KeyEntry } from './signing-key.ts';

/** A line of a copy outside the database. Other lines, and other things on a line, are passed over. */
export type OutsideLine =
  | ({ readonly kind: 'checkpoint' } & Checkpoint)
  | ({ readonly kind: 'key' } & KeyEntry)
  | {
      readonly kind: 'note';
      readonly at: string;
      /** What was there before is not in this file. */
      readonly what: 'begun';
      /** The entry that the chain had then. */
      readonly entry: number;
    };

/** Where checkpoints are kept outside the database; only ever added to. */
export function outsideFile(dataFolder: string): string {
  return join(dataFolder, 'audit', 'checkpoints.ndjson');
}

/** Enough for the last lines of the file, whatever they are. */
const tailBytes = 64 * 1024;

export class OutsideFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Adds lines and syncs them to the disk. */
  async append(lines: readonly OutsideLine[]): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a', 0o600);
    try {
      // A line that a power cut left half must not swallow the next one.
      const start = (await endsInLine(this.path)) ? '' : '\n';
      await file.write(start + lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** The last checkpoint of a node's chain in it; null where there is none. */
  async lastCheckpoint(node: string): Promise<Checkpoint | null> {
    if (!this.exists) return null;
    const lines = (await readTail(this.path, tailBytes)).split('\n').map(parseOutsideLine);
    const isOurs = (line: OutsideLine | null) => line?.kind === 'checkpoint' && line.node === node;
    return (lines.findLast(isOurs) as Checkpoint | undefined) ?? null;
  }
}

async function endsInLine(path: string): Promise<boolean> {
  const tail = await readTail(path, 1);
  return tail === '' || tail === '\n';
}

async function readTail(path: string, most: number): Promise<string> {
  const file: FileHandle = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, most);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}

/**
 * The line of a copy in a line of text: the whole line, or what stands behind the head that a syslog daemon wrote. Null:
 * there is none.
 */
export function parseOutsideLine(text: string): OutsideLine | null {
  const start = text.indexOf('{"kind":');
  if (start < 0) return null;
  try {
    return JSON.parse(text.slice(start)) as OutsideLine;
  } catch {
    return null;
  }
}
