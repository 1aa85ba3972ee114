import { findResource, putResource, setVisible, type Openness, type Resource } from '../access/index.ts';
import { sql, type Clock, type Db } from '../kernel/index.ts';
import type { Text } from '../packs/index.ts';

/** What is catalogued, owned, classified and licensed; its collections are in `features/`, its class in `access/`. */
export interface Dataset {
  readonly id: string;
  readonly title: Text;
  readonly description: Text | null;
  readonly licence: string;
  /** Whom to ask; null: nobody is named. */
  readonly contact: string | null;
  readonly source: string | null;
  readonly createdAt: string;
}

interface DatasetRow {
  id: string;
  title: Text;
  description: Text | null;
  licence: string;
  contact: string | null;
  source: string | null;
  created_at: string;
}

const columns = sql`id, title, description, licence, contact, source, created_at`;

export interface NewDataset {
  readonly id: string;
  readonly title: Text;
  readonly description?: Text;
  readonly source: string | null;
  readonly owner: string;
  readonly openness: Openness;
  /** Columns with personal data, by collection. */
  readonly columnMarks: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Licence of open data until the owner states another: free use with attribution (NĐ 278/2025/NĐ-CP, open data). */
export const defaultLicence = 'open-with-attribution';

/**
 * Enters a dataset, or changes the title, openness and marks of the one that exists; keeps whether it is withdrawn, and the
 * words that its owner wrote (`putMetadata`).
 */
export async function putDataset(tx: Db, clock: Clock, dataset: NewDataset): Promise<void> {
  await tx.query(sql`
    insert into dataset (id, title, description, licence, source, created_at)
    values (${dataset.id}, ${JSON.stringify(dataset.title)}::jsonb,
            ${dataset.description ? JSON.stringify(dataset.description) : null}::jsonb, ${defaultLicence},
            ${dataset.source}, ${clock.now().toISOString()})
    on conflict (id) do update set title = excluded.title, description = coalesce(excluded.description, dataset.description)
      where dataset.metadata_version = 0`);
  const known = await findResource(tx, dataset.id);
  await putResource(tx, {
    id: dataset.id,
    kind: 'dataset',
    owner: dataset.owner,
    openness: dataset.openness,
    columnMarks: mergeMarks(known?.columnMarks ?? {}, dataset.columnMarks),
    visible: known?.visible ?? true,
  });
}

/** Marks that the owner set stay beside those of the standard. */
function mergeMarks(known: Resource['columnMarks'], given: Resource['columnMarks']): Resource['columnMarks'] {
  const merged = { ...known };
  for (const [collection, marks] of Object.entries(given)) merged[collection] = { ...marks, ...known[collection] };
  return merged;
}

export async function findDataset(db: Db, id: string): Promise<Dataset | null> {
  const rows = await db.query<DatasetRow>(sql`select ${columns} from dataset where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function listDatasets(db: Db, ids: readonly string[]): Promise<Dataset[]> {
  const rows = await db.query<DatasetRow>(sql`
    select ${columns} from dataset where id = any(${[...ids]}::text[]) order by title->>'vi' collate vi, id`);
  return rows.map(fromRow);
}

/** A withdrawn dataset publishes nothing until that is undone, and keeps everything. */
export async function setWithdrawn(tx: Db, id: string, withdrawn: boolean): Promise<void> {
  await setVisible(tx, id, !withdrawn);
}

function fromRow(row: DatasetRow): Dataset {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    licence: row.licence,
    contact: row.contact,
    source: row.source,
    createdAt: row.created_at,
  };
}
