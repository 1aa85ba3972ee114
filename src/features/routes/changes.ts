import { withinGrant } from '../../access/index.ts';
import { httpProblem, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import type { PageToken } from '../../query/index.ts';
import { findEdition, listEditions } from '../collections.ts';
import { countDifferences, selectDifferences } from '../read/compare-editions.ts';
import { crs84, type Crs } from '../read/crs.ts';
import { pageDefaultLimit, readLimit } from '../read/items-query.ts';
import { readAgain, selectChanges } from '../read/select-changes.ts';
import type { View } from '../read/view.ts';
import { describeColumns } from './collection-document.ts';
import { inAskedUnits, linkTo, viewOf, type FeaturesContext, type Link } from './context.ts';
import { crsParameter, limitParameter, tokenParameter, unitsParameter } from './items-parameters.ts';

const defaultLimit = 1_000;
/** Editions that a page offers to choose from. */
const offeredEditions = 200;

export function changesRoute(context: FeaturesContext): Route {
  return route({
    method: 'GET',
    path: '/collections/{collectionId}/changes',
    operationId: 'getChanges',
    tag: 'data',
    summary: { vi: 'Những gì đã thay đổi giữa hai ấn bản', en: 'What has changed between two editions' },
    resource: 'changes',
    formats: ['json'],
    access: 'public',
    parameters: [
      {
        name: 'since',
        in: 'query',
        schema: { type: 'string', default: '0' },
        description: {
          vi: 'Ấn bản đã có, hoặc thời điểm (RFC 3339); 0: từ đầu',
          en: 'The edition one has, or a moment (RFC 3339); 0: from the beginning',
        },
      },
      {
        name: 'until',
        in: 'query',
        schema: { type: 'string' },
        description: {
          vi: 'Ấn bản hoặc thời điểm sau; không có: ấn bản hiện hành',
          en: 'The later edition or moment; without it the current edition',
        },
      },
      {
        name: 'compare',
        in: 'query',
        schema: { type: 'boolean', default: false },
        description: {
          vi: 'Kèm số thay đổi và nội dung trước khi đổi (before); chỉ kể những gì người gọi thấy khác',
          en: 'With the number of changes and the content before (before); tells only what the caller sees differ',
        },
      },
      limitParameter,
      tokenParameter,
      crsParameter('crs', 'Hệ toạ độ của kết quả', 'CRS of the answer'),
      unitsParameter,
    ],
    handle: (request) => getChanges(context, request),
  });
}

/** What a request asks to compare, and how far it has come. */
interface Asked {
  readonly view: View;
  readonly since: number;
  readonly limit: number;
  readonly token: PageToken | null;
  readonly selection: string;
  readonly crs: Crs;
  readonly isComparison: boolean;
}

async function getChanges(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const asked = await readAsked(context, request);
  const { view, since, limit, isComparison } = asked;
  const page = await withinGrant(
    context.db,
    view.grant,
    limit,
    (most) => readPage(context, request, { ...asked, limit: most }),
    ({ changes }) => changes.length,
  );
  const counts = isComparison ? await countDifferences(context.db, view, since, asked.crs) : undefined;
  const head = {
    collection: view.collection.id,
    since,
    edition: view.edition.number,
    ...(isComparison ? { counts } : {}),
    links: linksOf(request, asked, page.nextToken),
  };
  const body = `${JSON.stringify(head).slice(0, -1)},"changes":[${page.changes.join(',')}]}`;
  if (request.format !== 'html') return { mediaType: 'application/json', body, rows: page.changes.length };
  return {
    resource: 'changes',
    rows: page.changes.length,
    data: { ...(JSON.parse(body) as object), ...(await choiceOf(context, request, view)) },
  };
}

async function readAsked(context: FeaturesContext, request: ApiRequest): Promise<Asked> {
  const { query, format } = request;
  const { compare = 'false' } = query;
  if (!['true', 'false'].includes(compare)) {
    throw httpProblem('invalid-parameter', { name: 'compare', value: compare, expected: 'true, false' });
  }
  const isComparison = format === 'html' || compare === 'true';
  if (isComparison && query['units']) {
    throw httpProblem('invalid-parameter', { name: 'units', value: query['units'], expected: 'compare=false' });
  }
  const until = query['until'] || undefined;
  const latest = await viewOf(context, request, until, 'subscribe');
  const since = await readSince(context, request, latest);
  const selection = `${isComparison ? 'compare' : 'changes'} ${latest.collection.id} ${since} ${until ?? ''} ${latest.grant.key}`; // prettier-ignore
  const text = query['token'];
  const token = text === undefined ? null : context.tokens.read(text, { filter: selection });
  return {
    view: token ? await viewOf(context, request, String(token.edition), 'subscribe') : latest,
    since,
    limit: readLimit(query['limit'], format === 'html' ? pageDefaultLimit : defaultLimit),
    token,
    selection,
    crs: context.crs.find(query['crs'] ?? crs84, 'crs'),
    isComparison,
  };
}

/** The number of the earlier edition: as it stands, or the one that a moment had; 0 before the first. */
async function readSince(context: FeaturesContext, request: ApiRequest, view: View): Promise<number> {
  const text = request.query['since'] || '0';
  const latest = view.edition.number;
  if (/^\d{1,9}$/.test(text) && Number(text) <= latest) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    const { edition } = await viewOf(context, request, text, 'subscribe');
    if (edition.number <= latest) return edition.number;
  }
  throw httpProblem('invalid-parameter', { name: 'since', value: text, expected: `0–${latest}` });
}

/** One page of changes as JSON texts. */
async function readPage(context: FeaturesContext, request: ApiRequest, asked: Asked) {
  const { view, since, crs } = asked;
  if (asked.isComparison) {
    const { differences, nextToken } = await selectDifferences(context.db, view, since, asked, context.tokens);
    const changes = differences.map(
      ({ op, id, feature, before }) =>
        `{"op":"${op}","id":${JSON.stringify(id)},"feature":${feature ?? 'null'},"before":${before ?? 'null'}}`,
    );
    return { changes, nextToken };
  }
  const found = await selectChanges(context.db, view, since, asked, context.tokens);
  // What changed is told by what is stored; only the new content is read in other codes.
  const shown = await inAskedUnits(context, request, view);
  const changes = shown === view ? found.changes : await readAgain(context.db, shown, found.changes, crs);
  return {
    changes: changes.map(({ op, id, feature }) => `{"op":"${op}","id":${JSON.stringify(id)},"feature":${feature ?? 'null'}}`), // prettier-ignore
    nextToken: found.nextToken,
  };
}

function linksOf(request: ApiRequest, { view, since, limit }: Asked, token: string | null): Link[] {
  const links: Link[] = [{ href: request.url.href, rel: 'self', type: 'application/json' }];
  if (token === null) return links;
  const { until, compare, crs, units } = request.query;
  const path = `/collections/${encodeURIComponent(view.collection.id)}/changes`;
  const kept = { until: until || undefined, compare, crs, units: units || undefined };
  const href = linkTo(request, path, { since: String(since), limit: String(limit), ...kept, token });
  return [...links, { href, rel: 'next', type: 'application/json' }];
}

/** What the page needs beside the changes: columns, and editions to choose from. */
async function choiceOf({ db }: FeaturesContext, request: ApiRequest, view: View) {
  const { id, title, currentEdition } = view.collection;
  const editions = await listEditions(db, id, offeredEditions);
  const chosen = await findEdition(db, id, view.edition.number);
  const offered = chosen && !editions.some(({ number }) => number === chosen.number) ? [...editions, chosen] : editions;
  return {
    title: title[request.language],
    columns: describeColumns(view, request.language),
    hasGeometry: view.hasGeometry,
    isCurrent: view.edition.number === currentEdition,
    editions: offered.map(({ number, publishedAt }) => ({ number, publishedAt })),
  };
}
