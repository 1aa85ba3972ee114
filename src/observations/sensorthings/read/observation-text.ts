import { sql, type Sql } from '../../../kernel/index.ts';
import { utcText } from '../../../query/index.ts';
import { entitySets } from '../entity-sets.ts';
import type { Columns, Property, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { isSelected } from './row-columns.ts';

/**
 * SQL that writes a row of `rowColumns` as the text of an Observation, with the members of `entityJson`: the database
 * builds the text, the node only joins it. One `format` fills the whole, instead of copying what is there for each part.
 */
export function observationText({ root }: StaContext, columns: Columns, options: QueryOptions): Sql {
  const { name: set, properties, relations } = entitySets.Observations;
  const self = escaped(JSON.stringify(`${root}/${set}(`).slice(1, -1));
  const values: Sql[] = [columns('id')];
  const place = (value: Sql): string => `%${values.push(value)}$s`;
  const members = isSelected(options, 'id') ? ['"@iot.id":%1$s', `"@iot.selfLink":"${self}%1$s)"`] : [];
  const rest: string[] = [];
  for (const property of properties.filter(({ name }) => isSelected(options, name))) {
    const head = `"${property.name}":`;
    const text = jsonText(property, columns);
    // What may be absent brings its comma along.
    if (property.optional) rest.push(place(sql`${`,${head}`}::text || ${text}`));
    else members.push(`${head}${place(sql`coalesce(${text}, 'null')`)}`);
  }
  for (const { name } of relations) {
    if (isSelected(options, name)) members.push(`"${name}@iot.navigationLink":"${self}%1$s)/${name}"`);
  }
  const filled = sql`format(${members.join(',') + rest.join('')}::text, ${sql.join(values)})`;
  return sql`'{' || ${members.length > 0 ? filled : sql`ltrim(${filled}, ',')`} || '}'`;
}

/** JSON text of a property; null where it has no value. */
function jsonText({ kind, column, end }: Property, columns: Columns): Sql {
  const value = columns(column);
  switch (kind) {
    case 'text':
      return sql`to_json(${value})::text`;
    case 'object':
    case 'geometry':
      return sql`${value}::text`;
    case 'result':
      return sql`coalesce(${columns('value')}::text, ${columns('result')}::text)`;
    case 'instant':
      return sql`'"' || ${utcText(value)} || '"'`;
    case 'period': {
      const last = columns(end!);
      return sql`'"' || ${utcText(value)} || case when ${last} <> ${value} then '/' || ${utcText(last)} else '' end || '"'`;
    }
  }
}

/** As `format` reads it. */
const escaped = (text: string): string => text.replaceAll('%', '%%');
