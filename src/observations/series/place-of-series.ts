import { sql, type Db, type Sql } from '../../kernel/index.ts';

/** Where observations of a series are made, and what is known of it. */
export interface Place {
  network: string;
  /** The series' own. */
  feature: number | null;
  /** Where the thing is. */
  location: number | null;
  /** The feature that was made from that location. */
  made: number | null;
  hasObservations: boolean;
}

/** Null where there is no such series. */
export async function placeOf(db: Db, series: number): Promise<Place | null> {
  const [place] = await db.query<Place>(sql.kept(selectPlace(sql`${series}::bigint`, sql.empty)));
  return place ?? null;
}

/** Its row, with `more` columns of the datastream `d`. */
export function selectPlace(series: Sql, more: Sql): Sql {
  return sql`
    select d.network, d.feature, l.id as location, f.id as made,
      exists (select 1 from series_state where series = d.id and count > 0) as "hasObservations" ${more}
    from datastream d
      left join lateral (
        select l.id from thing_location tl join location l on l.id = tl.location
        where tl.thing = d.thing and l.geom is not null order by l.id limit 1) l on true
      left join lateral (
        select id from feature_of_interest f where f.of_location = l.id order by id limit 1) f on true
    where d.id = ${series}`;
}
