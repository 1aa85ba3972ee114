import { readable, type Grant } from '../../access/index.ts';
import type { Caller, Db } from '../../kernel/index.ts';
import { currentEditions, listCollections } from '../collections.ts';
import { viewOn, type View } from './view.ts';

/** What a caller sees of the published collections that he may read; of those with these ids, where some are asked for. */
export async function readableViews(db: Db, caller: Caller, ids?: readonly string[]): Promise<View[]> {
  return viewsWith(db, await readable(db, caller), ids);
}

/** What grants, by dataset, give of the published collections. */
export async function viewsWith(db: Db, grants: ReadonlyMap<string, Grant>, ids?: readonly string[]): Promise<View[]> {
  const all = await listCollections(db, [...grants.keys()]);
  const asked = ids ? all.filter(({ id }) => ids.includes(id)) : all;
  const editions = await currentEditions(db, asked);
  const views = asked.map((collection) => {
    const edition = editions.get(collection.id);
    return edition ? viewOn(db, collection, edition, grants.get(collection.dataset)!) : null;
  });
  return (await Promise.all(views)).filter((view) => view !== null);
}
