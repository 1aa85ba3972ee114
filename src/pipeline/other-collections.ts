import { decide, ownerBeforeSetUp, ownerCaller, ownerOf } from '../access/index.ts';
import { findEdition, listCollections, viewOn, type Collection, type View } from '../features/index.ts';
import type { Attempt } from './attempt.ts';

/** What a rule needs to know of another collection. */
export interface Wanted {
  /** Standard of the collection, as `pack/id`. */
  readonly standard: string;
  /** Datasets in which it is looked for; absent: the whole node. */
  readonly datasets?: readonly string[];
  /** Columns that must be seen; null where the collection cannot serve at all. */
  columns(collection: Collection): readonly string[] | null;
}

/** No such collection is published here, or the owner of the run's dataset may not read it. */
export interface NotReadable {
  readonly why: 'not-checked' | 'not-checked.refused';
  readonly owner: string;
}

/**
 * The first published collection that serves, as the owner of the run's dataset may see it. Runs have no caller: what
 * their rules may look at is decided for that owner, so that a rule tells nobody what he may not read.
 */
export async function readOther(attempt: Attempt, wanted: Wanted): Promise<View | NotReadable> {
  const { db } = attempt.context;
  const owner = (await ownerOf(db, attempt.run.dataset)) ?? ownerBeforeSetUp;
  let why: NotReadable['why'] = 'not-checked';
  for (const collection of await listCollections(db, wanted.datasets)) {
    if (`${collection.standard.pack}/${collection.standard.id}` !== wanted.standard) continue;
    const columns = wanted.columns(collection);
    const edition =
      columns &&
      collection.currentEdition !== null &&
      (await findEdition(db, collection.id, collection.currentEdition));
    if (!edition) continue;
    const grant = await decide(db, ownerCaller(owner), 'read', collection.dataset);
    const view = grant && (await viewOn(db, collection, edition, grant));
    if (view && columns.every((name) => view.properties.some((property) => property.name === name))) return view;
    why = 'not-checked.refused';
  }
  return { why, owner };
}
