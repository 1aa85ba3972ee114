import { httpProblem, route, type ApiRequest, type Reply, type Route } from '../http/index.ts';
import type { SearchProvider } from './model.ts';

const longestText = 200;
const hitsOfEach = 8;
const hitsOfOne = 100;

/** One box for everything that modules let people search. */
export function searchRoutes(providers: readonly SearchProvider[]): Route[] {
  return [
    route({
      method: 'GET',
      path: '/search',
      operationId: 'search',
      tag: 'catalogue',
      summary: {
        vi: 'Tìm dữ liệu, nơi chốn và những gì nút này có',
        en: 'Search data, places and what else the node has',
      },
      resource: 'search',
      formats: ['json'],
      access: 'public',
      parameters: [
        {
          name: 'q',
          in: 'query',
          schema: { type: 'string', maxLength: longestText },
          description: { vi: 'Từ cần tìm, có dấu hay không dấu', en: 'What to look for, with or without tone marks' },
        },
        {
          name: 'kind',
          in: 'query',
          schema: { type: 'string', enum: providers.map(({ kind }) => kind) },
          description: { vi: 'Chỉ tìm một loại', en: 'Only one kind' },
        },
      ],
      handle: (request) => search(providers, request),
    }),
  ];
}

async function search(providers: readonly SearchProvider[], request: ApiRequest): Promise<Reply> {
  const text = (request.query['q'] ?? '').normalize('NFC').trim();
  const kind = request.query['kind'] || null;
  if (text.length > longestText) {
    throw httpProblem('invalid-parameter', { name: 'q', value: `${text.slice(0, 40)}…`, expected: `≤ ${longestText}` });
  }
  const asked = kind === null ? providers : providers.filter((provider) => provider.kind === kind);
  if (asked.length === 0) {
    const expected = providers.map((provider) => provider.kind).join(', ');
    throw httpProblem('invalid-parameter', { name: 'kind', value: kind!, expected });
  }
  const limit = kind === null ? hitsOfEach : hitsOfOne;
  const groups = await Promise.all(
    asked.map(async (provider) => {
      const hits = text === '' ? [] : await provider.search(request, text, limit + 1);
      return {
        kind: provider.kind,
        title: provider.title[request.language],
        hits: hits.slice(0, limit).map(({ path, ...hit }) => ({ ...hit, href: request.base + path })),
        hasMore: hits.length > limit,
      };
    }),
  );
  // The kind that answers best stands first; a page of equals keeps the order of the providers.
  groups.sort((a, b) => (b.hits[0]?.score ?? 0) - (a.hits[0]?.score ?? 0));
  return { resource: 'search', data: { query: text, kind, groups } };
}
