import type { DatumDefinition } from './model.ts';
import type { PackPart } from './part.ts';
import { closed, legalSource, line, slug, text } from './schema.ts';

const numbers = { type: 'array', items: { type: 'number' }, minItems: 3, maxItems: 7 } as const;
const parameters = '^(-?[0-9.]+(,-?[0-9.]+){2}|-?[0-9.]+(,-?[0-9.]+){6})?$';

/** datums/*.yaml: geodetic datums with the names that files give them and their way to WGS 84. */
export const datumsPart: PackPart<readonly DatumDefinition[]> = {
  name: 'datums',
  extension: '.yaml',
  schema: closed(
    {
      datums: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            id: slug,
            title: text,
            names: { type: 'array', items: line, minItems: 1 },
            codes: { type: 'array', items: line },
            shifts: { type: 'array', items: numbers },
            mapinfo: { type: 'array', items: { type: 'integer' } },
            ellipsoid: { type: 'string', pattern: '^\\+(ellps|a)=' },
            toWgs84: { type: 'string', pattern: parameters },
            method: { type: 'string' },
            errorMetres: { type: ['number', 'null'], minimum: 0 },
            note: text,
            source: legalSource,
          },
          ['id', 'title', 'names', 'ellipsoid', 'toWgs84', 'method', 'errorMetres', 'source'],
        ),
      },
    },
    ['datums'],
  ),
  read: (file) => (file.value as { datums: readonly DatumDefinition[] }).datums,
};
