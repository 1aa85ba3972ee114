import type { PageValue } from '../../../query/index.ts';
import type { StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';

/** What a page token is bound to: rows and order of another request are not continued with it. */
export const tokenScope = (path: string, { filter, orderby }: QueryOptions): string =>
  JSON.stringify(['sta', path, filter, orderby]);

/** `@iot.nextLink`: the same request, going on behind the last row by its sort values instead of counting rows. */
export function nextLink(
  { root, tokens }: StaContext,
  path: string,
  options: QueryOptions,
  more: readonly PageValue[],
): string {
  const query = [...options.written]
    .filter(([name]) => name !== 'skip' && name !== 'skiptoken')
    .map(([name, value]) => `$${name}=${encodeURIComponent(value)}`);
  const token = tokens.write({ values: more, filter: tokenScope(path, options), edition: 0 });
  return `${root}/${path}?${[...query, `$skiptoken=${token}`].join('&')}`;
}
