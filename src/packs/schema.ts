/** JSON Schema (2020-12) of what several parts of a pack share. Every object is closed: an unknown word is refused. */

export const slug = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 60 } as const;
/** A slug, or `pack/slug`. */
export const reference = {
  type: 'string',
  pattern: '^([a-z][a-z0-9]*(-[a-z0-9]+)*/)?[a-z][a-z0-9]*(-[a-z0-9]+)*$',
} as const;
export const version = { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' } as const;
export const line = { type: 'string', minLength: 1 } as const;
export const severity = { type: 'string', enum: ['error', 'warning', 'info'] } as const;

export const text = closed({ vi: line, en: line }, ['vi', 'en']);

export const legalSource = closed(
  {
    title: line,
    article: line,
    url: { type: 'string', pattern: '^https?://' },
    confidence: { type: 'string', enum: ['V', '1', 'M'] },
  },
  ['title', 'confidence'],
);
export const legalSources = { type: 'array', items: legalSource, minItems: 1 } as const;

/** An object with these words and no others. */
export function closed(properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: 'object', properties, required, additionalProperties: false } as const;
}

/** pack.yaml: the words of every pack, and one section for each part that has one. */
export function manifestSchema(sections: Readonly<Record<string, object>>) {
  return closed(
    {
      id: slug,
      version,
      title: text,
      depends: { type: 'array', items: slug, uniqueItems: true },
      maintainers: { type: 'array', items: line, minItems: 1 },
      sources: legalSources,
      ...Object.fromEntries(
        Object.entries(sections).map(([name, entry]) => [name, { type: 'object', additionalProperties: entry }]),
      ),
    },
    ['id', 'version', 'title', 'maintainers', 'sources'],
  );
}
