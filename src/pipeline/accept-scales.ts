import type { FieldMapping, Mapping, ScaleFinding } from '../harmonise/index.ts';

/**
 * The mapping with what was found of its numbers put right: stretches in another unit are brought to that of the rest.
 * It serves one run only, for the rows of another delivery stand elsewhere.
 */
export function withAcceptedScales(mapping: Mapping, findings: readonly ScaleFinding[]): Mapping {
  if (findings.length === 0) return mapping;
  return { ...mapping, fields: mapping.fields.map((field) => rescaled(field, findings)) };
}

function rescaled(field: FieldMapping, findings: readonly ScaleFinding[]): FieldMapping {
  const own = findings.filter(({ column }) => column === field.column);
  if (own.length === 0) return field;
  const said = (field.reading?.['scale'] as readonly unknown[] | undefined) ?? [];
  return { ...field, reading: { ...field.reading, scale: [...said, ...own.map(changeOf)] } };
}

function changeOf({ from, to, factor, offset, series }: ScaleFinding) {
  return { from, to, factor, ...(offset === 0 ? {} : { offset }), ...(series ? { series } : {}) };
}
