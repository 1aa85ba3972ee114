import { sql, type Clock, type Db } from '../kernel/index.ts';
import type { Text } from '../packs/index.ts';
import type { Dataset } from './datasets.ts';

/** What the owner says of a dataset in words; everything else is taken from the data. */
export interface Metadata {
  readonly title: Text;
  readonly description: Text | null;
  /** Whom to ask. */
  readonly contact: string | null;
}

export interface MetadataVersion extends Metadata {
  readonly version: number;
  readonly madeBy: string;
  readonly madeAt: string;
}

/** Who wrote the words that came with the source. */
const bySource = 'source';

/** Writes a new version; the former ones are kept, the words that came with the source as version 0. */
export function putMetadata(db: Db, clock: Clock, dataset: Dataset, given: Metadata, by: string): Promise<void> {
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ version: number }>(
      sql`select metadata_version as version from dataset where id = ${dataset.id} for update`,
    );
    const version = (row?.version ?? 0) + 1;
    if (version === 1) await insertVersion(tx, dataset.id, 0, dataset, bySource, dataset.createdAt);
    await insertVersion(tx, dataset.id, version, given, by, clock.now().toISOString());
    await tx.query(sql`
      update dataset set title = ${JSON.stringify(given.title)}::jsonb, description = ${jsonOf(given.description)}::jsonb,
        contact = ${given.contact}, metadata_version = ${version}
      where id = ${dataset.id}`);
  });
}

function insertVersion(tx: Db, dataset: string, version: number, words: Metadata, by: string, at: string) {
  return tx.query(sql`
    insert into dataset_metadata (dataset, version, title, description, contact, made_by, made_at)
    values (${dataset}, ${version}, ${JSON.stringify(words.title)}::jsonb, ${jsonOf(words.description)}::jsonb,
            ${words.contact}, ${by}, ${at})
    on conflict do nothing`);
}

const jsonOf = (text: Text | null): string | null => (text === null ? null : JSON.stringify(text));

/** Newest first; empty where nobody has written anything yet. */
export function metadataVersions(db: Db, dataset: string): Promise<MetadataVersion[]> {
  return db.query<MetadataVersion & Record<string, unknown>>(sql`
    select version, title, description, contact, made_by as "madeBy", made_at as "madeAt" from dataset_metadata
    where dataset = ${dataset} order by version desc limit 100`);
}
