import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { sql } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { newId } from '../secrets.ts';

const purpose = 'oidc';
const dayMs = 86_400_000;
/** A key signs for this long, then another one is made. */
const signsMs = 90 * dayMs;
/** Whoever kept a token that a replaced key signed can still check it. */
const publishedMs = signsMs + 30 * dayMs;
/** Other app servers of the store and programs hear of a key before anything is signed with it. */
const announcedMs = 2 * 3_600_000;

interface KeyRow {
  id: string;
  key: string;
  created_at: string;
}

/**
 * The provider's keys as a JSON Web Key Set, private parts included, the one that signs first. Makes the first key and,
 * when the newest has signed long enough, the next; takes away what nobody needs to check any more.
 */
export async function signingKeys(context: Pick<AccessContext, 'store' | 'clock' | 'secrets'>): Promise<JWK[]> {
  const { store, clock } = context;
  const now = clock.now().getTime();
  await store.query(sql`
    delete from signing_key where purpose = ${purpose}
      and created_at < ${new Date(now - publishedMs).toISOString()}`);
  const known = await readKeys(context);
  const newest = known[0];
  if (!newest || now - Date.parse(newest.created_at) > signsMs) {
    await makeKey(context);
    return order(await readKeys(context), now);
  }
  return order(known, now);
}

interface Known {
  readonly created_at: string;
  readonly jwk: JWK;
}

/** A key that was sealed with another secret key is of no use and is left out. */
async function readKeys({ store, secrets }: Pick<AccessContext, 'store' | 'secrets'>): Promise<Known[]> {
  const rows = await store.query<KeyRow>(sql`
    select id, key, created_at from signing_key where purpose = ${purpose} order by created_at desc`);
  return rows.flatMap(({ key, created_at }) => {
    try {
      return [{ created_at, jwk: JSON.parse(secrets.open(key)) as JWK }];
    } catch {
      return [];
    }
  });
}

function order(keys: readonly Known[], now: number): JWK[] {
  const isAnnounced = ({ created_at }: Known) => now - Date.parse(created_at) >= announcedMs;
  const ready = keys.filter(isAnnounced);
  const fresh = keys.filter((key) => !isAnnounced(key));
  return [...ready, ...fresh].map(({ jwk }) => jwk);
}

/** RS256, which every program that speaks OpenID Connect understands. */
async function makeKey({ store, clock, secrets }: Pick<AccessContext, 'store' | 'clock' | 'secrets'>): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2_048, extractable: true });
  const id = newId();
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: id, use: 'sig', alg: 'RS256' };
  await store.query(sql`
    insert into signing_key (id, purpose, key, created_at)
    values (${id}, ${purpose}, ${secrets.seal(JSON.stringify(jwk))}, ${clock.now().toISOString()})`);
}
