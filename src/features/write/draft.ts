import type { Db } from '../../kernel/index.ts';
import type { Collection } from '../model.ts';
import { createDirectStage, createStage } from '../tables.ts';
import { discardDraft, type Draft } from './compare.ts';
import { isDirty, markDirty, nextEdition } from './publish.ts';

/**
 * Begins the next edition: what a broken-off attempt left goes first, then there is a place for the rows. The first
 * load on a server goes straight into the collection's table, whose indexes are made afterwards.
 */
export async function openDraft(db: Db, run: number, collection: Collection): Promise<Draft> {
  const isDirect = db.engine === 'server' && collection.currentEdition === null && !collection.indexed;
  const draft: Draft = { run, collection, edition: await nextEdition(db, collection.id), isDirect };
  if (await isDirty(db, collection.id)) await discardDraft(db, draft);
  if (isDirect) {
    await markDirty(db, collection.id, true);
    await createDirectStage(db, run, collection, draft.edition);
  } else await createStage(db, run, collection, db.engine === 'embedded');
  return draft;
}
