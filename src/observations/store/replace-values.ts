import { isDeepStrictEqual } from 'node:util';
import { sql, type Db } from '../../kernel/index.ts';
import { observationId } from '../observation-id.ts';
import { detailRow } from './write-details.ts';
import { momentOf, type Entry } from './entry.ts';

/** A new value for a moment that has one. */
export interface Replacement {
  readonly entry: Entry;
  readonly was: {
    readonly value: number | null;
    readonly flag: number;
    readonly tests: number;
    readonly status: number;
    readonly approval: number;
    readonly receipt: number;
    /** Row of `observation_detail`; null without one. */
    readonly detail: Record<string, unknown> | null;
  };
}

/** What is the same stays untouched; the others become the newest version, and what they replace is kept. */
export async function replaceValues(tx: Db, replacements: readonly Replacement[], now: Date): Promise<void> {
  const changed: Replacement[] = [];
  for (const replacement of replacements) {
    const { entry } = replacement;
    entry.id = observationId(entry.reading.series, entry.reading.at);
    entry.outcome = isSame(replacement) ? 'unchanged' : 'updated';
    if (entry.outcome === 'updated') changed.push(replacement);
  }
  if (changed.length === 0) return;
  await keepVersions(
    tx,
    changed.map(({ entry }) => entry),
    now,
  );
  const of = <T>(part: (entry: Entry) => T): T[] => changed.map(({ entry }) => part(entry));
  await tx.query(sql`
    update observation o set value = n.value, receipt = n.receipt, tests = n.tests, flag = n.flag, status = n.status,
      approval = 0
    from unnest(${of(({ reading }) => reading.series)}::integer[], ${of(({ reading }) => momentOf(reading.at))}::timestamptz[],
      ${of(({ reading }) => reading.value)}::double precision[], ${of(({ receipt }) => receipt)}::integer[],
      ${of(({ tests }) => tests)}::integer[], ${of(({ flag }) => flag)}::smallint[],
      ${of(({ reading }) => reading.status ?? 0)}::smallint[]) as n (series, time, value, receipt, tests, flag, status)
    where o.series = n.series and o.time = n.time`);
}

/** Copies what stands at these moments into the versions. */
async function keepVersions(tx: Db, entries: readonly Entry[], now: Date): Promise<void> {
  await tx.query(sql`
    insert into observation_version
      (series, time, version, value, flag, status, approval, receipt, replaced_at, replaced_by)
    select o.series, o.time, coalesce((select max(version) from observation_version v
        where v.series = o.series and v.time = o.time), 0) + 1,
      o.value, o.flag, o.status, o.approval, o.receipt, ${now}, wanted.sender
    from unnest(${entries.map(({ reading }) => reading.series)}::integer[],
        ${entries.map(({ reading }) => momentOf(reading.at))}::timestamptz[],
        ${entries.map(({ sender }) => sender)}::text[]) as wanted (series, time, sender)
      cross join lateral (select * from observation where series = wanted.series and time = wanted.time offset 0) o`);
}

function isSame({ entry, was }: Replacement): boolean {
  const { reading } = entry;
  if (reading.value !== was.value || (reading.status ?? 0) !== was.status) return false;
  if (!reading.detail && !was.detail) return true;
  if (!reading.detail || !was.detail) return false;
  const { series: _series, time: _time, ...known } = was.detail;
  return isDeepStrictEqual(normal(known), normal(detailRow(reading.detail)));
}

/** Moments of both sides in one form, members in one order. */
function normal(row: Record<string, unknown>): Record<string, unknown> {
  const moments = new Set(['ends_at', 'result_time', 'valid_from', 'valid_to']);
  return Object.fromEntries(
    Object.entries(row)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        const isMoment = moments.has(name) && typeof value === 'string';
        return [name, isMoment ? new Date(value).getTime() : (value ?? null)];
      }),
  );
}
