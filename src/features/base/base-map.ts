import { sql, publicCaller, type Clock, type Db } from '../../kernel/index.ts';
import { openView, type View } from '../read/view.ts';
import { geometryKind } from '../tiles/geometry-kind.ts';

/** The collection of administrative units whose boundaries and names lie beneath the data on every map of the node. */
export interface BaseMap {
  readonly view: View;
  /** Column of the names; null: boundaries alone, also where the public no longer sees the column. */
  readonly label: string | null;
}

export interface ChosenBase {
  readonly collection: string;
  readonly label: string | null;
}

/** What an administrator chose, whether it can be seen or not; null: the outline that came with the node. */
export async function chosenBase(db: Db): Promise<ChosenBase | null> {
  const [row] = await db.query<ChosenBase & Record<string, unknown>>(sql`select collection, label from base_map`);
  return row ?? null;
}

export async function chooseBase(db: Db, clock: Clock, chosen: ChosenBase, by: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`delete from base_map`);
    await tx.query(sql`
      insert into base_map (collection, label, chosen_by, chosen_at)
      values (${chosen.collection}, ${chosen.label}, ${by}, ${clock.now().toISOString()})`);
  });
}

/** Goes back to the outline where this collection is the base; one that was chosen since stays. */
export async function leaveBase(db: Db, collection: string): Promise<void> {
  await db.query(sql`delete from base_map where collection = ${collection}`);
}

/** The base map as anybody sees it; null where none is chosen, or what was chosen is no longer open or published. */
export async function findBase(db: Db): Promise<BaseMap | null> {
  const chosen = await chosenBase(db);
  const view = chosen && (await openAreas(db, chosen.collection));
  if (!view) return null;
  const isSeen = view.properties.some(({ name }) => name === chosen.label);
  return { view, label: isSeen ? chosen.label : null };
}

/** A collection of areas as the public sees it; null where it may not, or it draws no areas. */
export async function openAreas(db: Db, collection: string): Promise<View | null> {
  const view = await openView(db, publicCaller, collection).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'collection-not-found') return null;
    throw error;
  });
  return view?.hasGeometry && geometryKind(view) === 'areas' ? view : null;
}
