import { parseOutsideLine, type OutsideLine } from './outside-file.ts';
import { checkpointText, type Checkpoint } from './checkpoint.ts';
import { isSigned, keyId, type KeyEntry } from './signing-key.ts';

/** What a copy outside the database says of a chain. */
export interface OutsideCopy {
  /** Its checkpoints by the entry they name; several where a store was restored from a backup. */
  readonly byEntry: ReadonlyMap<number, readonly Checkpoint[]>;
  readonly last: Checkpoint | null;
  /** The first entry that it says something of. */
  readonly first: number | null;
  readonly keys: readonly KeyEntry[];
  /** Node ids of other chains in it. */
  readonly otherNodes: ReadonlySet<string>;
}

/**
 * Reads the lines of copies (the file of the data folder, what a syslog collector wrote). Lines whose signature does not
 * hold by a key of the copies or by one of `keys` count for nothing.
 */
export async function readOutside(
  lines: AsyncIterable<string> | Iterable<string>,
  node: string,
  keys: readonly KeyEntry[],
): Promise<OutsideCopy> {
  const found: KeyEntry[] = [];
  const publicHalves = new Map(keys.map((key) => [key.id, key.public]));
  const byEntry = new Map<number, Checkpoint[]>();
  const otherNodes = new Set<string>();
  let last: Checkpoint | null = null;
  let first: number | null = null;
  for await (const text of lines) {
    const line: OutsideLine | null = parseOutsideLine(text);
    if (line?.kind === 'key') {
      found.push(line);
      publicHalves.set(keyId(line.public), line.public);
    }
    if (line?.kind !== 'checkpoint') continue;
    if (!isSigned(checkpointText(line), line.signature, publicHalves.get(line.key) ?? '')) continue;
    if (line.node !== node) {
      otherNodes.add(line.node);
      continue;
    }
    const same = byEntry.get(line.entry) ?? [];
    if (!same.some(({ hash }) => hash === line.hash)) byEntry.set(line.entry, [...same, line]);
    if (!last || line.entry > last.entry) last = line;
    first = Math.min(first ?? line.entry, line.entry);
  }
  return { byEntry, last, first, keys: found, otherNodes };
}
