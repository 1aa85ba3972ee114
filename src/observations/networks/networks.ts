import {
  decide,
  findResource,
  putResource,
  readable,
  type CollectionScope,
  type Grant,
  type Openness,
} from '../../access/index.ts';
import { sql, type Caller, type Db } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';
import { observationProblem } from '../problems.ts';

/**
 * Stations and series that one organisation looks after; in `access/` it is a dataset, so owner, openness and grants are
 * those of any other. Its id is the resource's.
 */
export interface Network {
  readonly id: string;
  readonly title: Text;
  /** What those see who do not look after it: every value, or approved ones only. */
  readonly shownLayer: 'all' | 'approved';
  /** Hours after which what passed every test is approved; null: only people approve. */
  readonly approveAfterHours: number | null;
}

export interface NewNetwork extends Network {
  /** Agency code. */
  readonly owner: string;
  readonly openness: Openness;
}

/** What a caller sees of a network. */
export interface NetworkView {
  readonly network: Network;
  readonly grant: Grant;
  /** Values that nobody has approved are left out. */
  readonly approvedOnly: boolean;
}

const columns = sql`id, title, shown_layer as "shownLayer", approve_after_hours as "approveAfterHours"`;

/**
 * Opens a network. A dataset that its owner has already, such as that of the stations themselves, becomes one under its id
 * and keeps owner, openness and grants. Throws Problem `network-exists`.
 */
export async function createNetwork(db: Db, caller: Caller, network: NewNetwork, now: Date): Promise<void> {
  const { id, owner, openness } = network;
  const resource = await findResource(db, id);
  const isOwn = resource?.kind === 'dataset' && (await decide(db, caller, 'manage', id)) !== null;
  if ((resource && !isOwn) || (await findNetwork(db, id))) throw observationProblem('network-exists', { network: id });
  await db.transaction(async (tx) => {
    if (!resource) {
      await putResource(tx, { id, kind: 'dataset', owner, openness, columnMarks: {}, visible: true });
    }
    await tx.query(sql`
      insert into network (id, title, shown_layer, approve_after_hours, created_at)
      values (${id}, ${JSON.stringify(network.title)}::jsonb, ${network.shownLayer}, ${network.approveAfterHours}, ${now})`);
  });
}

export async function findNetwork(db: Db, id: string): Promise<Network | null> {
  const rows = await db.query<Network>(sql.kept(sql`select ${columns} from network where id = ${id}`));
  return rows[0] ?? null;
}

/**
 * The networks whose values a caller may read. A grant of some rows or columns of a dataset's layers says nothing about
 * series: only what is given whole counts, and of a dataset with marked columns nothing is.
 */
export async function readableNetworks(
  db: Db,
  caller: Caller,
  action: 'read' | 'download' | 'subscribe' = 'read',
): Promise<Map<string, NetworkView>> {
  const [networks, grants] = await Promise.all([
    db.query<Network>(sql.kept(sql`select ${columns} from network order by id`)),
    // Of all datasets only those that are networks are decided on.
    readable(db, caller, action, sql`select id from network`),
  ]);
  return viewsOf(networks, grants);
}

/** One network, where the caller may read its values; else null. */
export async function readableNetwork(
  db: Db,
  caller: Caller,
  id: string,
  action: 'read' | 'download' | 'subscribe' = 'read',
): Promise<NetworkView | null> {
  const network = await findNetwork(db, id);
  return network && (viewsOf([network], await readable(db, caller, action, [id])).get(id) ?? null);
}

function viewsOf(networks: readonly Network[], grants: ReadonlyMap<string, Grant>): Map<string, NetworkView> {
  const views = new Map<string, NetworkView>();
  for (const network of networks) {
    const grant = grants.get(network.id);
    if (!grant || !givesAll(grant)) continue;
    const approvedOnly = network.shownLayer === 'approved' && !grant.mayManage;
    views.set(network.id, { network, grant, approvedOnly });
  }
  return views;
}

function givesAll({ parts }: Grant): boolean {
  if (parts === null) return true;
  return parts.some(({ scopes, marks }) => {
    const isMarked = Object.values(marks).some((columns) => Object.keys(columns).length > 0);
    const isWhole = ({ others, rows, columns }: CollectionScope): boolean =>
      others === 'shown' && rows === null && Object.keys(columns).length === 0;
    // Series of a table are not told apart from others: a condition on one table is one on all of them.
    return !isMarked && scopes['*'] !== undefined && Object.values(scopes).every(isWhole);
  });
}
