import { randomBytes } from 'node:crypto';
import { sql, type Clock, type Db, type Sql } from '../../kernel/index.ts';
import type { Action, Scopes } from '../model.ts';

/** One version of a grant as it stands in the store. A change ends one version and begins the next: nothing is lost. */
export interface StoredGrant {
  readonly id: string;
  readonly version: number;
  readonly resource: string;
  /** As `parseGrantee` reads it. */
  readonly grantee: string;
  readonly actions: readonly Action[];
  readonly scopes: Scopes;
  readonly rowsPerRequest: number | null;
  readonly rowsPerDay: number | null;
  readonly validFrom: string;
  /** First moment at which it no longer holds; null: no end. */
  readonly validUntil: string | null;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly madeAt: string;
  readonly madeBy: string;
  /** Set when this version was replaced or taken back. */
  readonly endedAt: string | null;
  readonly endedBy: string | null;
}

/** What the owner says; the rest is kept with it. */
export type GrantWords = Omit<StoredGrant, 'id' | 'version' | 'madeAt' | 'madeBy' | 'endedAt' | 'endedBy'>;

interface GrantRow {
  id: string;
  version: number;
  resource: string;
  grantee: string;
  actions: Action[];
  scopes: Scopes;
  rows_per_request: number | null;
  rows_per_day: number | null;
  valid_from: string;
  valid_until: string | null;
  purpose: string;
  legal_basis: string;
  made_at: string;
  made_by: string;
  ended_at: string | null;
  ended_by: string | null;
}

const columns = sql`id, version, resource, grantee, actions, scopes, rows_per_request, rows_per_day, valid_from,
  valid_until, purpose, legal_basis, made_at, made_by, ended_at, ended_by`;

/** Enters a new grant; gives its id. */
export async function addGrant(tx: Db, clock: Clock, words: GrantWords, by: string): Promise<string> {
  const id = randomBytes(9).toString('base64url').replaceAll(/[-_]/g, 'x');
  await insertVersion(tx, clock, words, { id, version: 1, by, secret: randomBytes(32).toString('hex') });
  return id;
}

/** Puts a new version in the place of the current one; its hashes stay the same. False when there is no current one. */
export async function replaceGrant(tx: Db, clock: Clock, id: string, words: GrantWords, by: string): Promise<boolean> {
  const ended = await endGrant(tx, clock, id, by);
  if (!ended) return false;
  await insertVersion(tx, clock, words, { id, version: ended.version + 1, by, secret: ended.secret });
  return true;
}

/** Takes a grant back from this moment on; null when no version of it holds. */
export async function endGrant(
  tx: Db,
  clock: Clock,
  id: string,
  by: string,
): Promise<{ version: number; secret: string } | null> {
  const rows = await tx.query<{ version: number; secret: string }>(sql`
    update access_grant set ended_at = ${clock.now().toISOString()}, ended_by = ${by}
    where id = ${id} and ended_at is null returning version, secret`);
  return rows[0] ?? null;
}

/**
 * Grants to an organisation, or to a role of it, go on as grants to its successor: each version that holds is ended and
 * another one of the same grant begun, so that it stays on record to whom it was given. Its hashes stay the same. Gives
 * how many there were.
 */
export async function passGrantsOn(tx: Db, clock: Clock, from: string, to: string): Promise<number> {
  const at = clock.now().toISOString();
  const by = `succession:${from}`;
  const rows = await tx.query(sql`
    with ended as (
      update access_grant set ended_at = ${at}, ended_by = ${by}
      where ended_at is null and (grantee = ${`organisation:${from}`} or starts_with(grantee, ${`role:${from}/`}))
      returning id, version, resource, grantee, actions, scopes, rows_per_request, rows_per_day, valid_from, valid_until,
        purpose, legal_basis, secret)
    insert into access_grant (id, version, resource, grantee, actions, scopes, rows_per_request, rows_per_day, valid_from,
      valid_until, purpose, legal_basis, secret, made_at, made_by)
    select id, version + 1, resource,
      case when grantee = ${`organisation:${from}`} then ${`organisation:${to}`}
        else ${`role:${to}/`} || split_part(grantee, '/', 2) end,
      actions, scopes, rows_per_request, rows_per_day, valid_from, valid_until, purpose, legal_basis, secret, ${at}, ${by}
    from ended returning id`);
  return rows.length;
}

async function insertVersion(
  tx: Db,
  clock: Clock,
  words: GrantWords,
  entry: { id: string; version: number; by: string; secret: string },
): Promise<void> {
  await tx.query(sql`
    insert into access_grant (id, version, resource, grantee, actions, scopes, rows_per_request, rows_per_day,
      valid_from, valid_until, purpose, legal_basis, secret, made_at, made_by)
    values (${entry.id}, ${entry.version}, ${words.resource}, ${words.grantee}, ${[...words.actions]}::text[],
      ${JSON.stringify(words.scopes)}::jsonb, ${words.rowsPerRequest}, ${words.rowsPerDay}, ${words.validFrom},
      ${words.validUntil}, ${words.purpose}, ${words.legalBasis}, ${entry.secret}, ${clock.now().toISOString()},
      ${entry.by})`);
}

/** All versions of a grant, newest first; empty when there is none. */
export function grantVersions(db: Db, id: string): Promise<StoredGrant[]> {
  return select(db, sql`id = ${id} order by version desc`);
}

/** The grants of a resource that hold or will hold, newest first. */
export function currentGrants(db: Db, resource: string): Promise<StoredGrant[]> {
  return select(db, sql`resource = ${resource} and ended_at is null order by made_at desc, id limit 1000`);
}

async function select(db: Db, condition: Sql): Promise<StoredGrant[]> {
  const rows = await db.query<GrantRow>(sql`select ${columns} from access_grant where ${condition}`);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    resource: row.resource,
    grantee: row.grantee,
    actions: row.actions,
    scopes: row.scopes,
    rowsPerRequest: row.rows_per_request,
    rowsPerDay: row.rows_per_day,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    purpose: row.purpose,
    legalBasis: row.legal_basis,
    madeAt: row.made_at,
    madeBy: row.made_by,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
  }));
}
