import { findResource, readable, type Grantable, type GrantableCollection } from '../access/index.ts';
import { publicCaller, type Db } from '../kernel/index.ts';
import { listCollections } from './collections.ts';
import type { Collection } from './model.ts';

/** What can be granted of a dataset: its layers with their columns, and the open layers of areas to generalise to. */
export async function grantableOf(db: Db, dataset: string): Promise<Omit<Grantable, 'title'>> {
  const resource = await findResource(db, dataset);
  const own = await listCollections(db, [dataset]);
  const open = await readable(db, publicCaller);
  const visible = await listCollections(db, [...new Set([...open.keys(), dataset])]);
  return {
    collections: own.map((collection) => describe(collection, resource?.columnMarks[collection.id] ?? {})),
    areas: visible
      .filter(({ standard, hasGeometry, currentEdition }) => standard.areas && hasGeometry && currentEdition !== null)
      .map(({ id, title }) => ({ id, title })),
  };
}

function describe(collection: Collection, marks: Readonly<Record<string, string>>): GrantableCollection {
  const { id, title, hasGeometry, standard } = collection;
  return {
    ...{ id, title, hasGeometry },
    columns: standard.properties.map((property) => ({
      name: property.name,
      title: property.title,
      type: property.type,
      mark: marks[property.name] ?? (property.personal ? 'personal' : null),
    })),
  };
}
