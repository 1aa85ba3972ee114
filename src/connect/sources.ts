import { resolve } from 'node:path';
import { enterSourceOwner, mayManage, sourceOwner } from '../access/index.ts';
import type { ReadingChoice } from '../formats/index.ts';
import { sql, type Caller, type Clock, type Db } from '../kernel/index.ts';
import type { DeliveryKind } from '../ledger/index.ts';
import type { Text } from '../packs/index.ts';
import { connectProblem } from './problems.ts';
import type { Arrival } from './transports/arrival.ts';
import { openPath } from './transports/file.ts';
import { openAddress, type AllowedHosts } from './transports/http.ts';

export type Transport = 'upload' | 'file' | 'folder' | 'http';
export const transports: readonly Transport[] = ['upload', 'file', 'folder', 'http'];

/** What was decided for one layer of a source; the next delivery uses it again. */
export interface LayerDecision {
  readonly layer: string;
  readonly collection: string;
  /** `pack/standard`; null: as is. */
  readonly standard: string | null;
  readonly mapping: unknown;
  readonly key: readonly string[];
  /** Letters that the steward named, `COLUMN=ENCODING` or `ENCODING`; absent in older decisions. */
  readonly letters?: readonly string[];
  /** Reference system that a steward chose for a layer taken as is; null or absent: as proposed. */
  readonly crs?: string | null;
}

/** Where raw data lies. */
export interface Source {
  readonly id: string;
  /** Agency code of the organisation that owns it and what is made of it. */
  readonly owner: string;
  readonly title: Text;
  readonly transport: Transport;
  readonly location: string | null;
  readonly deliveryKind: DeliveryKind;
  readonly openness: string | null;
  readonly layers: readonly LayerDecision[];
  /** How its files are to be read, where a steward said so. */
  readonly reading: readonly ReadingChoice[];
  readonly lastSha256: string | null;
  readonly lastDeliveryAt: string | null;
  readonly createdAt: string;
}

interface SourceRow {
  id: string;
  owner: string;
  title: Text;
  transport: Transport;
  location: string | null;
  delivery_kind: DeliveryKind;
  openness: string | null;
  layers: LayerDecision[];
  reading: ReadingChoice[];
  last_sha256: string | null;
  last_delivery_at: string | null;
  created_at: string;
}

const columns = sql`id, title, transport, location, delivery_kind, openness, layers, reading, last_sha256, last_delivery_at, created_at,
  ${sourceOwner(sql`source.id`)} as owner`;

/** Ids name tables, addresses and files, so they are slugs. Throws Problem `invalid-id`. */
export function checkId(id: string): void {
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(id)) throw connectProblem('invalid-id', { id });
}

export type SourceSettings = Pick<
  Source,
  'id' | 'owner' | 'title' | 'transport' | 'location' | 'deliveryKind' | 'openness'
>;

/** Makes a source or changes its settings; its owner and what was decided for its layers stay. */
export async function putSource(db: Db, clock: Clock, source: SourceSettings): Promise<Source> {
  checkId(source.id);
  await enterSourceOwner(db, source.id, source.owner);
  const rows = await db.query<SourceRow>(sql`
    insert into source (id, title, transport, location, delivery_kind, openness, created_at)
    values (${source.id}, ${JSON.stringify(source.title)}::jsonb, ${source.transport}, ${source.location},
            ${source.deliveryKind}, ${source.openness}, ${clock.now().toISOString()})
    on conflict (id) do update set title = excluded.title, transport = excluded.transport, location = excluded.location,
      delivery_kind = excluded.delivery_kind, openness = coalesce(excluded.openness, source.openness)
    returning ${columns}`);
  return fromRow(rows[0]!);
}

export async function findSource(db: Db, id: string): Promise<Source | null> {
  const rows = await db.query<SourceRow>(sql`select ${columns} from source where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

export async function getSource(db: Db, id: string): Promise<Source> {
  const source = await findSource(db, id);
  if (!source) throw connectProblem('source-not-found', { source: id });
  return source;
}

/** The source, for a caller who looks after it; anybody else is told that there is none. */
export async function getOwnSource(db: Db, caller: Caller, id: string): Promise<Source> {
  const source = await findSource(db, id);
  if (!source || !mayManage(caller, source.owner)) throw connectProblem('source-not-found', { source: id });
  return source;
}

/** The sources that the caller looks after. */
export async function listOwnSources(db: Db, caller: Caller): Promise<Source[]> {
  return (await listSources(db)).filter((source) => mayManage(caller, source.owner));
}

export async function listSources(db: Db): Promise<Source[]> {
  const rows = await db.query<SourceRow>(sql`select ${columns} from source order by id`);
  return rows.map(fromRow);
}

/** Keeps what was decided for layers, beside what was decided for others before. */
export async function rememberLayers(db: Db, id: string, decisions: readonly LayerDecision[]): Promise<void> {
  const source = await getSource(db, id);
  const decided = new Set(decisions.map((decision) => decision.layer));
  const layers = [...source.layers.filter((decision) => !decided.has(decision.layer)), ...decisions];
  await db.query(sql`update source set layers = ${JSON.stringify(layers)}::jsonb where id = ${id}`);
}

/** Keeps how files of the source are to be read. */
export async function rememberReading(db: Db, id: string, reading: readonly ReadingChoice[]): Promise<void> {
  await db.query(sql`update source set reading = ${JSON.stringify(reading)}::jsonb where id = ${id}`);
}

export async function rememberDelivery(db: Db, clock: Clock, id: string, sha256: string): Promise<void> {
  await db.query(sql`
    update source set last_sha256 = ${sha256}, last_delivery_at = ${clock.now().toISOString()} where id = ${id}`);
}

/** Opens what lies at the source's place. Throws Problems that name the place and the reason. */
export async function fetchSource(source: Source, allowed: AllowedHosts, signal?: AbortSignal): Promise<Arrival> {
  if (source.location === null || source.transport === 'upload') {
    throw connectProblem('nothing-to-fetch', { source: source.id });
  }
  return source.transport === 'http'
    ? openAddress(source.location, allowed, signal)
    : openPath(resolve(source.location));
}

function fromRow(row: SourceRow): Source {
  return {
    id: row.id,
    owner: row.owner,
    title: row.title,
    transport: row.transport,
    location: row.location,
    deliveryKind: row.delivery_kind,
    openness: row.openness,
    layers: row.layers,
    reading: row.reading,
    lastSha256: row.last_sha256,
    lastDeliveryAt: row.last_delivery_at,
    createdAt: row.created_at,
  };
}
