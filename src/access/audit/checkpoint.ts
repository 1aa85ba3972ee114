import { sql, type Db } from '../../kernel/index.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { moment } from './entry-store.ts';

/** `previous` of the first checkpoint. */
export const noCheckpoint = '0'.repeat(64);

/** A signed statement: the chain up to this entry has this hash. */
export interface Checkpoint {
  readonly number: number;
  /** Number and hash of the last entry. */
  readonly entry: number;
  readonly hash: string;
  readonly at: string;
  readonly node: string;
  /** Id of the key that signed. */
  readonly key: string;
  /** Digest of the checkpoint before. */
  readonly previous: string;
  /** Ed25519, base64url. */
  readonly signature: string;
}

/** The bytes that are signed. */
export function checkpointText({
  number,
  entry,
  hash,
  at,
  node,
  key,
  previous,
}: Omit<Checkpoint, 'signature'>): string {
  return canonicalJson({ kind: 'checkpoint', version: 1, number, entry, hash, at, node, key, previous });
}

/** What the next checkpoint names as `previous`. */
export function checkpointDigest(checkpoint: Checkpoint): string {
  return sha256(checkpointText(checkpoint) + checkpoint.signature);
}

export async function insertCheckpoint(tx: Db, checkpoint: Checkpoint): Promise<void> {
  const { number, entry, hash, at, node, key, previous, signature } = checkpoint;
  await tx.query(sql`
    insert into audit_checkpoint (number, entry, hash, at, node, key, previous, signature)
    values (${number}, ${entry}, ${hash}, ${at}, ${node}, ${key}, ${previous}, ${signature})`);
}

export async function selectCheckpoints(db: Db, after: number, limit: number): Promise<Checkpoint[]> {
  const rows = await db.query<Checkpoint>(sql`
    select number, entry, hash, at, node, key, previous, signature from audit_checkpoint
    where number > ${after} order by number limit ${limit}`);
  return rows.map((row) => ({ ...row, at: moment(row.at) }));
}

export async function lastCheckpoint(db: Db): Promise<Checkpoint | null> {
  const [row] = await db.query<Checkpoint>(sql`
    select number, entry, hash, at, node, key, previous, signature from audit_checkpoint order by number desc limit 1`);
  return row ? { ...row, at: moment(row.at) } : null;
}
