import { sql, type Db } from '../../kernel/index.ts';
import type { Draft } from './compare.ts';

/** Where the version of a feature that stands before this draft came from. */
export interface Origin {
  readonly fid: string;
  readonly run: number;
  readonly position: number;
}

/** The origins of the versions that stand, of the features of these ids that have one. */
export async function standingOrigins(db: Db, draft: Draft, fids: readonly string[]): Promise<Origin[]> {
  if (fids.length === 0 || draft.collection.currentEdition === null) return [];
  return db.query<{ fid: string; run: number; position: number }>(sql`
    select _fid as fid, _run as run, _pos as position from ${sql.identifier(draft.collection.table)}
    where _fid = any(${[...fids]}::text[]) and _from < ${draft.edition} and _to >= ${draft.edition}`);
}
