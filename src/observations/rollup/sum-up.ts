import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { ChangedSpan } from '../store/cut-spans.ts';
import { grainNumber, nextSpanMs, spanStart, spanStartMs, type Grain } from './grains.ts';

const spansAtOnce = 2_000;
const steps: readonly (readonly [Grain, Grain])[] = [
  ['eight-hours', 'hour'],
  ['day', 'hour'],
  ['month', 'day'],
  ['year', 'month'],
];
const columns = sql.raw(`series, layer, grain, start, received, measured, good, sum, min, min_at, max, max_at`);

/**
 * Makes the sums of all spans anew from the values that stand there, whole spans at a time and for many series in one
 * statement for each grain: nothing is added up twice, and what was removed is gone from the sums.
 *
 * `measured` counts values of a measuring device that no test failed; `good` those that none suspects; sums, least and
 * greatest are over the measured ones. A value whose time is the end of what it measures belongs to the span before.
 */
export async function sumUp(tx: Db, changed: readonly ChangedSpan[]): Promise<void> {
  for (const part of parts(wholeSpans('hour', changed))) {
    await forget(tx, 'hour', part);
    await sumUpValues(tx, part, 0);
    await sumUpValues(tx, part, 1);
  }
  for (const [grain, from] of steps) {
    for (const part of parts(wholeSpans(grain, changed))) {
      await forget(tx, grain, part);
      await sumUpSums(tx, part, grain, from);
    }
  }
}

/**
 * The changed spans widened to whole ones of the grain, those that overlap made one: no row is made twice. A value at the
 * very start of a span may belong to the one before, so that one is made anew too.
 */
function wholeSpans(grain: Grain, changed: readonly ChangedSpan[]): ChangedSpan[] {
  const whole = changed
    .map(({ series, from, to }) => ({ series, from: spanStartMs(grain, from - 1), to: nextSpanMs(grain, to) }))
    .sort((a, b) => a.series - b.series || a.from - b.from);
  const merged: { series: number; from: number; to: number }[] = [];
  for (const span of whole) {
    const last = merged.at(-1);
    if (last?.series !== span.series || span.from > last.to) merged.push(span);
    else if (span.to > last.to) last.to = span.to;
  }
  return merged;
}

function* parts(spans: readonly ChangedSpan[]): Generator<Sql> {
  for (let from = 0; from < spans.length; from += spansAtOnce) yield rowsOf(spans.slice(from, from + spansAtOnce));
}

function rowsOf(spans: readonly ChangedSpan[]): Sql {
  const moment = (at: number): string => new Date(at).toISOString();
  return sql`unnest(${spans.map(({ series }) => series)}::integer[], ${spans.map(({ from }) => moment(from))}::timestamptz[],
    ${spans.map(({ to }) => moment(to))}::timestamptz[]) as w (series, start, until)`;
}

async function forget(tx: Db, grain: Grain, spans: Sql): Promise<void> {
  await tx.query(sql`
    delete from roll_up r using ${spans}
    where r.series = w.series and r.grain = ${grainNumber(grain)} and r.start >= w.start and r.start < w.until`);
}

const measured = sql.raw(`o.status = 0 and o.value is not null and o.flag not in (4, 9)`);

/** Layer 0: all values. Layer 1: approved ones, kept where others see only those. */
async function sumUpValues(tx: Db, spans: Sql, layer: 0 | 1): Promise<void> {
  const approvedOnly = layer === 1 ? sql`and s.has_approved and o.approval = 1` : sql.empty;
  await tx.query(sql`
    insert into roll_up (${columns})
    select w.series, ${layer}::smallint, ${grainNumber('hour')}::smallint, ${spanStart('hour', sql`o.time - s.shift`)},
      count(*), count(*) filter (where ${measured}), count(*) filter (where ${measured} and o.flag <> 3),
      sum(o.value) filter (where ${measured}),
      min(o.value) filter (where ${measured}),
      (array_agg(o.time order by o.value, o.time) filter (where ${measured}))[1],
      max(o.value) filter (where ${measured}),
      (array_agg(o.time order by o.value desc, o.time) filter (where ${measured}))[1]
    from ${spans}
      cross join lateral (select n.shown_layer = 'approved' as has_approved,
          case d.stamp when 'end' then interval '1 microsecond' else interval '0' end as shift
        from datastream d join network n on n.id = d.network where d.id = w.series) s
      cross join lateral (select * from observation where series = w.series and time >= w.start + s.shift
        and time < w.until + s.shift offset 0) o
    where true ${approvedOnly}
    group by w.series, 4`);
}

async function sumUpSums(tx: Db, spans: Sql, grain: Grain, from: Grain): Promise<void> {
  await tx.query(sql`
    insert into roll_up (${columns})
    select w.series, r.layer, ${grainNumber(grain)}::smallint, ${spanStart(grain, sql`r.start`)},
      sum(r.received), sum(r.measured), sum(r.good), sum(r.sum),
      min(r.min), (array_agg(r.min_at order by r.min, r.min_at))[1],
      max(r.max), (array_agg(r.max_at order by r.max desc nulls last, r.max_at))[1]
    from ${spans}
      cross join lateral (select * from roll_up where series = w.series and grain = ${grainNumber(from)}
        and start >= w.start and start < w.until offset 0) r
    group by w.series, r.layer, 4`);
}
