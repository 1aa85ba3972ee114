import { sql, type Clock, type Db } from '../kernel/index.ts';

/** A cell that a steward corrects. The kept bytes stay as they are; runs read the new value in place of the old one. */
export interface Correction {
  readonly id: number;
  readonly delivery: number;
  readonly source: string;
  readonly collection: string;
  readonly layer: string;
  /** Of the record in its file. */
  readonly position: number;
  /** As in the file's header. */
  readonly column: string;
  /** Text of the cell as it stands in the file; empty: nothing stands there. */
  readonly oldValue: string;
  readonly newValue: string;
  readonly reason: string;
  /** Texts of the key's cells in the file, by column; null where the row cannot be told again in another file. */
  readonly rowKey: Readonly<Record<string, string>> | null;
  readonly madeBy: string;
  readonly madeByName: string;
  readonly madeAt: string;
  /** Set when it was taken back or replaced. */
  readonly endedByName: string | null;
  readonly endedAt: string | null;
}

export type NewCorrection = Omit<Correction, 'id' | 'madeAt' | 'endedByName' | 'endedAt'>;

interface CorrectionRow {
  id: number;
  delivery: number;
  source: string;
  collection: string;
  layer: string;
  position: number;
  column_name: string;
  old_value: string;
  new_value: string;
  reason: string;
  row_key: Record<string, string> | null;
  made_by: string;
  made_by_name: string;
  made_at: string;
  ended_by_name: string | null;
  ended_at: string | null;
}

const columns = sql`id, delivery, source, collection, layer, position, column_name, old_value, new_value, reason, row_key,
  made_by, made_by_name, made_at, ended_by_name, ended_at`;

/** Enters corrections; one that stands for the same cell ends. */
export async function makeCorrections(tx: Db, clock: Clock, made: readonly NewCorrection[]): Promise<Correction[]> {
  const at = clock.now().toISOString();
  const entered: Correction[] = [];
  for (const each of made) {
    await tx.query(sql`
      update correction set ended_at = ${at}, ended_by_name = ${each.madeByName}
      where delivery = ${each.delivery} and layer = ${each.layer} and position = ${each.position}
        and column_name = ${each.column} and ended_at is null`);
    const rows = await tx.query<CorrectionRow>(sql`
      insert into correction (delivery, source, collection, layer, position, column_name, old_value, new_value, reason,
        row_key, made_by, made_by_name, made_at)
      values (${each.delivery}, ${each.source}, ${each.collection}, ${each.layer}, ${each.position}, ${each.column},
        ${each.oldValue}, ${each.newValue}, ${each.reason},
        ${each.rowKey === null ? null : JSON.stringify(each.rowKey)}::jsonb, ${each.madeBy}, ${each.madeByName}, ${at})
      returning ${columns}`);
    entered.push(fromRow(rows[0]!));
  }
  return entered;
}

/** Takes a correction back; what it changed stands until the delivery is run again. */
export async function endCorrection(db: Db, clock: Clock, id: number, byName: string): Promise<void> {
  await db.query(sql`
    update correction set ended_at = ${clock.now().toISOString()}, ended_by_name = ${byName}
    where id = ${id} and ended_at is null`);
}

export async function findCorrection(db: Db, id: number): Promise<Correction | null> {
  const rows = await db.query<CorrectionRow>(sql`select ${columns} from correction where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** All corrections of a delivery, or of one of its records, newest first. */
export async function listCorrections(
  db: Db,
  delivery: number,
  { layer, position, limit }: { layer?: string; position?: number; limit: number },
): Promise<Correction[]> {
  const rows = await db.query<CorrectionRow>(sql`
    select ${columns} from correction where delivery = ${delivery}
      ${layer === undefined ? sql`` : sql`and layer = ${layer}`}
      ${position === undefined ? sql`` : sql`and position = ${position}`}
    order by id desc limit ${limit}`);
  return rows.map(fromRow);
}

/** Corrections of a delivery's layer that were made or taken back after this moment, by position of their rows. */
export async function correctionsSince(
  db: Db,
  { delivery, layer }: Pick<Correction, 'delivery' | 'layer'>,
  since: string,
): Promise<{ position: number; count: number }[]> {
  const rows = await db.query<{ position: number; count: number }>(sql`
    select position, count(*)::int as count from correction
    where delivery = ${delivery} and layer = ${layer} and greatest(made_at, ended_at) > ${since}::timestamptz
    group by position order by position`);
  return rows.map(({ position, count }) => ({ position, count }));
}

/**
 * What a run of a delivery's layer into a collection has to correct: the delivery's own corrections, and those of earlier
 * deliveries of the source for rows that are told by their key. Oldest first.
 */
export async function correctionsInForce(
  db: Db,
  of: Pick<Correction, 'delivery' | 'source' | 'collection' | 'layer'>,
): Promise<{ own: Correction[]; carried: Correction[] }> {
  const rows = await db.query<CorrectionRow>(sql`
    select ${columns} from correction
    where ended_at is null and (
      (delivery = ${of.delivery} and layer = ${of.layer} and collection = ${of.collection})
      or (source = ${of.source} and collection = ${of.collection} and delivery < ${of.delivery} and row_key is not null))
    order by id`);
  const all = rows.map(fromRow);
  return {
    own: all.filter(({ delivery }) => delivery === of.delivery),
    carried: all.filter(({ delivery }) => delivery !== of.delivery),
  };
}

/** A correction that a run made to the record at this position of its file. */
export interface Applied {
  readonly position: number;
  readonly correction: number;
}

export async function noteApplied(db: Db, run: number, applied: readonly Applied[]): Promise<void> {
  if (applied.length === 0) return;
  await db.query(sql`
    insert into applied_correction (run, position, correction)
    select ${run}::bigint, a.position, a.correction
    from unnest(${applied.map(({ position }) => position)}::bigint[],
      ${applied.map(({ correction }) => correction)}::bigint[]) as a(position, correction)
    on conflict do nothing`);
}

/** What was corrected in the record that a run read at this position. */
export async function appliedCorrections(db: Db, run: number, position: number): Promise<Correction[]> {
  const rows = await db.query<CorrectionRow>(sql`
    select ${columns} from correction
    where id in (select correction from applied_correction where run = ${run} and position = ${position}) order by id`);
  return rows.map(fromRow);
}

/** Whether any correction of this source's rows of a collection has been taken back or replaced. */
export async function hasEndedCorrections(db: Db, source: string, collection: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from correction where source = ${source} and collection = ${collection} and ended_at is not null limit 1`);
  return rows.length > 0;
}

/** Of these records, by run and position, those that were made with a correction which has ended since. */
export async function endedOrigins(
  db: Db,
  records: readonly { readonly run: number; readonly position: number }[],
): Promise<[run: number, position: number][]> {
  if (records.length === 0) return [];
  const rows = await db.query<{ run: number; position: number }>(sql`
    select distinct a.run, a.position from applied_correction a join correction c on c.id = a.correction
    where c.ended_at is not null and (a.run, a.position) in (
      select * from unnest(${records.map(({ run }) => run)}::bigint[], ${records.map(({ position }) => position)}::bigint[]))`);
  return rows.map(({ run, position }) => [run, position]);
}

function fromRow(row: CorrectionRow): Correction {
  return {
    id: row.id,
    delivery: row.delivery,
    source: row.source,
    collection: row.collection,
    layer: row.layer,
    position: row.position,
    column: row.column_name,
    oldValue: row.old_value,
    newValue: row.new_value,
    reason: row.reason,
    rowKey: row.row_key,
    madeBy: row.made_by,
    madeByName: row.made_by_name,
    madeAt: row.made_at,
    endedByName: row.ended_by_name,
    endedAt: row.ended_at,
  };
}
