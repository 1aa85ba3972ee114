import { sql, type Sql } from '../../../kernel/index.ts';
import { utcText } from '../../../query/index.ts';
import { entitySets } from '../entity-sets.ts';
import type { Columns, Property, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { isSelected } from './row-columns.ts';

/** What stands between the values of a row, and at its end: JSON texts hold no control characters. */
const [between, end] = ['\u001f', '\u001e'];

/** How a row of `rowColumns` becomes the text of an Observation. */
export interface ObservationText {
  /** SQL of one text with the values of a row. */
  readonly values: Sql;
  /** Texts of rows as the store gives them, with a comma between, as JSON objects with a comma between. */
  objects(texts: Buffer): Buffer;
}

/**
 * Writes observations with the members of `entityJson`. The database writes the values as JSON, and the node what is the
 * same in every row around them: the rows cross the connection at a seventh of the size of the page.
 */
export function observationText(context: StaContext, columns: Columns, options: QueryOptions): ObservationText {
  const values: Sql[] = [sql`${columns('id')}::text`];
  const place = (value: Sql): number => values.push(value) - 1;
  const members = observationMembers(context, options).map(({ head, tail, property }): PlacedMember => {
    if (!property) return { head, tail, place: 0, optional: false };
    const optional = property.optional === true;
    const text = jsonText(property, columns);
    return { head, tail, optional, place: place(sql`coalesce(${text}, ${sql.raw(optional ? `''` : `'null'`)})`) };
  });
  return {
    values: sql`${sql.join(values, sql` || ${between}::text || `)} || ${end}::text`,
    objects: (texts) => writeObjects(texts, members),
  };
}

/** A member of the object around a value: `head`, the value, `tail`. */
export interface ObservationMember {
  readonly head: string;
  readonly tail: string;
  /** Whose value it is; null: the id. Left out where it is optional and there is none. */
  readonly property: Property | null;
}

/** What an Observation consists of, in order; what may be left out stands last. */
export function observationMembers({ root }: StaContext, options: QueryOptions): ObservationMember[] {
  const { name: set, properties, relations } = entitySets.Observations;
  const self = JSON.stringify(`${root}/${set}(`).slice(1, -1);
  const shown = properties.filter(({ name }) => isSelected(options, name));
  const member = (property: Property): ObservationMember => ({ head: `"${property.name}":`, tail: '', property });
  const links = relations
    .filter(({ name }) => isSelected(options, name))
    .map(({ name }) => ({ head: `"${name}@iot.navigationLink":"${self}`, tail: `)/${name}"`, property: null }));
  const id = [
    { head: '"@iot.id":', tail: '', property: null },
    { head: `"@iot.selfLink":"${self}`, tail: ')"', property: null },
  ];
  return [
    ...(isSelected(options, 'id') ? id : []),
    ...shown.filter(({ optional }) => !optional).map(member),
    ...links,
    ...shown.filter(({ optional }) => optional).map(member),
  ];
}

interface PlacedMember {
  readonly head: string;
  readonly tail: string;
  /** Of its value among those of a row. */
  readonly place: number;
  readonly optional: boolean;
}

function writeObjects(texts: Buffer, members: readonly PlacedMember[]): Buffer {
  if (texts.length === 0) return texts;
  const rows = texts.toString('utf8', 0, texts.length - end.length).split(`${end},`);
  let all = '';
  for (const row of rows) {
    const values = row.split(between);
    let object = '';
    for (const { head, place, tail, optional } of members) {
      const value = values[place]!;
      if (optional && value === '') continue;
      object += `${object === '' ? '{' : ','}${head}${value}${tail}`;
    }
    all += `${all === '' ? '' : ','}${object === '' ? '{' : object}}`;
  }
  return Buffer.from(all);
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
