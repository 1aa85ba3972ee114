import { reason } from './faults.ts';
import type { CrsDefinition } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { closed, legalSource, text } from './schema.ts';

/** crs/*.yaml: coordinate reference systems, several to a file. */
export const crsPart: PackPart<readonly CrsDefinition[]> = {
  name: 'crs',
  extension: '.yaml',
  schema: closed(
    {
      crs: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            code: { type: 'string', pattern: '^[A-Z]+:[A-Za-z0-9]+$' },
            uri: { type: 'string', pattern: '^http://www\\.opengis\\.net/def/crs/' },
            title: text,
            proj4: { type: 'string', pattern: '^\\+proj=' },
            axisOrder: { type: 'string', enum: ['xy', 'yx'] },
            source: legalSource,
          },
          ['code', 'uri', 'title', 'proj4', 'axisOrder', 'source'],
        ),
      },
    },
    ['crs'],
  ),
  read: (file) => definitionsOf(file),
  check: refuseRepeated,
};

function definitionsOf(file: PartFile): readonly CrsDefinition[] {
  return (file.value as { crs: readonly CrsDefinition[] }).crs;
}

function refuseRepeated(definitions: readonly CrsDefinition[], file: PartFile, context: CheckContext): void {
  const all = context.visible.flatMap((pack) => pack.crs);
  definitions.forEach((definition, index) => {
    const first = all.find((other) => other.code === definition.code);
    if (first === definition) return;
    const own = definitions.findIndex((other) => other === first);
    const line = own < 0 ? 0 : file.place(['crs', own]).line;
    file.refuse(['crs', index, 'code'], reason('repeated-name', { name: definition.code, line }));
  });
}
