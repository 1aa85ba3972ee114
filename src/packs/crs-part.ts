import { suggest } from './check-schema.ts';
import { reason } from './faults.ts';
import type { CrsDefinition } from './model.ts';
import type { CheckContext, PackPart, PartFile } from './part.ts';
import { closed, legalSource, line, slug, text } from './schema.ts';

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
            datum: slug,
            aliases: { type: 'array', items: line, minItems: 1 },
            candidate: { type: 'boolean' },
            offered: { type: 'boolean' },
            source: legalSource,
          },
          ['code', 'uri', 'title', 'proj4', 'axisOrder', 'source'],
        ),
      },
    },
    ['crs'],
  ),
  read: (file) => definitionsOf(file),
  check: checkDefinitions,
};

function definitionsOf(file: PartFile): readonly CrsDefinition[] {
  return (file.value as { crs: readonly CrsDefinition[] }).crs;
}

function checkDefinitions(definitions: readonly CrsDefinition[], file: PartFile, context: CheckContext): void {
  refuseRepeated(definitions, file, context);
  const datums = context.visible.flatMap((pack) => pack.datums.map((each) => each.id));
  definitions.forEach(({ datum }, index) => {
    if (datum === undefined || datums.includes(datum)) return;
    file.refuse(['crs', index, 'datum'], suggest('unknown-word', 'word', datum, datums));
  });
}

function refuseRepeated(definitions: readonly CrsDefinition[], file: PartFile, context: CheckContext): void {
  const visible = context.visible.flatMap((pack) => pack.crs.map((each) => each.code));
  definitions.forEach(({ code }, index) => {
    if (visible.indexOf(code) === visible.lastIndexOf(code)) return;
    const first = definitions.findIndex((other) => other.code === code);
    if (first === index && definitions.filter((other) => other.code === code).length > 1) return;
    const elsewhere = reason('repeated-elsewhere', { name: code });
    const line = file.place(['crs', first]).line;
    file.refuse(['crs', index, 'code'], first === index ? elsewhere : reason('repeated-name', { name: code, line }));
  });
}
