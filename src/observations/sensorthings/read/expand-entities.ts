import { entitySets } from '../entity-sets.ts';
import type { EntitySet, StaContext } from '../model.ts';
import type { Expand, QueryOptions } from '../options/query-options.ts';
import { countEntities } from './count-entities.ts';
import { entityJson, type Entity } from './entity-json.ts';
import { nextLink } from './next-link.ts';
import { readByIds, readPages } from './read-pages.ts';
import type { Row } from './row-columns.ts';

/** Entities of rows with what they are expanded by: one statement for each relation, however many rows there are. */
export async function expandedEntities(
  context: StaContext,
  set: EntitySet,
  rows: readonly Row[],
  options: QueryOptions,
): Promise<Entity[]> {
  const entities = rows.map((row) => entityJson(context, set, row, options));
  for (const expand of options.expand) {
    if (expand.relation.isMany) await expandMany(context, set, rows, entities, expand);
    else await expandOne(context, rows, entities, expand);
  }
  return entities;
}

async function expandOne(
  context: StaContext,
  rows: readonly Row[],
  entities: readonly Entity[],
  { relation, options }: Expand,
): Promise<void> {
  const set = entitySets[relation.to];
  const keys = rows.map((row) => row[relation.key!] as number | null);
  const ids = [...new Set(keys)].filter((id) => id !== null);
  const found = await readByIds(context, set, ids, options);
  const expanded = await expandedEntities(context, set, found, options);
  const byId = new Map(found.map(({ id }, place) => [id, expanded[place]!]));
  keys.forEach((id, place) => {
    entities[place]![relation.name] = (id === null ? null : byId.get(id)) ?? null;
  });
}

async function expandMany(
  context: StaContext,
  source: EntitySet,
  rows: readonly Row[],
  entities: readonly Entity[],
  { relation, options }: Expand,
): Promise<void> {
  const set = entitySets[relation.to];
  const ids = [...new Set(rows.map(({ id }) => id))];
  const pages = await readPages(context, { set, from: { relation, ids }, options, after: null });
  const all = [...pages.values()].flatMap((page) => page.rows);
  const expanded = await expandedEntities(context, set, all, options);
  const byRow = new Map(all.map((row, place) => [row, expanded[place]!]));
  for (const [place, { id }] of rows.entries()) {
    const page = pages.get(id) ?? { rows: [], more: null };
    const entity = entities[place]!;
    const path = `${source.name}(${id})/${relation.name}`;
    if (options.count) {
      const { exact, estimate } = await countEntities(context, set, { relation, id }, options.filter);
      if (exact !== null) entity[`${relation.name}@iot.count`] = exact;
      else entity[`${relation.name}@iot.countEstimate`] = estimate;
    }
    entity[relation.name] = page.rows.map((row) => byRow.get(row)!);
    if (page.more) entity[`${relation.name}@iot.nextLink`] = nextLink(context, path, options, page.more);
  }
}
