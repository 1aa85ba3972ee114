import type { ApiRequest } from '../../kernel/index.ts';
import { toCql2Text } from '../../query/index.ts';
import { expressionOf } from '../read/items-query.ts';
import type { View } from '../read/view.ts';
import { conditionOf, isTyped, joined, type Reading } from './typed-conditions.ts';

/** `find.NAME=text`: what was typed into the column. */
export const typedPrefix = 'find.';

export const typedNames = (view: Pick<View, 'properties'>): string[] =>
  view.properties.filter(isTyped).map(({ name }) => `${typedPrefix}${name}`);

/** Whether the address is as a form of a table sends it; a form leaves empty what was not chosen. */
export function isFormSent({ query, url, format }: ApiRequest): boolean {
  return (
    Object.keys(query).some((name) => name.startsWith(typedPrefix)) ||
    url.searchParams.getAll('properties').length > 1 ||
    (format === 'html' && Object.values(query).includes(''))
  );
}

/**
 * The address that a form of a table stands for: texts typed into columns become one CQL2 `filter`, chosen columns one
 * `properties`, what was left empty goes.
 * Throws Problem `invalid-parameter` for a text that says nothing of its column.
 */
export function plainAddress(request: ApiRequest, view: View, reading: Reading): string {
  const { query, url } = request;
  const plain = new URL(url.pathname, `${request.base}/`);
  for (const [name, value] of Object.entries(query)) {
    if (value === '' || name.startsWith(typedPrefix) || name === 'properties') continue;
    plain.searchParams.set(name, value);
  }
  const chosen = url.searchParams.getAll('properties').filter((name) => name !== '');
  const isAll = view.properties.every(({ name }) => chosen.includes(name));
  if (chosen.length > 0 && !isAll) plain.searchParams.set('properties', chosen.join(','));
  setFilter(plain.searchParams, query, view, reading);
  return plain.href.replaceAll('%2C', ',');
}

function setFilter(address: URLSearchParams, query: ApiRequest['query'], view: View, reading: Reading): void {
  const typed = view.properties.flatMap((property) => {
    const text = query[`${typedPrefix}${property.name}`]?.trim() ?? '';
    return text === '' ? [] : [conditionOf(property, text, reading)];
  });
  if (typed.length === 0) return;
  const given = query['filter'] ? [expressionOf(query)!] : [];
  address.set('filter', toCql2Text(joined([...typed, ...given])!));
  address.delete('filter-lang');
}
