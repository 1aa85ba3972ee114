import type { Adapter, AdapterPayload } from 'oidc-provider';
import { sql, type Db } from '../../kernel/index.ts';
import type { Secrets } from '../secrets.ts';
import { digestOf } from '../secrets.ts';
import { findClient } from '../machines/clients.ts';
import { clientMetadata } from './client-metadata.ts';

/** What whoever holds the id may do something with: only its digest is kept. */
const bearers = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken', 'ClientCredentials']);

interface RecordRow {
  payload: AdapterPayload;
}

/** Where the provider library keeps codes, tokens, sessions and consents: the node's own store. */
export class ProviderRecords implements Adapter {
  readonly #model: string;
  readonly #db: Db;
  readonly #secrets: Secrets;

  constructor(model: string, db: Db, secrets: Secrets) {
    this.#model = model;
    this.#db = db;
    this.#secrets = secrets;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { jti: _jti, ...kept } = payload;
    const body = JSON.stringify(bearers.has(this.#model) ? kept : payload);
    const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000).toISOString() : null;
    await this.#db.query(sql`
      insert into oidc_record (model, id, payload, grant_id, uid, account, expires_at)
      values (${this.#model}, ${this.#key(id)}, ${body}::jsonb, ${payload.grantId ?? null}, ${payload.uid ?? null},
              ${payload.accountId ?? null}, ${expiresAt})
      on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
        uid = excluded.uid, account = excluded.account, expires_at = excluded.expires_at`);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === 'Client') return this.#client(id);
    const rows = await this.#db.query<RecordRow>(sql`
      select payload from oidc_record
      where model = ${this.#model} and id = ${this.#key(id)} and (expires_at is null or expires_at > now())`);
    const payload = rows[0]?.payload;
    return payload && { ...payload, jti: payload.jti ?? id };
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const rows = await this.#db.query<RecordRow>(sql`
      select payload from oidc_record
      where model = ${this.#model} and uid = ${uid} and (expires_at is null or expires_at > now())`);
    return rows[0]?.payload;
  }

  /** Of the device flow, which this node does not offer. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    await this.#db.query(sql`
      update oidc_record set payload = payload || jsonb_build_object('consumed', extract(epoch from now())::bigint)
      where model = ${this.#model} and id = ${this.#key(id)}`);
  }

  async destroy(id: string): Promise<void> {
    await this.#db.query(sql`delete from oidc_record where model = ${this.#model} and id = ${this.#key(id)}`);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#db.query(sql`delete from oidc_record where model = ${this.#model} and grant_id = ${grantId}`);
  }

  #key(id: string): string {
    return bearers.has(this.#model) ? digestOf(id) : id;
  }

  async #client(id: string): Promise<AdapterPayload | undefined> {
    const client = await findClient(this.#db, id);
    return client ? (clientMetadata(client, this.#secrets) as AdapterPayload) : undefined;
  }
}

/** Takes away what has run out. */
export async function removeRunOut(db: Db): Promise<void> {
  await db.query(sql`delete from oidc_record where expires_at < now()`);
}
