import { sql, type Sql } from '../../../kernel/index.ts';

/** Where observations of one series are looked for. */
export interface SeriesPart {
  /** Its number: a value or a column of an outer row. */
  readonly series: Sql;
  /** Feature of interest of what names none itself. */
  readonly feature: Sql;
  /** What is known of the series: false leaves the tables of what is rare out of the statement. */
  readonly hasDetail: Sql | boolean;
  readonly hasExtra: Sql | boolean;
  /** First and last moment, as values or columns of an outer row: only partitions in between are looked at. */
  readonly within: readonly [Sql, Sql] | null;
  /** True where only approved values are shown. */
  readonly approvedOnly: Sql | boolean;
}

/**
 * Observations of a series as rows: `id`, `series`, `time`, `ends_at` (the same where it is an instant), `value`, `result`
 * (JSON where the result is no number), `feature`, what is rare, and `extra`: what tells several at one moment apart.
 */
export function observationsOf(part: SeriesPart): Sql {
  if (part.hasExtra === false) return sql`(${regular(part)})`;
  return sql`(${regular(part)} union all ${extra(part)})`;
}

function regular({ series, feature, hasDetail, within, approvedOnly }: SeriesPart): Sql {
  const rare =
    hasDetail === false
      ? sql`o.time as ends_at, o.value, null::jsonb as result, null::timestamptz as result_time, null::jsonb as quality,
          null::timestamptz as valid_from, null::timestamptz as valid_to, null::jsonb as parameters,
          ${feature} as feature`
      : sql`coalesce(d.ends_at, o.time) as ends_at, o.value, d.result, d.result_time, d.quality, d.valid_from,
          d.valid_to, d.parameters, coalesce(d.feature, ${feature}) as feature`;
  // A series without such rows is not looked for among them, whatever stands in the statement.
  const asked = typeof hasDetail === 'boolean' ? sql.empty : sql`${hasDetail} and`;
  const details =
    hasDetail === false
      ? sql.empty
      : sql`left join observation_detail d on ${asked} d.series = ${series} and d.time = o.time`;
  return sql`
    select (o.series::bigint << 32) + extract(epoch from o.time)::bigint as id, o.series, o.time, ${rare},
      0::bigint as extra
    from observation o ${details}
    where o.series = ${series} ${between(within)} ${approved(approvedOnly, sql`o.approval`)}`;
}

function extra({ series, feature, hasExtra, within, approvedOnly }: SeriesPart): Sql {
  return sql`
    select o.id, o.series, o.time, coalesce(o.ends_at, o.time), o.value, o.result, o.result_time, o.quality,
      o.valid_from, o.valid_to, o.parameters, coalesce(o.feature, ${feature}), o.id
    from observation_extra o
    where o.series = ${series} ${typeof hasExtra === 'boolean' ? sql.empty : sql`and ${hasExtra}`}
      ${between(within)} ${approved(approvedOnly, sql`o.approval`)}`;
}

const between = (within: SeriesPart['within']): Sql =>
  within === null ? sql.empty : sql`and o.time between ${within[0]} and ${within[1]}`;

function approved(only: Sql | boolean, approval: Sql): Sql {
  if (only === false) return sql.empty;
  return only === true ? sql`and ${approval} = 1` : sql`and (${approval} = 1 or not ${only})`;
}
