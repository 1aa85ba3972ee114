import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { lastCheckpoint } from './checkpoint.ts';
import { moment } from './entry-store.ts';
import { auditProblem } from './problems.ts';
import { recordAudit } from './record.ts';
import {
  dropNextKey,
  keyText,
  makeSigningKey,
  nextKeyFile,
  readSigningKey,
  takeNextKey,
  type KeyEntry,
  type SigningKey,
} from './signing-key.ts';

export async function selectKeys(db: Db): Promise<KeyEntry[]> {
  const rows = await db.query<KeyEntry>(sql`
    select number, id, public, from_checkpoint as "fromCheckpoint", at, previous, by_previous as "byPrevious",
      by_itself as "byItself" from audit_key order by number`);
  return rows.map((row) => ({ ...row, at: moment(row.at) }));
}

/**
 * The key of the file where the chain knows it as its present one; null where the file is lost or another process has
 * rotated it elsewhere. Makes and enters the first key of a chain.
 */
export async function presentKey(tx: Db, clock: Clock, file: string): Promise<SigningKey | null> {
  const keys = await selectKeys(tx);
  const present = keys.at(-1);
  if (!present) {
    const first = readSigningKey(file) ?? makeSigningKey(file);
    await insertKey(tx, keyEntry(clock, first, { number: 1, fromCheckpoint: 1, before: null, signer: null }));
    return first;
  }
  settleRotation(file, present.id);
  const key = readSigningKey(file);
  return key?.id === present.id ? key : null;
}

/** A process may have died between the two halves of a rotation. */
function settleRotation(file: string, present: string): void {
  const next = readSigningKey(nextKeyFile(file));
  if (!next) return;
  if (next.id === present) takeNextKey(file);
  else dropNextKey(file);
}

/**
 * Puts a new key in the place of the present one, which signs for it. `lost`: the file of the present key is gone; the new
 * one then stands without its word. Throws Problem `audit-key-lost` where it is gone and that was not said.
 */
export async function rotateKey(db: Db, clock: Clock, file: string, lost: boolean): Promise<KeyEntry> {
  const entry = await db.transaction(async (tx) => {
    await tx.query(sql`select from audit_chain where id = 1 for update`);
    const old = await presentKey(tx, clock, file);
    if (!old && !lost) throw auditProblem('audit-key-lost', { file });
    const before = (await selectKeys(tx)).at(-1)!;
    dropNextKey(file);
    const next = makeSigningKey(nextKeyFile(file));
    const fromCheckpoint = ((await lastCheckpoint(tx))?.number ?? 0) + 1;
    const entered = keyEntry(clock, next, {
      number: before.number + 1,
      fromCheckpoint,
      before: before.id,
      signer: old,
    });
    await insertKey(tx, entered);
    await recordAudit(tx, clock, {
      action: 'key',
      resources: ['audit-key'],
      details: { from: before.id, to: next.id, lost: old === null },
    });
    return entered;
  });
  takeNextKey(file);
  return entry;
}

interface Place {
  readonly number: number;
  readonly fromCheckpoint: number;
  readonly before: string | null;
  readonly signer: SigningKey | null;
}

function keyEntry(clock: Clock, key: SigningKey, { number, fromCheckpoint, before, signer }: Place): KeyEntry {
  const at = clock.now().toISOString();
  const open = { number, id: key.id, public: key.public, fromCheckpoint, at, previous: before };
  const text = keyText(open);
  return { ...open, byPrevious: signer?.sign(text) ?? null, byItself: key.sign(text) };
}

async function insertKey(tx: Db, key: KeyEntry): Promise<void> {
  await tx.query(sql`
    insert into audit_key (number, id, public, from_checkpoint, at, previous, by_previous, by_itself)
    values (${key.number}, ${key.id}, ${key.public}, ${key.fromCheckpoint}, ${key.at}, ${key.previous},
      ${key.byPrevious}, ${key.byItself})`);
}
