import accepts from 'accepts';
import type { IncomingMessage } from 'node:http';
import { httpProblem } from './problems.ts';
import { representations, type RepresentationName } from './route.ts';

/**
 * Chooses the representation: `f=` decides, else `Accept`; `*​/*` and no header mean the first of `offered`.
 * `f=json` and `application/json` also mean GeoJSON where that is a resource's JSON.
 * Throws Problem `not-acceptable` (406) or `invalid-parameter` (400, an `f` that the resource does not have).
 */
export function negotiate(
  request: IncomingMessage,
  f: string | undefined,
  offered: readonly RepresentationName[],
): RepresentationName {
  const jsonLike = offered.find(
    (name) => name === 'json' || name === 'geojson' || name === 'schema' || name === 'openapi',
  );
  if (f !== undefined) {
    const chosen = f === 'json' ? jsonLike : offered.find((name) => name === f);
    if (!chosen) throw httpProblem('invalid-parameter', { name: 'f', value: f, expected: offered.join(', ') });
    return chosen;
  }
  const header = request.headers.accept;
  if (!header) return offered[0]!;
  // Whole media types: a caller who asks for `;version=3.0` gets it, and one who leaves it out too.
  const types: string[] = offered.map((name) => representations[name]);
  if (jsonLike && jsonLike !== 'json') types.push('application/json');
  const type = accepts(request).type(types);
  if (!type) throw httpProblem('not-acceptable', { asked: header.slice(0, 200), offered: types.join(', ') });
  if (type === 'application/json' && jsonLike) return jsonLike;
  return offered.find((name) => representations[name].startsWith(type as string)) ?? offered[0]!;
}
