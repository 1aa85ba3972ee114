import { randomBytes } from 'node:crypto';
import { canonicalJson, sha256 } from './canonical.ts';
import { erasableFields, type AuditEntry, type AuditOutcome, type ErasableField, type PendingEntry } from './model.ts';

/** `previous` of the first entry of a chain. */
export const noEntry = '0'.repeat(64);

/** An entry in its place in the chain. */
export interface SealedEntry extends AuditEntry {
  readonly number: number;
  readonly at: string;
  readonly outcome: AuditOutcome;
  /** A salt for each field that may be erased; gone with the field. */
  readonly salts: Readonly<Record<string, string>>;
  /** Salted digest of each such field; stays when the field is erased. */
  readonly fields: Readonly<Record<string, string>>;
  /** Hash of the entry before. */
  readonly previous: string;
  readonly hash: string;
}

/** Puts an entry behind another one. */
export function sealEntry(entry: PendingEntry, number: number, previous: string): SealedEntry {
  const present = erasableFields.filter((field) => entry[field] !== undefined);
  const salts = Object.fromEntries(present.map((field) => [field, randomBytes(16).toString('base64url')]));
  const fields = Object.fromEntries(
    present.map((field) => [field, fieldDigest(field, salts[field] as string, entry[field])]),
  );
  const open = { ...entry, number, salts, fields, previous };
  return { ...open, hash: entryHash(open) };
}

/** Without the salt the digest of a field tells nothing of it, however few values it could have. */
export function fieldDigest(field: ErasableField, salt: string, value: unknown): string {
  return sha256(canonicalJson([salt, field, value]));
}

/** Hash of an entry: over its plain fields, the digests of the others, and the hash of the entry before. */
export function entryHash(entry: Omit<SealedEntry, 'hash'>): string {
  const { number, at, action, operation, outcome, problem, via, legalBasis, rows, digest, request } = entry;
  const { fields, previous } = entry;
  const plain = { number, at, action, operation, outcome, problem, via, legalBasis, rows, digest, request };
  return sha256(canonicalJson({ version: 1, ...plain, fields, previous }));
}
