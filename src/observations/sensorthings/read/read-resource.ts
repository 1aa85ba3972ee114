import { representations, type Reply } from '../../../kernel/index.ts';
import { readableNetworks } from '../../networks/networks.ts';
import { observationProblem } from '../../problems.ts';
import { entitySets, observationsOfDatastream, relationOf } from '../entity-sets.ts';
import type { EntitySet, Relation, StaContext } from '../model.ts';
import { parseOptions, type QueryOptions } from '../options/query-options.ts';
import { isCollection, parsePath, type ResourcePath, type Step } from '../path.ts';
import { staProblem } from '../problems.ts';
import { countEntities } from './count-entities.ts';
import { csvOf } from '../formats/csv.ts';
import { dataArrays } from '../formats/data-array.ts';
import { featuresOf } from '../formats/geojson.ts';
import { propertyValue, type Entity } from './entity-json.ts';
import { expandedEntities } from './expand-entities.ts';
import { nextLink, tokenScope } from './next-link.ts';
import { mayBeBare, readBarePage } from './bare-page.ts';
import { readObservationTexts } from './read-observation-texts.ts';
import { readByIds, readPages, type Page } from './read-pages.ts';
import type { Row } from './row-columns.ts';
import { readState, type SeriesState } from './series-state.ts';
import type { TextsOfPage } from './texts-of-page.ts';

const json = (data: unknown, rows?: number): Reply => ({
  resource: 'sensorthings',
  data,
  ...(rows === undefined ? {} : { rows }),
});

/**
 * GET of anything below the service root. Throws Problems `sta-path-not-found`, `sta-entity-not-found`,
 * `sta-option-invalid`, `network-not-found` and those of filters and page tokens.
 */
export async function readResource(
  context: StaContext,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<Reply> {
  const resource = parsePath(path);
  const last = resource.steps.at(-1)!;
  const options = parseOptions(last.set, query);
  if (isCollection(resource)) return readCollection(await given(context, options), resource, options);
  const row = await findEntity(context, resource, options);
  if (resource.property) return readProperty(resource, row);
  if (resource.tail === '$ref') return json({ '@iot.selfLink': `${context.root}/${last.set.name}(${row.id})` });
  const [entity] = await expandedEntities(context, last.set, [row], options);
  return json(entity, 1);
}

/**
 * A file to take away is for those who may download, as at every door: of the networks that a caller may only read it holds
 * nothing. Throws Problem `network-not-found` where the address names such a one.
 */
async function given(context: StaContext, { resultFormat }: QueryOptions): Promise<StaContext> {
  if (resultFormat !== 'CSV') return context;
  const all = await readableNetworks(context.db, context.caller, 'download');
  const networks = new Map([...context.networks].filter(([id]) => all.has(id)));
  const { network } = context;
  if (network !== null && !networks.has(network)) throw observationProblem('network-not-found', { network });
  return { ...context, networks };
}

/** The entity that the steps lead to. */
export async function findEntity(context: StaContext, resource: ResourcePath, options: QueryOptions): Promise<Row> {
  const last = resource.steps.at(-1)!;
  const id = await resolveSteps(context, resource.steps);
  const [row] = id === null ? [] : await readByIds(context, last.set, [id], { ...options, filter: null });
  if (!row) throw staProblem('sta-entity-not-found', { entity: written(resource.steps) });
  return row;
}

const written = (steps: readonly Step[]): string =>
  steps.map(({ set, relation, id }) => `${relation?.name ?? set.name}${id === null ? '' : `(${id})`}`).join('/');

/** Options under which only the id and the keys of a row are read. */
const bare = (set: EntitySet): QueryOptions => ({ ...parseOptions(set, {}), select: new Set(['id']) });

/** Id of the entity at the end; null where one step leads to nothing that the caller may see. */
export async function resolveSteps(context: StaContext, steps: readonly Step[]): Promise<number | null> {
  let id: number | null = null;
  for (const [place, step] of steps.entries()) {
    // An id that no number holds exactly is nobody's.
    if (step.id !== null && !Number.isSafeInteger(step.id)) return null;
    if (step.relation === null) id = step.id;
    else if (step.relation.isMany) id = await linkedTo(context, step, id!);
    else id = await keyOf(context, steps[place - 1]!.set, step, id!);
    if (id === null) return null;
  }
  return id;
}

async function keyOf(context: StaContext, source: EntitySet, { relation }: Step, id: number): Promise<number | null> {
  const options = bare(source);
  const [row] = await readByIds(context, source, [id], {
    ...options,
    expand: [{ relation: relation!, options: bare(source) }],
  });
  return (row?.[relation!.key!] as number | null | undefined) ?? null;
}

/** The id of a step where that entity hangs on the one before. */
async function linkedTo(context: StaContext, { set, relation, id }: Step, source: number): Promise<number | null> {
  if (id === null) return null;
  if (set.name === 'Observations') {
    const key = relation === observationsOfDatastream ? 'Datastream' : 'FeatureOfInterest';
    const back = relationOf(set, key)!;
    return (await keyOf(context, set, { set: entitySets[back.to], relation: back, id: null }, id)) === source
      ? id
      : null;
  }
  const selection = { set, from: { relation: relation!, ids: [source] }, options: bare(set), after: null, only: id };
  return (await readPages(context, selection)).get(source)?.rows[0]?.id ?? null;
}

function readProperty({ property, members, tail, steps }: ResourcePath, row: Row): Reply {
  let value = propertyValue(property!, row);
  let name = property!.name;
  for (const member of members) {
    const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, member);
    value = isObject ? (value as Record<string, unknown>)[member] : undefined;
    name = member;
  }
  if (value === undefined) throw staProblem('sta-path-not-found', { path: `${written(steps)}/${members.join('/')}` });
  const isNothing = value === null;
  if (tail !== '$value') {
    return isNothing && property!.optional ? nothing() : json({ [name]: value });
  }
  if (isNothing) return property!.optional ? nothing() : { mediaType: 'text/plain; charset=utf-8', body: 'null' };
  return typeof value === 'object'
    ? { mediaType: representations.json, body: JSON.stringify(value) }
    : { mediaType: 'text/plain; charset=utf-8', body: String(value) };
}

/** A property without a value (OData 4, 11.2.3). */
const nothing = (): Reply => ({ mediaType: representations.json, body: '', status: 204 });

/** What a collection hangs on, as far as it is known. */
interface Source {
  readonly source: number | null;
  /** Of a datastream whose observations are wanted. */
  readonly state?: SeriesState;
  /** The page itself, where it was read with the state; null: it is to be read yet. */
  readonly texts?: TextsOfPage | null;
}

/** The entity that a collection hangs on; of a datastream what its observations are read by. */
async function findSource(
  context: StaContext,
  resource: ResourcePath,
  relation: Relation,
  readSeries: (series: number) => Promise<Omit<Source, 'source'> | null>,
): Promise<Source> {
  const steps = resource.steps.slice(0, -1);
  const { id, set } = steps.at(-1)!;
  if (steps.length > 1 || relation !== observationsOfDatastream) {
    return { source: (await findEntity(context, { ...resource, steps }, bare(set))).id };
  }
  const found = Number.isSafeInteger(id) ? await readSeries(id!) : null;
  if (!found) throw staProblem('sta-entity-not-found', { entity: written(steps) });
  return { source: id!, ...found };
}

async function readCollection(context: StaContext, resource: ResourcePath, options: QueryOptions): Promise<Reply> {
  const { steps, tail } = resource;
  const { set, relation } = steps.at(-1)!;
  const pathOf = (source: number | null): string =>
    relation === null ? set.name : `${steps.at(-2)!.set.name}(${source})/${relation.name}`;
  const afterOf = (source: number | null) =>
    options.skiptoken === null
      ? null
      : context.tokens.read(options.skiptoken, { filter: tokenScope(pathOf(source), options) }).values;
  const isText = set.name === 'Observations' && isPlain(options) && tail === null;
  const { source, texts, ...known }: Source =
    relation === null
      ? { source: null }
      : await findSource(context, resource, relation, async (series) => {
          if (isText && mayBeBare(options)) return readBarePage(context, series, options, afterOf(series));
          const state = await readState(context, series);
          return state && { state };
        });
  const from = relation === null ? null : { relation, ids: [source!] };
  const path = pathOf(source);
  const after = afterOf(source);
  const counted = options.count
    ? await countEntities(context, set, relation === null ? null : { relation, id: source! }, options.filter)
    : null;
  const headOf = (more: Page['more']): Head => ({
    ...(counted?.exact == null ? {} : { '@iot.count': counted.exact }),
    ...(counted?.estimate == null ? {} : { '@iot.countEstimate': counted.estimate }),
    ...(more ? { '@iot.nextLink': nextLink(context, path, options, more) } : {}),
  });
  if (isText) {
    const page = texts ?? (await readObservationTexts(context, { set, from, options, after, ...known }));
    const { bytes, count, more } = page;
    return { mediaType: representations.json, body: collectionText(headOf(more), bytes), rows: count };
  }
  const pages = await readPages(context, { set, from, options, after, ...known });
  const page = pages.get(source ?? 0) ?? { rows: [], more: null };
  const head = headOf(page.more);
  if (tail === '$ref') {
    const value = page.rows.map(({ id }) => ({ '@iot.selfLink': `${context.root}/${set.name}(${id})` }));
    return json({ ...head, value });
  }
  if (options.resultFormat === 'dataArray') {
    return json({ ...head, value: dataArrays(context, set, page.rows, options) }, page.rows.length);
  }
  const entities = await expandedEntities(context, set, page.rows, options);
  return inFormat(set, entities, head, options);
}

/** What stands in a collection before its entities. */
interface Head {
  readonly '@iot.count'?: number;
  readonly '@iot.countEstimate'?: number;
  readonly '@iot.nextLink'?: string;
}

const isPlain = ({ expand, resultFormat }: QueryOptions): boolean => expand.length === 0 && resultFormat === null;

/** The head as JSON, with texts of entities as its member `value`. */
function collectionText(head: Head, entities: Buffer): Buffer {
  const members = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  return Buffer.concat([Buffer.from(`{${members.join('')}"value":[`), entities, Buffer.from(']}')]);
}

function inFormat(set: EntitySet, value: readonly Entity[], head: Head, options: QueryOptions): Reply {
  const rows = value.length;
  const next = head['@iot.nextLink'];
  switch (options.resultFormat) {
    case 'CSV':
      return {
        ...{ mediaType: 'text/csv; charset=utf-8', body: csvOf(set, value, options), rows },
        ...(next !== undefined && { headers: { link: `<${next}>; rel="next"` } }),
      };
    case 'GeoJSON': {
      const collection = { type: 'FeatureCollection', ...head, features: featuresOf(set, value, options) };
      return { mediaType: representations.geojson, body: JSON.stringify(collection), rows };
    }
    default:
      return json({ ...head, value }, rows);
  }
}
