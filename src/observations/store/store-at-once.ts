import { entering, type AuditSlip } from '../../access/index.ts';
import { isUniqueViolation, sql, type Db } from '../../kernel/index.ts';
import { flags } from '../model.ts';
import { isRegularMoment, observationId } from '../observation-id.ts';
import { areAsRemembered, type PlaceMark } from '../series/decided-places.ts';
import { entryLine } from './announce-readings.ts';
import type { Taken } from './batch.ts';
import { momentOf, type Entry } from './entry.ts';
import { areAllStanding } from './gone-series.ts';
import type { Judge, Judged } from './judge.ts';
import type { Sifted } from './sift.ts';

/** More are quicker copied. */
const mostReadings = 100;
const noOthers = { updated: 0, unchanged: 0, duplicates: 0, quarantined: 0 } as const;

/** Readings of one sender that come together have one receipt: theirs would weigh more than they do. */
interface Shared {
  readonly place: number;
  readonly head: Sifted['batch'];
  readonly entries: Entry[];
}

/**
 * Stores what most single readings are (new ones, at the end of their series, with nothing beside the number) in one
 * statement, because each more that a transaction sends costs as much as the value itself. Null, with nothing stored,
 * where one of them is something else: then they are stored by all the steps.
 */
export async function storeAtOnce(
  store: Db,
  judge: Judge,
  sifted: readonly Sifted[],
  now: Date,
): Promise<Taken[] | null> {
  if (!arePlain(sifted)) return null;
  const shared = new Map<string, Shared>();
  const owners = sifted.map((each) => {
    const { network, door, sender } = each.batch;
    const name = JSON.stringify([network, door, sender]);
    let owner = shared.get(name);
    if (!owner) shared.set(name, (owner = { place: shared.size + 1, head: each.batch, entries: [] }));
    const entries = each.accepted.map((reading) => newEntry(each, reading));
    owner.entries.push(...entries);
    return { owner, entries };
  });
  const all = [...shared.values()];
  const entries = all.flatMap((each) => each.entries);
  const judged = judge.judgeAsRemembered(entries) ?? (await judge.judge(store, entries));
  if (judged.amended.length > 0 || judged.late.size > 0 || !areAllStanding(entries, judged.series)) return null;
  const slips = sifted.flatMap(({ batch }) => batch.slip ?? []);
  const marks = sifted.flatMap(({ batch }) => batch.asRemembered ?? []);
  const receipts = await send(store, { judged, all, slips, marks }, now);
  if (!receipts) return null;
  for (const slip of slips) slip.entered();
  return owners.map(({ owner, entries: own }) => ({
    receipt: receipts[owner.place - 1]!,
    counts: { read: own.length, inserted: own.length, ...noOthers },
    outcomes: own.map(({ id }) => ({ outcome: 'inserted', id })),
    isRepeated: false,
  }));
}

function arePlain(sifted: readonly Sifted[]): boolean {
  const ids = new Set<number>();
  let count = 0;
  for (const { batch, accepted, refusals } of sifted) {
    const { key, file, receipt, isOpen } = batch;
    if (key !== undefined || file !== undefined || receipt !== undefined || isOpen || refusals.length > 0) return false;
    if ((count += accepted.length) > mostReadings) return false;
    for (const { series, at, detail } of accepted) {
      if (detail || !isRegularMoment(at)) return false;
      ids.add(observationId(series, at));
    }
  }
  return count > 0 && ids.size === count;
}

function newEntry({ batch: { mode, sender } }: Sifted, reading: Entry['reading']): Entry {
  const id = observationId(reading.series, reading.at);
  return { reading, mode, receipt: 0, sender, flag: flags.notEvaluated, tests: 0, outcome: 'inserted', id };
}

interface Sent {
  readonly judged: Judged;
  readonly all: readonly Shared[];
  readonly slips: readonly AuditSlip[];
  readonly marks: readonly PlaceMark[];
}

/** Numbers of the receipts, in the order of `all`. */
async function send(store: Db, { judged, all, slips, marks }: Sent, now: Date): Promise<number[] | null> {
  const stands = [...judged.series];
  const entries = all.flatMap((each) => each.entries.map((entry) => ({ entry, place: each.place })));
  const of = <T>(part: (entry: Entry) => T): T[] => entries.map(({ entry }) => part(entry));
  const heads = all.map(({ head }) => head);
  const storing = sql`store_readings(${stands.map(([series]) => series)}::integer[],
    ${stands.map(([, { revision }]) => revision)}::integer[], ${stands.map(([, { version }]) => version)}::integer[],
    ${stands.map(([, { lastAt }]) => (lastAt === null ? null : momentOf(lastAt)))}::timestamptz[],
    ${of(({ reading }) => reading.series)}::integer[], ${entries.map(({ place }) => place)}::integer[],
    ${of(({ reading }) => momentOf(reading.at))}::timestamptz[], ${of(({ reading }) => reading.value)}::double precision[],
    ${of(({ tests }) => tests)}::integer[], ${of(({ flag }) => flag)}::smallint[],
    ${of(({ reading }) => reading.status ?? 0)}::smallint[],
    ${heads.map(({ network }) => network)}::text[], ${heads.map(({ door }) => door)}::text[],
    ${heads.map(({ sender }) => sender)}::text[], ${all.map((each) => each.entries.length)}::integer[],
    ${all.map((each) => each.entries.map(entryLine).join('\n'))}::text[], ${now}::timestamptz)`;
  const stored = marks.length === 0 ? storing : sql`case when ${areAsRemembered(marks)} then ${storing} end`;
  const entered =
    slips.length === 0
      ? sql.empty
      : sql`, case when receipts is not null
    then ${entering(slips.map(({ entry }) => entry))} end`;
  try {
    const [row] = await store.query<{ receipts: number[] | null }>(
      // Calculated once, though two things are done with it.
      sql.kept(sql`select receipts ${entered} from (select ${stored} as receipts offset 0) stored`),
    );
    return row!.receipts;
  } catch (error) {
    // Somebody else's value stands at one of the moments: what becomes of ours depends on the door.
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
