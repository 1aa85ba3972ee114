import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A running node as its data folder names it: process, address it listens on, base address of its pages. */
export interface RunningNode {
  readonly pid: number;
  readonly url: string;
  readonly base: string;
}

const nodeFile = (dataFolder: string): string => join(dataFolder, 'node.json');

/** Says in the data folder that this process serves. Commands read it at any moment, so it appears whole or not at all. */
export function announceNode(dataFolder: string, url: string, base: string): void {
  const file = nodeFile(dataFolder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, url, base } satisfies RunningNode));
  renameSync(draft, file);
}

/** The node that was announced last in this data folder; it may have been killed since. */
export function announcedNode(dataFolder: string): RunningNode | undefined {
  const file = nodeFile(dataFolder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunningNode) : undefined;
}

/** Of nodes that share a data folder only the one that is announced takes its announcement back. */
export function unannounceNode(dataFolder: string): void {
  if (announcedNode(dataFolder)?.pid === process.pid) rmSync(nodeFile(dataFolder), { force: true });
}
