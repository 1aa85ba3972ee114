import { sql, type Sql } from '../../../kernel/index.ts';
import type { Field } from '../../../query/index.ts';
import { entitySets, propertyOf, relationOf } from '../entity-sets.ts';
import type { Columns, EntitySet, Property, StaContext } from '../model.ts';
import { entitySource, observationSource } from '../read/entity-source.ts';
import { badFilter } from './tokens.ts';

/** Entities among which one must satisfy the comparison: `Datastreams/name eq 'x'` of a thing. */
export interface AnyOf {
  /** The path that leads there. */
  readonly path: string;
  readonly from: Sql;
  readonly conditions: readonly Sql[];
}

/** What a path of a filter or an order means. */
export type Meaning =
  | { readonly is: 'plain'; readonly field: Field; readonly nullable: boolean }
  | { readonly is: 'period'; readonly start: Field; readonly end: Field; readonly nullable: boolean }
  /** JSON, which is compared as what stands beside it. */
  | { readonly is: 'dynamic'; as(type: 'string' | 'number' | 'boolean'): Field };

export interface ResolvedPath {
  readonly meaning: Meaning;
  /** Outermost first. */
  readonly anyOf: readonly AnyOf[];
}

/** Resolves the paths of one option; tables of what they lead to get an alias each. */
export class PathResolver {
  readonly #context: StaContext;
  readonly #option: string;
  readonly #known = new Map<string, { columns: Columns; anyOf: AnyOf }>();
  #aliases = 0;

  constructor(context: StaContext, option: string) {
    this.#context = context;
    this.#option = option;
  }

  resolve(start: EntitySet, startColumns: Columns, text: string, at: number): ResolvedPath {
    const segments = text.split('/');
    const anyOf: AnyOf[] = [];
    let set = start;
    let columns = startColumns;
    let inner = (value: Sql): Sql => value;
    let place = 0;
    for (; place < segments.length - 1; place++) {
      const relation = relationOf(set, segments[place]!);
      if (!relation) break;
      const target = entitySets[relation.to];
      const path = segments.slice(0, place + 1).join('/');
      if (relation.isMany) {
        const many = this.#many(path, target, inner(columns('id')), (key, of) => relation.link!(key, of), set);
        anyOf.push(many.anyOf);
        columns = many.columns;
        inner = (value) => value;
      } else {
        const alias = this.#alias();
        const source = entitySource(this.#context, target, alias);
        const key = columns(relation.key!);
        const outer = inner;
        const where = sql.join([...source.conditions, sql`${source.columns('id')} = ${key}`], sql` and `);
        inner = (value) => outer(sql`(select ${value} from ${source.from} where ${where})`);
        columns = source.columns;
      }
      set = target;
    }
    const meaning = this.#property(set, columns, inner, segments.slice(place), text, at);
    return { meaning, anyOf };
  }

  #alias(): string {
    return `n${++this.#aliases}`;
  }

  /** One table for each path: two conditions of one comparison are about the same entity. */
  #many(
    path: string,
    target: EntitySet,
    key: Sql,
    link: (key: Sql, columns: Columns) => Sql,
    source: EntitySet,
  ): { columns: Columns; anyOf: AnyOf } {
    const known = this.#known.get(path);
    if (known) return known;
    const alias = this.#alias();
    const found =
      target.name === 'Observations'
        ? observationSource(this.#context, alias, (ds) =>
            source.name === 'Datastreams' ? sql`${ds('id')} = ${key}` : sql`true`,
          )
        : entitySource(this.#context, target, alias);
    const anyOf = { path, from: found.from, conditions: [...found.conditions, link(key, found.columns)] };
    const made = { columns: found.columns, anyOf };
    this.#known.set(path, made);
    return made;
  }

  #property(
    set: EntitySet,
    columns: Columns,
    inner: (value: Sql) => Sql,
    segments: readonly string[],
    path: string,
    at: number,
  ): Meaning {
    const [name = '', ...members] = segments;
    if ((name === 'id' || name === '@iot.id') && members.length === 0) {
      return { is: 'plain', nullable: false, field: { name: path, type: 'integer', column: inner(columns('id')) } };
    }
    const property = propertyOf(set, name);
    const mayHaveMembers = property && ['object', 'geometry', 'result'].includes(property.kind);
    if (!property || (members.length > 0 && !mayHaveMembers)) {
      const accepted = ['id', ...[...set.properties, ...set.relations].map((each) => each.name)].join(', ');
      throw badFilter(this.#option, path, at, accepted);
    }
    return meaningOf(property, columns, inner, members, path);
  }
}

function meaningOf(
  property: Property,
  columns: Columns,
  inner: (value: Sql) => Sql,
  members: readonly string[],
  path: string,
): Meaning {
  const { kind, column, end, required } = property;
  const field = (type: Field['type'], value: Sql, suffix = ''): Field => ({
    name: `${path}${suffix}`,
    type,
    column: inner(value),
  });
  const plain = (type: Field['type'], value: Sql, nullable: boolean): Meaning => ({
    is: 'plain',
    nullable,
    field: field(type, value),
  });
  if (kind === 'text') return plain('string', sql`${columns(column)} collate "C"`, !required);
  if (kind === 'instant') return plain('date-time', columns(column), true);
  if (kind === 'period') {
    const nullable = property.name !== 'phenomenonTime' || property.writable === false;
    return {
      is: 'period',
      nullable,
      start: field('date-time', columns(column)),
      end: field('date-time', columns(end!), ' end'),
    };
  }
  if (kind === 'geometry' && members.length === 0) return plain('geometry', columns(property.geom!), true);
  if (kind === 'result' && members.length === 0) return resultMeaning(columns, field);
  const json = members.length === 0 ? columns(column) : sql`(${columns(column)} #> ${[...members]}::text[])`;
  return { is: 'dynamic', as: (type) => field(type, jsonAs(json, type), ` ${type}`) };
}

/** Numbers stand in a column of their own; as text a result is what JSON writes. */
function resultMeaning(columns: Columns, field: (type: Field['type'], value: Sql, suffix: string) => Field): Meaning {
  const [value, json] = [columns('value'), columns('result')];
  return {
    is: 'dynamic',
    as: (type) => {
      if (type === 'number') return field('number', value, ' number');
      if (type === 'boolean') return field('boolean', jsonAs(json, 'boolean'), ' boolean');
      return field('string', sql`coalesce(${json} #>> '{}', ${value}::text)`, ' string');
    },
  };
}

function jsonAs(json: Sql, type: 'string' | 'number' | 'boolean'): Sql {
  if (type === 'string') return sql`(${json} #>> '{}')`;
  const target = sql.raw(type === 'number' ? 'float8' : 'boolean');
  return sql`(case when jsonb_typeof(${json}) = ${type}::text then (${json} #>> '{}')::${target} end)`;
}
