import { sql, type Clock, type Db } from '../kernel/index.ts';
import type { Delivery, DeliveryKind } from './model.ts';

interface DeliveryRow {
  id: number;
  source: string;
  kind: DeliveryKind;
  name: string;
  sha256: string;
  size_bytes: number;
  received_at: string;
  delivered_by: string | null;
  state: Delivery['state'];
  inspection: unknown;
  problem: unknown;
}

const columns = sql`id, source, kind, name, sha256, size_bytes, received_at, delivered_by, state, inspection, problem`;

export async function recordDelivery(
  db: Db,
  clock: Clock,
  delivery: Pick<Delivery, 'source' | 'kind' | 'name' | 'sha256' | 'sizeBytes' | 'deliveredBy'>,
): Promise<Delivery> {
  const rows = await db.query<DeliveryRow>(sql`
    insert into delivery (source, kind, name, sha256, size_bytes, received_at, delivered_by, state)
    values (${delivery.source}, ${delivery.kind}, ${delivery.name}, ${delivery.sha256}, ${delivery.sizeBytes},
            ${clock.now().toISOString()}, ${delivery.deliveredBy}, 'received')
    returning ${columns}`);
  return fromRow(rows[0]!);
}

export async function updateDelivery(
  db: Db,
  id: number,
  change: Pick<Delivery, 'state'> & Partial<Pick<Delivery, 'inspection' | 'problem'>>,
): Promise<void> {
  await db.query(sql`
    update delivery set state = ${change.state},
      inspection = coalesce(${change.inspection === undefined ? null : JSON.stringify(change.inspection)}::jsonb, inspection),
      problem = ${change.problem === undefined ? null : JSON.stringify(change.problem)}::jsonb
    where id = ${id}`);
}

export async function findDelivery(db: Db, id: number): Promise<Delivery | null> {
  const rows = await db.query<DeliveryRow>(sql`select ${columns} from delivery where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** Deliveries of a source, newest first, without their inspection. */
export async function listDeliveries(db: Db, source: string, limit = 100): Promise<Delivery[]> {
  const rows = await db.query<DeliveryRow>(sql`
    select id, source, kind, name, sha256, size_bytes, received_at, delivered_by, state, null as inspection, problem
    from delivery where source = ${source} order by id desc limit ${limit}`);
  return rows.map(fromRow);
}

/** How much somebody has sent since a moment: deliveries, and uploads that are none. */
export async function bytesSent(db: Db, by: string, since: string): Promise<number> {
  const rows = await db.query<{ bytes: number }>(sql`
    select coalesce(sum(size_bytes), 0)::int8 as bytes from (
      select size_bytes from delivery where delivered_by = ${by} and received_at >= ${since}
      union all
      select size_bytes from upload where sent_by = ${by} and received_at >= ${since}) sent`);
  return Number(rows[0]!.bytes);
}

/** Enters how much somebody has sent that is no delivery, and forgets what no day counts any more. */
export async function enterUpload(db: Db, by: string, bytes: number, at: Date): Promise<void> {
  await db.query(sql`
    delete from upload where sent_by = ${by} and received_at < ${at}::timestamptz - interval '2 days'`);
  await db.query(sql`insert into upload (sent_by, received_at, size_bytes) values (${by}, ${at}, ${bytes})`);
}

/** Checksums of all files that deliveries name. */
export async function* referencedFiles(db: Db): AsyncGenerator<string> {
  for await (const rows of db.stream<{ sha256: string }>(sql`select distinct sha256 from delivery`, 1_000)) {
    yield* rows.map((row) => row.sha256);
  }
}

function fromRow(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    source: row.source,
    kind: row.kind,
    name: row.name,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    receivedAt: row.received_at,
    deliveredBy: row.delivered_by,
    state: row.state,
    inspection: row.inspection,
    problem: row.problem,
  };
}
