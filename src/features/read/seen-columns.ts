import { createHash } from 'node:crypto';
import type { Grant, GrantPart, Treatment } from '../../access/index.ts';
import { sql, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { compileToSql, type Expression, type Field } from '../../query/index.ts';
import type { Collection } from '../model.ts';

/** Name of the geometry in grants and filters. */
export const geometryName = 'geometry';
const defaultScope = '*';
/** Hexadecimal digits of a keyed hash: 96 bits, which no two of a billion values share. */
const hashDigits = 24;

/** What a grant lets be seen of a collection: properties with their expressions over the table's row `t`. */
export interface Seen {
  readonly properties: readonly Property[];
  readonly hasGeometry: boolean;
  /** Which rows; null: all. */
  readonly rows: Sql | null;
  /** Values of columns that are not given as they stand, by name; null: all stand as they are. */
  readonly changed: ReadonlyMap<string, Sql> | null;
  /** The feature's id where the own one would tell of hidden columns; null: the own one. */
  readonly id: Sql | null;
  /** Step in degrees of the grid on which all positions are shown; null: not on one grid. */
  readonly grid: number | null;
  /** Areas that columns or the geometry are generalised to. */
  readonly joins: readonly Sql[];
  /** True where a whole edition's extent or period would tell more than is seen. */
  readonly hidesExtent: boolean;
  readonly hidesPeriod: boolean;
  /**
   * How far, in degrees, a geometry may be seen from where it lies: 0 as it stands, a step where it is rounded, null where
   * nothing is known. What is looked for in a box is found in the same box so much wider.
   */
  readonly reach: number | null;
}

/** How areas of another collection are looked up: `from` item with `code` and `geom`; null when it is not there. */
export type AreasOf = (collection: string) => Sql | null;

/** The part of a grant that speaks of a collection. */
interface Scope {
  readonly part: GrantPart;
  readonly rows: Expression | null;
  of(column: string): Treatment;
}

/** Collections whose areas this grant generalises to; they are looked up before. */
export function areaCollections(grant: Grant, collection: Collection): string[] {
  const named = scopesOf(grant, collection).flatMap(({ part }) => {
    const scope = part.scopes[collection.id] ?? part.scopes[defaultScope]!;
    return Object.values(scope.columns).flatMap((treatment) => (isArea(treatment) ? [treatment.area] : []));
  });
  return [...new Set(named)];
}

/** Null when the grant gives nothing of this collection. `fields` are those of all its columns, over alias `t`. */
export function seenOf(grant: Grant, collection: Collection, fields: readonly Field[], areasOf: AreasOf): Seen | null {
  if (grant.parts === null) return wholeOf(collection);
  const scopes = scopesOf(grant, collection);
  if (scopes.length === 0) return null;
  if (scopes.some((scope) => isWhole(scope, collection))) return wholeOf(collection);
  const columns = new SeenColumns(scopes, fields, areasOf);
  const properties: Property[] = [];
  for (const property of collection.standard.properties) {
    const seen = columns.take(property.name, property);
    if (seen) properties.push(seen);
  }
  const hasGeometry = collection.hasGeometry && columns.take(geometryName, null) !== null;
  const rows = scopes.some((scope) => scope.rows === null)
    ? null
    : sql`(${sql.join(scopes.map((scope) => columns.rowsOf(scope)), sql` or `)})`; // prettier-ignore
  const { touched, changed } = columns;
  const key = collection.standard.key;
  const placed = hasGeometry ? scopes.map((scope) => scope.of(geometryName)) : [];
  const idTells = key.length > 0 ? key.some((name) => touched.has(name)) : touched.size > 0;
  return {
    properties,
    hasGeometry,
    rows,
    changed: changed.size > 0 || idTells ? changed : null,
    id: idTells ? keyedHash(sql`t._fid`, idSecret(scopes)) : null,
    grid: hasGeometry ? gridOf(scopes) : null,
    joins: columns.joins,
    hidesExtent: rows !== null || touched.has(geometryName),
    reach: reachOf(placed),
    hidesPeriod: rows !== null || collection.standard.properties.some(({ name, type }) => type.startsWith('date') && touched.has(name)), // prettier-ignore
  };
}

function reachOf(treatments: readonly Treatment[]): number | null {
  const steps = treatments.map((treatment) => {
    if (treatment === 'shown' || treatment === 'removed') return 0;
    return typeof treatment === 'object' && 'snapped' in treatment ? treatment.snapped : null;
  });
  return steps.includes(null) ? null : Math.max(0, ...(steps as number[]));
}

function wholeOf({ standard, hasGeometry }: Collection): Seen {
  const all = {
    rows: null,
    changed: null,
    id: null,
    grid: null,
    joins: [],
    hidesExtent: false,
    hidesPeriod: false,
    reach: 0,
  };
  return { properties: standard.properties, hasGeometry, ...all };
}

function scopesOf(grant: Grant, { id, standard }: Collection): Scope[] {
  return (grant.parts ?? []).flatMap((part) => {
    const scope = part.scopes[id] ?? part.scopes[defaultScope];
    if (!scope) return [];
    const marks = part.marks[id] ?? {};
    const personal = new Set(standard.properties.flatMap((each) => (each.personal ? [each.name] : [])));
    const of = (column: string): Treatment => {
      if (marks[column] === 'secret') return 'removed';
      const named = scope.columns[column];
      if (named !== undefined) return named;
      return marks[column] !== undefined || personal.has(column) ? 'removed' : scope.others;
    };
    return [{ part, rows: scope.rows, of }];
  });
}

function isWhole({ rows, of }: Scope, { standard, hasGeometry }: Collection): boolean {
  if (rows !== null) return false;
  return (
    standard.properties.every(({ name }) => of(name) === 'shown') && (!hasGeometry || of(geometryName) === 'shown')
  );
}

function gridOf(scopes: readonly Scope[]): number | null {
  const steps = scopes.map((scope) => {
    const treatment = scope.of(geometryName);
    return typeof treatment === 'object' && 'snapped' in treatment ? treatment.snapped : null;
  });
  return new Set(steps).size === 1 ? steps[0]! : null;
}

const isArea = (treatment: Treatment): treatment is { area: string } =>
  typeof treatment === 'object' && 'area' in treatment;

/** Collects, column by column, what all scopes together give. */
class SeenColumns {
  readonly changed = new Map<string, Sql>();
  /** Columns that are not given as they stand in every row that is seen. */
  readonly touched = new Set<string>();
  readonly joins: Sql[] = [];
  readonly #scopes: readonly Scope[];
  readonly #fields: readonly Field[];
  readonly #areasOf: AreasOf;
  readonly #areas = new Map<string, Sql | null>();

  constructor(scopes: readonly Scope[], fields: readonly Field[], areasOf: AreasOf) {
    this.#scopes = scopes;
    this.#fields = fields;
    this.#areasOf = areasOf;
  }

  rowsOf({ rows }: Scope): Sql {
    return rows === null ? sql`true` : sql`(${compileToSql(rows, this.#fields)})`;
  }

  /** The property as it is seen; null when nobody gives it. `property` null: the geometry. */
  take(name: string, property: Property): Property | null;
  take(name: string, property: null): true | null;
  take(name: string, property: Property | null): Property | true | null {
    const given = this.#scopes.map((scope) => ({ scope, treatment: scope.of(name) }));
    const seen = given.filter(({ treatment }) => treatment !== 'removed');
    if (seen.length < given.length || seen.some(({ treatment }) => treatment !== 'shown')) this.touched.add(name);
    if (seen.length === 0) return null;
    const column = property === null ? sql`t._geom` : sql`t.${sql.identifier(name)}`;
    const first = JSON.stringify(seen[0]!.treatment);
    const isUniform =
      seen.length === given.length && seen.every(({ treatment }) => JSON.stringify(treatment) === first);
    if (isUniform && (seen[0]!.treatment !== 'hashed' || seen.length === 1)) {
      const { scope, treatment } = seen[0]!;
      if (treatment === 'shown') return property ?? true;
      this.changed.set(name, this.#valueOf(column, property, treatment, scope));
      return property === null ? true : seenProperty(property, treatment);
    }
    return this.#takeMixed(name, property, column, seen);
  }

  /** Some rows give more of a column than others: each row is given the best that a scope which holds it gives. */
  #takeMixed(
    name: string,
    property: Property | null,
    column: Sql,
    seen: readonly { scope: Scope; treatment: Treatment }[],
  ): Property | true | null {
    const rank = (treatment: Treatment) => (treatment === 'shown' ? 0 : treatment === 'hashed' ? 2 : 1);
    const ranked = seen.toSorted((a, b) => rank(a.treatment) - rank(b.treatment));
    // A value that changes its type would be two things in one column: the best kind alone counts.
    const type = (treatment: Treatment) => (property === null ? 'geometry' : seenProperty(property, treatment).type);
    const kind = type(ranked[0]!.treatment);
    const fit = ranked.filter(({ treatment }) => type(treatment) === kind);
    const cases = fit.map(
      ({ scope, treatment }) =>
        sql`when ${this.rowsOf(scope)} then ${this.#valueOf(column, property, treatment, scope)}`,
    );
    this.changed.set(name, sql`(case ${sql.join(cases, sql` `)} end)`);
    return property === null ? true : seenProperty(property, ranked[0]!.treatment);
  }

  #valueOf(column: Sql, property: Property | null, treatment: Treatment, { part }: Scope): Sql {
    if (treatment === 'shown' || treatment === 'removed') return column;
    if (treatment === 'hashed') return keyedHash(sql`${column}::text`, part.secret);
    if ('area' in treatment) return this.#areaValue(property, treatment.area);
    const step = treatment.snapped;
    if (property === null) return sql`ST_SnapToGrid(ST_PointOnSurface(${column}), ${step}::float8)`;
    const snapped = sql`(round((${column} / ${step}::float8)::numeric) * ${step}::numeric)`;
    return property.type === 'integer' ? sql`round(${snapped})::bigint` : sql`${snapped}::float8`;
  }

  #areaValue(property: Property | null, collection: string): Sql {
    if (!this.#areas.has(collection)) {
      const from = this.#areasOf(collection);
      const alias = sql.identifier(`area_${this.#areas.size}`);
      if (from) {
        this.joins.push(sql`left join lateral (
          select a.code, a.geom from ${from} a where ST_Covers(a.geom, ST_PointOnSurface(t._geom)) limit 1) ${alias} on true`);
      }
      this.#areas.set(collection, from ? alias : null);
    }
    const alias = this.#areas.get(collection);
    if (!alias) return property === null ? sql`null::geometry` : sql`null::text`;
    return property === null ? sql`ST_PointOnSurface(${alias}.geom)` : sql`${alias}.code`;
  }
}

/** A hashed or generalised value is a text without unit or list. */
function seenProperty(property: Property, treatment: Treatment): Property {
  if (treatment !== 'hashed' && !isArea(treatment)) return property;
  const { name, title, description } = property;
  return { name, title, type: 'string', ...(description ? { description } : {}) };
}

/** Nested, so that a longer value's hash cannot be made from a shorter one's. Null stays null. */
function keyedHash(text: Sql, secret: string): Sql {
  const once = sql`sha256(convert_to(${secret}::text || ${text}, 'UTF8'))`;
  return sql`left(encode(sha256(convert_to(${secret}::text, 'UTF8') || ${once}), 'hex'), ${hashDigits}::int)`;
}

function idSecret(scopes: readonly Scope[]): string {
  const secrets = scopes.map(({ part }) => part.secret).sort();
  return createHash('sha256')
    .update(`ids ${secrets.join(' ')}`)
    .digest('hex');
}
