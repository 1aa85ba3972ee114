import { publicCaller, sql, type Caller, type Clock, type Db, type Role } from '../../kernel/index.ts';
import { digestOf, newId, newSecret } from '../secrets.ts';

const prefix = 'ltk_';
const usedEveryMs = 60_000;

/** A key of an organisation for one of its programs: some roles, reading only or not, until a day. */
export interface ApiKey {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly mayWrite: boolean;
  /** Caller id of who made it. */
  readonly madeBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

export type NewApiKey = Pick<ApiKey, 'organisation' | 'name' | 'roles' | 'mayWrite' | 'madeBy' | 'expiresAt'>;

const columns = sql`id, organisation, name, roles, may_write as "mayWrite", made_by as "madeBy", created_at as "createdAt",
  expires_at as "expiresAt", used_at as "usedAt"`;

/** Keys are told from tokens by how they begin; scanners for leaked secrets can find them by it too. */
export const isKey = (bearer: string): boolean => bearer.startsWith(prefix);

/** Makes a key; its text is given once and never again, only its digest is kept. */
export async function makeApiKey(db: Db, clock: Clock, key: NewApiKey): Promise<{ id: string; text: string }> {
  const text = `${prefix}${newSecret()}`;
  const id = newId();
  await db.query(sql`
    insert into api_key (id, digest, organisation, name, roles, may_write, made_by, created_at, expires_at)
    values (${id}, ${digestOf(text)}, ${key.organisation}, ${key.name}, ${[...key.roles]}::text[], ${key.mayWrite},
            ${key.madeBy}, ${clock.now().toISOString()}, ${key.expiresAt})`);
  return { id, text };
}

/** The keys of an organisation, newest first, run-out ones too. */
export async function listApiKeys(db: Db, organisation: string): Promise<ApiKey[]> {
  return db.query<ApiKey>(sql`
    select ${columns} from api_key where organisation = ${organisation} order by created_at desc limit 500`);
}

/** False where the organisation has no such key. */
export async function endApiKey(db: Db, organisation: string, id: string): Promise<boolean> {
  const ended = await db.query(sql`
    delete from api_key where organisation = ${organisation} and id = ${id} returning id`);
  return ended.length > 0;
}

/** Who a key speaks for, in one round trip; null where it is unknown or has run out. */
export async function callerOfKey(db: Db, clock: Clock, text: string): Promise<Caller | null> {
  const now = clock.now();
  const rows = await db.query<ApiKey & { runsNode: boolean }>(sql`
    select api_key.id, api_key.organisation, api_key.name, api_key.roles, may_write as "mayWrite", used_at as "usedAt",
           organisation.runs_node as "runsNode"
    from api_key join organisation on organisation.code = api_key.organisation
    where digest = ${digestOf(text)} and expires_at > ${now.toISOString()} and organisation.successor is null`);
  const key = rows[0];
  if (!key) return null;
  if (key.usedAt === null || now.getTime() - Date.parse(key.usedAt) > usedEveryMs) {
    await db.query(sql`update api_key set used_at = ${now.toISOString()} where id = ${key.id}`);
  }
  const { organisation, roles, runsNode } = key;
  return {
    ...publicCaller,
    kind: 'client',
    id: `client:${key.id}`,
    via: 'token',
    name: key.name,
    memberships: [{ organisation, roles, runsNode }],
    mayWrite: key.mayWrite,
  };
}
