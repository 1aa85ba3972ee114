import { managedOnly } from '../access/index.ts';
import { sql, type Caller, type Clock, type Db, type Sql } from '../kernel/index.ts';
import { noCounts, type Run, type RunCounts, type RunOrder, type RunPhase, type RunState } from './model.ts';

interface RunRow {
  id: number;
  kind: Run['kind'];
  source: string | null;
  delivery: number | null;
  dataset: string;
  collection: string;
  run_order: RunOrder;
  state: RunState;
  phase: RunPhase;
  done: number;
  total: number;
  ends_at: string | null;
  counts: RunCounts;
  edition: number | null;
  base_edition: number | null;
  statistics: unknown;
  problem: unknown;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

const columns = sql`id, kind, source, delivery, dataset, collection, run_order, state, phase, done, total, ends_at,
  counts, edition, base_edition, statistics, problem, created_at, started_at, finished_at`;

export async function openRun(
  db: Db,
  clock: Clock,
  run: Pick<Run, 'kind' | 'source' | 'delivery' | 'dataset' | 'collection' | 'order'>,
): Promise<Run> {
  const rows = await db.query<RunRow>(sql`
    insert into run (kind, source, delivery, dataset, collection, run_order, state, phase, counts, created_at)
    values (${run.kind}, ${run.source}, ${run.delivery}, ${run.dataset}, ${run.collection},
            ${JSON.stringify(run.order)}::jsonb, 'queued', 'queued', ${JSON.stringify(noCounts)}::jsonb,
            ${clock.now().toISOString()})
    returning ${columns}`);
  return fromRow(rows[0]!);
}

export interface RunChange {
  readonly state?: RunState;
  readonly phase?: RunPhase;
  readonly progress?: Run['progress'];
  readonly counts?: RunCounts;
  readonly edition?: number | null;
  readonly baseEdition?: number | null;
  readonly statistics?: unknown;
  readonly problem?: unknown;
  readonly order?: RunOrder;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** Sets what is given and leaves the rest. A `null` problem clears it. */
export async function updateRun(db: Db, id: number, change: RunChange): Promise<void> {
  const sets: Sql[] = [];
  if (change.state !== undefined) sets.push(sql`state = ${change.state}`);
  if (change.phase !== undefined) sets.push(sql`phase = ${change.phase}`);
  if (change.progress) {
    sets.push(
      sql`done = ${change.progress.done}, total = ${change.progress.total}, ends_at = ${change.progress.endsAt}`,
    );
  }
  if (change.counts) sets.push(sql`counts = ${JSON.stringify(change.counts)}::jsonb`);
  if (change.edition !== undefined) sets.push(sql`edition = ${change.edition}`);
  if (change.baseEdition !== undefined) sets.push(sql`base_edition = ${change.baseEdition}`);
  if (change.statistics !== undefined) sets.push(sql`statistics = ${JSON.stringify(change.statistics)}::jsonb`);
  if (change.problem !== undefined) {
    sets.push(sql`problem = ${change.problem === null ? null : JSON.stringify(change.problem)}::jsonb`);
  }
  if (change.order) sets.push(sql`run_order = ${JSON.stringify(change.order)}::jsonb`);
  if (change.startedAt) sets.push(sql`started_at = ${change.startedAt}`);
  if (change.finishedAt) sets.push(sql`finished_at = ${change.finishedAt}`);
  if (sets.length > 0) await db.query(sql`update run set ${sql.join(sets)} where id = ${id}`);
}

export async function findRun(db: Db, id: number): Promise<Run | null> {
  const rows = await db.query<RunRow>(sql`select ${columns} from run where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

export interface RunFilter {
  readonly source?: string;
  readonly collection?: string;
  readonly dataset?: string;
  readonly states?: readonly RunState[];
  /** Only runs of datasets that this caller looks after. */
  readonly managedBy?: Caller;
  /** Runs with a smaller id than this, for paging. */
  readonly before?: number;
  readonly limit?: number;
}

/** Runs, newest first. */
export async function listRuns(db: Db, filter: RunFilter = {}): Promise<Run[]> {
  const conditions = [sql`true`];
  if (filter.source) conditions.push(sql`source = ${filter.source}`);
  if (filter.collection) conditions.push(sql`collection = ${filter.collection}`);
  if (filter.dataset) conditions.push(sql`dataset = ${filter.dataset}`);
  if (filter.states) conditions.push(sql`state = any(${[...filter.states]}::text[])`);
  if (filter.managedBy) conditions.push(managedOnly(filter.managedBy, sql`run.dataset`));
  if (filter.before) conditions.push(sql`id < ${filter.before}`);
  const rows = await db.query<RunRow>(sql`
    select ${columns} from run where ${sql.join(conditions, sql` and `)} order by id desc limit ${filter.limit ?? 50}`);
  return rows.map(fromRow);
}

/** Runs that are queued or at work, of one collection or of all, oldest first. */
export async function unfinishedRuns(db: Db, collection?: string): Promise<Run[]> {
  const rows = await db.query<RunRow>(sql`
    select ${columns} from run
    where state in ('queued', 'running') ${collection === undefined ? sql`` : sql`and collection = ${collection}`}
    order by id`);
  return rows.map(fromRow);
}

/**
 * Whether nobody may work on a run: it has ended, or there is none. Until the end of the transaction it cannot be taken
 * up either, on no node.
 */
export async function lockEnded(tx: Db, id: number): Promise<boolean> {
  const rows = await tx.query<{ state: RunState }>(sql`select state from run where id = ${id} for update`);
  return rows.every(({ state }) => state !== 'queued' && state !== 'running');
}

/**
 * Runs that published after this one and still stand on it. A run that was rolled back since, together with its
 * rollback, changed nothing in the end and does not count.
 */
export async function laterRuns(db: Db, run: Run): Promise<Run[]> {
  const rows = await db.query<RunRow>(sql`
    select ${columns} from run
    where collection = ${run.collection} and edition > ${run.edition} and state = 'done' order by edition`);
  const standing: Run[] = [];
  for (const later of rows.map(fromRow)) {
    const undone = standing.findIndex((candidate) => candidate.id === later.order.undoes);
    if (undone >= 0) standing.splice(undone, 1);
    else standing.push(later);
  }
  return standing;
}

/**
 * Where the positions of an edition come from, each once: of the last full delivery and of what was added after it. Runs
 * that were rolled back do not count.
 */
export async function coordinatesOfEdition(db: Db, collection: string, edition: number): Promise<unknown[]> {
  const rows = await db.query<{ coordinates: unknown }>(sql`
    with standing as (
      select id, run_order from run
      where collection = ${collection} and kind = 'load' and state = 'done' and edition <= ${edition}
        and not exists (
          select 1 from run as undoing
          where undoing.collection = ${collection} and undoing.kind = 'rollback' and undoing.state = 'done'
            and undoing.edition <= ${edition} and (undoing.run_order ->> 'undoes')::bigint = run.id)
    )
    select run_order -> 'coordinates' as coordinates from standing
    where id >= coalesce((select max(id) from standing where run_order ->> 'deliveryKind' = 'full'), 0)
      and jsonb_typeof(run_order -> 'coordinates') = 'object'
    group by run_order -> 'coordinates' order by max(id) desc`);
  return rows.map((row) => row.coordinates);
}

function fromRow(row: RunRow): Run {
  return {
    id: row.id,
    kind: row.kind,
    source: row.source,
    delivery: row.delivery,
    dataset: row.dataset,
    collection: row.collection,
    order: row.run_order,
    state: row.state,
    phase: row.phase,
    progress: { done: row.done, total: row.total, endsAt: row.ends_at },
    counts: row.counts,
    edition: row.edition,
    baseEdition: row.base_edition,
    statistics: row.statistics,
    problem: row.problem,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
