import { sql, type Db } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';

/** A dataset whose records hold series is a network under its own id: one owner, one openness, one set of grants. */
export async function ensureNetworkOf(db: Db, dataset: string, title: Text): Promise<void> {
  await db.query(sql`
    insert into network (id, title, created_at) values (${dataset}, ${JSON.stringify(title)}::jsonb, now())
    on conflict (id) do nothing`);
}
