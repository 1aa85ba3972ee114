import { takeFromQuota } from '../../access/index.ts';
import { codelistEntry } from '../../packs/index.ts';
import { csvLine, httpProblem, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { parseItemsQuery } from '../read/items-query.ts';
import {
  parseGrouping,
  parseMeasures,
  selectSummary,
  type Group,
  type Measure,
  type SummaryQuery,
} from '../read/select-summary.ts';
import { unitColumns, unitListOf } from '../read/units-view.ts';
import type { View } from '../read/view.ts';
import { describeColumns } from './collection-document.ts';
import { linkTo, representationLinks, unitsViewOf, viewOf, type FeaturesContext } from './context.ts';
import { selectingParameters, unitsParameter } from './items-parameters.ts';

/** Groups of a collection with counts, sums and means, by units in old or new codes where asked. */
export function summaryRoute(context: FeaturesContext): Route {
  return route({
    method: 'GET',
    path: '/collections/{collectionId}/summary',
    operationId: 'getSummary',
    tag: 'data',
    summary: { vi: 'Số liệu tổng hợp theo nhóm', en: 'Counts, sums and means by group' },
    resource: 'summary',
    formats: ['json', 'csv'],
    access: 'public',
    parameters: [
      {
        name: 'by',
        in: 'query',
        schema: { type: 'string' },
        description: { vi: 'Các cột để nhóm, cách nhau bằng dấu phẩy', en: 'Columns to group by, comma between' },
      },
      {
        name: 'measure',
        in: 'query',
        schema: { type: 'string', default: 'count()' },
        description: {
          vi: 'count(), sum(cột), mean(cột), min(cột), max(cột), cách nhau bằng dấu phẩy',
          en: 'count(), sum(column), mean(column), min(column), max(column), comma between',
        },
      },
      {
        name: 'level',
        in: 'query',
        schema: { type: 'string' },
        description: {
          vi: 'Cấp của đơn vị dùng để nhóm, ví dụ province khi cột mang mã xã',
          en: 'Level of units to group by, such as province where a column holds codes of communes',
        },
      },
      unitsParameter,
      ...selectingParameters,
    ],
    extraParameters: async (request) =>
      new Set((await viewOf(context, request)).properties.map((property) => property.name)),
    handle: (request) => getSummary(context, request),
  });
}

async function getSummary(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const stored = await viewOf(context, request);
  const level = levelOf(context, request, stored);
  const view = await unitsViewOf(context, request, undefined, level);
  const units = request.query['units'];
  const reading = { when: units === 'before' || units === 'after' ? units : null, level: level ?? null } as const;
  const read = unitColumns(stored, context.codes, reading);
  const query: SummaryQuery = {
    by: parseGrouping(request.query['by'], view),
    oneOf: new Map(read.map(({ property, oneOf }) => [property.name, oneOf])),
    measures: parseMeasures(request.query['measure'], view),
  };
  const items = parseItemsQuery(request, view, context, ['by', 'measure', 'level']);
  await takeFromQuota(context.db, view.grant, 1);
  const groups = await selectSummary(context.db, view, items, query);
  const headers = { 'lienthong-edition': String(view.edition.number) };
  const document = documentOf(context, request, view, query, groups);
  if (request.format === 'csv') {
    return { mediaType: 'text/csv; charset=utf-8; header=present', body: summaryCsv(document), headers };
  }
  if (request.format !== 'html') return { resource: 'summary', data: document, headers };
  const page = {
    title: view.collection.title[request.language],
    dataset: view.collection.dataset,
    isCurrent: view.isCurrent,
    publishedAt: view.edition.publishedAt,
    choices: describeColumns(stored, request.language),
    levels: levelsOf(context, stored),
    hasUnits: unitColumns(stored, context.codes, { when: 'after', level: null }).length > 0
      || unitColumns(stored, context.codes, { when: 'before', level: null }).length > 0, // prettier-ignore
    query: request.query,
  };
  return { resource: 'summary', data: { ...document, ...page }, headers };
}

/** Levels to which the unit columns of a view can be lifted. */
function levelsOf({ codes }: FeaturesContext, view: View): string[] {
  const levels = new Set<string>();
  for (const property of view.properties) {
    let list = unitListOf(property, codes);
    while (list?.units && !levels.has(list.units.level)) {
      levels.add(list.units.level);
      list = (list.parent && codes.list(list.parent.codelist)) ?? null;
    }
  }
  return [...levels];
}

function levelOf(context: FeaturesContext, request: ApiRequest, view: View): string | undefined {
  const level = request.query['level'];
  if (level === undefined || level === '') return undefined;
  const levels = levelsOf(context, view);
  if (levels.includes(level)) return level;
  throw httpProblem('invalid-parameter', { name: 'level', value: level, expected: levels.join(', ') || '–' });
}

interface SummaryDocument {
  readonly collection: string;
  readonly edition: number;
  readonly by: readonly Record<string, unknown>[];
  readonly measures: readonly Record<string, unknown>[];
  readonly groups: readonly DescribedGroup[];
  readonly numberOfGroups: number;
  readonly links: readonly unknown[];
}

interface DescribedGroup {
  readonly key: Readonly<Record<string, unknown>>;
  readonly label: Readonly<Record<string, string>>;
  /** By column: the units of which this group's are each one, with their names. */
  readonly oneOf?: Readonly<Record<string, readonly { readonly code: string; readonly label: string | null }[]>>;
  readonly values: Readonly<Record<string, number | string | null>>;
}

function documentOf(
  context: FeaturesContext,
  request: ApiRequest,
  view: View,
  query: SummaryQuery,
  groups: readonly Group[],
): SummaryDocument {
  const path = `/collections/${encodeURIComponent(view.collection.id)}/summary`;
  const { f: _f, lang: _lang, ...asked } = request.query;
  const columns = describeColumns({ ...view, properties: query.by }, request.language);
  return {
    collection: view.collection.id,
    edition: view.edition.number,
    by: columns,
    measures: query.measures.map((each) => describeMeasure(each, request.language)),
    groups: groups.map((group) => describeGroup(context, request, query, group)),
    numberOfGroups: groups.length,
    links: [
      ...representationLinks(request, path, { json: 'application/json', html: 'text/html', csv: 'text/csv' }, asked),
      {
        href: linkTo(request, `/collections/${view.collection.id}`, { f: 'json' }),
        rel: 'collection',
        type: 'application/json',
      },
    ],
  };
}

function describeMeasure(measure: Measure, language: 'vi' | 'en'): Record<string, unknown> {
  const { name, property, weight } = measure;
  return {
    name,
    function: measure.function,
    ...(property ? { property: property.name, title: property.title[language] } : {}),
    ...(property?.unit ? { unit: property.unit } : {}),
    ...(weight ? { weightedBy: weight.name } : {}),
  };
}

function describeGroup(
  { codes }: FeaturesContext,
  { language }: ApiRequest,
  { by, measures }: SummaryQuery,
  { keys, oneOf, values }: Group,
): DescribedGroup {
  const labelOf = (codelist: string | undefined, code: unknown): string | null => {
    const list = codelist === undefined ? undefined : codes.list(codelist);
    const entry = list && typeof code === 'string' ? codelistEntry(list, code) : undefined;
    return entry ? (language === 'vi' ? entry.labelVi : entry.labelEn) : null;
  };
  const lists = new Map(by.map((property) => [property.name, property.codelist ?? property.recognised]));
  const open = Object.entries(oneOf).map(([name, candidates]) => [
    name,
    candidates.map((code) => ({ code, label: labelOf(lists.get(name), code) })),
  ]);
  return {
    key: Object.fromEntries(by.map(({ name }, index) => [name, keys[index] ?? null])),
    label: Object.fromEntries(
      by.flatMap(({ name }, index) => {
        const label = labelOf(lists.get(name), keys[index]);
        return label === null ? [] : [[name, label]];
      }),
    ),
    ...(open.length > 0 ? { oneOf: Object.fromEntries(open) as NonNullable<DescribedGroup['oneOf']> } : {}),
    values: Object.fromEntries(measures.map(({ name }, index) => [name, values[index]!])),
  };
}

/** One line a group: key, label and open units of each grouping column, then the measures. */
function summaryCsv({ by, measures, groups }: SummaryDocument): string {
  const names = by.map((column) => String(column['name']));
  const called = measures.map((measure) => String(measure['name']));
  const header = [...names.flatMap((name) => [name, `${name}_label`, `${name}_one_of`]), ...called];
  const lines = groups.map(({ key, label, oneOf, values }) => [
    ...names.flatMap((name) => [key[name], label[name], oneOf?.[name]?.map(({ code }) => code).join('|')]),
    ...called.map((name) => values[name]),
  ]);
  return [header, ...lines].map(csvLine).join('');
}
