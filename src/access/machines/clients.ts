import { sql, type Clock, type Db, type Role } from '../../kernel/index.ts';
import { newId } from '../secrets.ts';

/**
 * A program that signs in at the node's provider. `service` speaks for its organisation with roles of its own (client
 * credentials); `website` signs people in (authorization code with PKCE).
 */
export interface Client {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly kind: 'service' | 'website';
  readonly roles: readonly Role[];
  readonly mayWrite: boolean;
  /** Sealed; null: it signs JWTs with its own key (`publicKeys`) or, a website without a server, has none. */
  readonly secret: string | null;
  /** JSON Web Key Set. */
  readonly publicKeys: { readonly keys: readonly Record<string, unknown>[] } | null;
  readonly redirects: readonly string[];
  readonly madeBy: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

export type NewClient = Omit<Client, 'id' | 'createdAt' | 'usedAt'>;

const columns = sql`id, organisation, name, kind, roles, may_write as "mayWrite", secret, public_keys as "publicKeys",
  redirects, made_by as "madeBy", created_at as "createdAt", used_at as "usedAt"`;

export async function makeClient(db: Db, clock: Clock, client: NewClient): Promise<string> {
  const id = newId();
  await db.query(sql`
    insert into client (id, organisation, name, kind, roles, may_write, secret, public_keys, redirects, made_by, created_at)
    values (${id}, ${client.organisation}, ${client.name}, ${client.kind}, ${[...client.roles]}::text[],
            ${client.mayWrite}, ${client.secret}, ${client.publicKeys && JSON.stringify(client.publicKeys)}::jsonb,
            ${[...client.redirects]}::text[], ${client.madeBy}, ${clock.now().toISOString()})`);
  return id;
}

export async function findClient(db: Db, id: string): Promise<Client | null> {
  const rows = await db.query<Client>(sql`select ${columns} from client where id = ${id}`);
  return rows[0] ?? null;
}

/** The programs of an organisation as its administrators see them: without secrets. */
export async function listClients(db: Db, organisation: string) {
  const rows = await db.query<Client>(sql`
    select ${columns} from client where organisation = ${organisation} order by created_at desc limit 500`);
  return rows.map(({ secret, publicKeys, ...rest }) => ({
    ...rest,
    provesBy: secret !== null ? 'secret' : publicKeys !== null ? 'key' : 'nothing',
  }));
}

export async function endClient(db: Db, organisation: string, id: string): Promise<boolean> {
  const ended = await db.query(
    sql`delete from client where organisation = ${organisation} and id = ${id} returning id`,
  );
  if (ended.length > 0) await db.query(sql`delete from oidc_record where payload ->> 'clientId' = ${id}`);
  return ended.length > 0;
}
