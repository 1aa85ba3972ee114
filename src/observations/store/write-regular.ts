import { copyLine, isUniqueViolation, sql, type Db } from '../../kernel/index.ts';
import { observationId } from '../observation-id.ts';
import { momentOf, type Entry } from './entry.ts';
import { replaceValues, type Replacement } from './replace-values.ts';

const lookUpRows = 2_000;
/** Up to so many are quicker inserted than copied. */
const fewEntries = 100;
const columns = ['time', 'value', 'series', 'receipt', 'tests', 'flag', 'status'];

/**
 * Stores one entry for each series and moment. Most deliveries bring what is not there yet, early or late: they are
 * copied in at once, and only where the key objects is looked up what was there. Gives back the entries of mode `create`
 * whose moment was taken.
 */
export async function writeRegular(tx: Db, entries: readonly Entry[], now: Date): Promise<Entry[]> {
  if (entries.length === 0) return [];
  const open = entries.length > fewEntries ? await copied(tx, entries) : await inserted(tx, entries);
  if (open.length === 0) return [];
  const taken: Entry[] = [];
  const fresh: Entry[] = [];
  const replacements: Replacement[] = [];
  for (let from = 0; from < open.length; from += lookUpRows) {
    const part = open.slice(from, from + lookUpRows);
    const known = await storedValues(tx, part);
    part.forEach((entry, place) => {
      const was = known.get(place);
      if (!was) fresh.push(entry);
      else if (entry.mode === 'create') taken.push(entry);
      else replacements.push({ entry, was });
    });
  }
  await replaceValues(tx, replacements, now);
  if (fresh.length > 0) await copyAll(tx, fresh);
  return taken;
}

/** Single readings are stored in one statement. Gives back those whose moment had a value. */
async function inserted(tx: Db, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const of = <T>(part: (entry: Entry) => T): T[] => entries.map(part);
  const stored = await tx.query<{ series: number; at: number }>(
    sql.kept(sql`
    insert into observation (time, value, series, receipt, tests, flag, status)
    select * from unnest(${of(({ reading }) => momentOf(reading.at))}::timestamptz[],
      ${of(({ reading }) => reading.value)}::double precision[], ${of(({ reading }) => reading.series)}::integer[],
      ${of(({ receipt }) => receipt)}::integer[], ${of(({ tests }) => tests)}::integer[],
      ${of(({ flag }) => flag)}::smallint[], ${of(({ reading }) => reading.status ?? 0)}::smallint[])
    on conflict do nothing
    returning series, (extract(epoch from time) * 1000)::double precision as at`),
  );
  const ids = new Set(stored.map(({ series, at }) => observationId(series, at)));
  return entries.filter((entry) => {
    const id = observationId(entry.reading.series, entry.reading.at);
    if (!ids.has(id)) return true;
    markInserted(entry);
    return false;
  });
}

/** Gives all back, with nothing done, where the moment of one had a value. */
async function copied(tx: Db, entries: readonly Entry[]): Promise<readonly Entry[]> {
  await tx.query(sql`savepoint before_copy`);
  try {
    await copyAll(tx, entries);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await tx.query(sql`rollback to savepoint before_copy`);
    return entries;
  }
  await tx.query(sql`release savepoint before_copy`);
  return [];
}

async function copyAll(tx: Db, entries: readonly Entry[]): Promise<void> {
  await tx.copyIn('observation', columns, lines(entries));
  entries.forEach(markInserted);
}

function markInserted(entry: Entry): void {
  entry.outcome = 'inserted';
  entry.id = observationId(entry.reading.series, entry.reading.at);
}

const chunkRows = 1_000;

function* lines(entries: readonly Entry[]): Generator<string> {
  for (let from = 0; from < entries.length; from += chunkRows) {
    let chunk = '';
    for (const { reading, receipt, flag, tests } of entries.slice(from, from + chunkRows)) {
      const { at, value, series, status } = reading;
      chunk += copyLine([momentOf(at), value, series, receipt, tests, flag, status ?? 0]);
    }
    yield chunk;
  }
}

/** What stands at the moments of these entries, by their place. */
async function storedValues(tx: Db, entries: readonly Entry[]): Promise<Map<number, Replacement['was']>> {
  const rows = await tx.query<Replacement['was'] & { place: number }>(sql`
    select wanted.place::integer as place, o.value, o.flag, o.tests, o.status, o.approval, o.receipt, d.detail
    from unnest(${entries.map(({ reading }) => reading.series)}::integer[],
        ${entries.map(({ reading }) => momentOf(reading.at))}::timestamptz[]) with ordinality as wanted (series, time, place)
      cross join lateral (select * from observation where series = wanted.series and time = wanted.time offset 0) o
      left join lateral (select row_to_json(known) as detail from observation_detail known
        where series = wanted.series and time = wanted.time) d on true`);
  return new Map(rows.map(({ place, ...was }) => [place - 1, was]));
}
