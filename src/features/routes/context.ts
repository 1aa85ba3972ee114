import type { Action } from '../../access/index.ts';
import type { CodeBook } from '../../codes/index.ts';
import { httpProblem, type ApiRequest, type Clock, type Db } from '../../kernel/index.ts';
import type { PageTokens } from '../../query/index.ts';
import { inUnits } from '../read/units-view.ts';
import { openView, type View } from '../read/view.ts';
import type { CrsRegistry } from '../read/crs.ts';

export interface FeaturesContext {
  readonly db: Db;
  readonly crs: CrsRegistry;
  readonly codes: CodeBook;
  readonly tokens: PageTokens;
  readonly clock: Clock;
}

/** The view that a request asks for: its collection, its `as-of` (or the edition of its page token), its caller's grant. */
export async function viewOf(
  context: FeaturesContext,
  request: ApiRequest,
  asOf = request.query['as-of'],
  action: Action = actionOf(request),
): Promise<View> {
  return openView(context.db, request.caller, request.params['collectionId']!, asOf, action);
}

/** A table to take away is more than a look. */
const actionOf = ({ format }: ApiRequest): Action => (format === 'csv' ? 'download' : 'read');

/** The view of a request, with its units as `units` asks for them. */
export async function unitsViewOf(
  context: FeaturesContext,
  request: ApiRequest,
  asOf = request.query['as-of'],
  level?: string,
): Promise<View> {
  return inAskedUnits(context, request, await viewOf(context, request, asOf), level);
}

/** A view with its units as `units` asks for them; the same view where nothing asks. */
export async function inAskedUnits(
  context: FeaturesContext,
  request: ApiRequest,
  view: View,
  level?: string,
): Promise<View> {
  // A form sends what was not chosen as an empty text.
  const units = request.query['units'] || undefined;
  if (units === undefined && level === undefined) return view;
  if (units !== undefined && units !== 'before' && units !== 'after') {
    throw httpProblem('invalid-parameter', { name: 'units', value: units, expected: 'before, after' });
  }
  return inUnits(context.db, context.codes, request.caller, view, { when: units ?? null, level: level ?? null });
}

/** An address of this node with the given query; an English page's links stay English. */
export function linkTo(request: ApiRequest, path: string, query: Record<string, string | undefined> = {}): string {
  const url = new URL(path, `${request.base}/`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  if (request.language === 'en' && request.format === 'html') url.searchParams.set('lang', 'en');
  return url.href;
}

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly title?: string;
  readonly hreflang?: string;
  /** The address is a template (RFC 6570). */
  readonly templated?: boolean;
}

/** `self` and `alternate` links of a resource in its representations. */
export function representationLinks(
  request: ApiRequest,
  path: string,
  types: Readonly<Record<string, string>>,
  query: Record<string, string | undefined> = {},
): Link[] {
  return Object.entries(types).map(([f, type]) => ({
    href: linkTo(request, path, { ...query, f }),
    rel: f === request.format ? 'self' : 'alternate',
    type,
  }));
}
