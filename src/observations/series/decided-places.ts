import { LRUCache } from 'lru-cache';
import { granteesText, resourceTextFor } from '../../access/index.ts';
import { sql, Together, type Caller, type Db, type Sql } from '../../kernel/index.ts';
import { selectPlace, type Place } from './place-of-series.ts';

/** A place with what decides about its network for a caller, as `decideOnText` takes it. */
export type DecidedPlace = Place & { readonly resource: unknown };

interface Question {
  readonly series: number;
  readonly grantees: string;
}

/** What a place was for a caller, for `areAsRemembered`. */
export interface PlaceMark extends Question {
  readonly digest: string;
}

export interface KnownPlace {
  readonly place: DecidedPlace;
  readonly mark: PlaceMark;
}

const mostRemembered = 50_000;
/** With lists no shorter than it assumes, a server keeps the plan of a statement instead of making it again each time. */
const leastInList = 10;

/**
 * What requests for single values need to know before anything else. Those that come at the same time share a statement.
 * What was told before is remembered, for who asks the store in the same statement whether it is still so.
 */
export class DecidedPlaces {
  readonly #known = new LRUCache<string, KnownPlace>({ max: mostRemembered });
  readonly #together: Together<Question, KnownPlace | null>;

  constructor(db: Db) {
    this.#together = new Together((questions) => askAll(db, questions));
  }

  /** As it was some time ago; null where nobody has asked. */
  remembered(caller: Caller, series: number): KnownPlace | null {
    return this.#known.get(keyOf({ series, grantees: granteesText(caller) })) ?? null;
  }

  /** As it is now; null where there is no such series. */
  async ask(caller: Caller, series: number): Promise<KnownPlace | null> {
    const question = { series, grantees: granteesText(caller) };
    const found = await this.#together.ask(question);
    if (found) this.#known.set(keyOf(question), found);
    else this.#known.delete(keyOf(question));
    return found;
  }
}

const keyOf = ({ series, grantees }: Question): string => `${series} ${grantees}`;

async function askAll(db: Db, questions: readonly Question[]): Promise<(KnownPlace | null)[]> {
  const rows = await db.query<{ number: number; place: DecidedPlace; digest: string }>(
    sql.kept(sql`
    select q.number::integer, row_to_json(p) as place, ${digest} as digest
    from ${listOf(questions)} as q (series, grantees, number) cross join lateral (${decidedPlace}) p`),
  );
  const found = new Map(rows.map((row) => [row.number, row]));
  return questions.map((question, place) => {
    const row = found.get(place + 1);
    return row ? { place: row.place, mark: { ...question, digest: row.digest } } : null;
  });
}

/** Whether all of them are at this moment what they were: a condition of a statement. */
export function areAsRemembered(marks: readonly PlaceMark[]): Sql {
  return sql`(
    select count(*) from ${listOf(
      marks,
      marks.map((mark) => mark.digest),
    )} as q (series, grantees, digest, number)
      cross join lateral (${decidedPlace}) p
    where q.digest = ${digest}) = ${marks.length}::integer`;
}

const decidedPlace = selectPlace(sql`q.series`, sql`, ${resourceTextFor(sql`d.network`, sql`q.grantees`)} as resource`);
const digest = sql`md5(row_to_json(p)::text)`;

function listOf(questions: readonly Question[], digests?: readonly string[]): Sql {
  const more = Array.from({ length: Math.max(0, leastInList - questions.length) }, () => null);
  const series = [...questions.map((each) => each.series), ...more];
  const grantees = [...questions.map((each) => each.grantees), ...more];
  const third = digests ? sql`, ${[...digests, ...more]}::text[]` : sql.empty;
  return sql`unnest(${series}::bigint[], ${grantees}::text[]::jsonb[] ${third}) with ordinality`;
}
