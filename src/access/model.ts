import type { Caller } from '../kernel/index.ts';
import type { Expression } from '../query/index.ts';

/**
 * What a caller wants of a resource: to know of it, to read its content and what is derived from it, to take it away as
 * a file, to follow its changes, to deliver into it, to manage it. `download` and `subscribe` hold `read`, which holds
 * `know`; `manage` holds all.
 */
export type Action = 'know' | 'read' | 'download' | 'subscribe' | 'write' | 'manage';
export const actions: readonly Action[] = ['know', 'read', 'download', 'subscribe', 'write', 'manage'];

/** The four levels of openness; names and legal bases are the code list `vn-core/openness-levels`. */
export type Openness = 'open' | 'conditional' | 'restricted' | 'closed';
export const opennessLevels: readonly Openness[] = ['open', 'conditional', 'restricted', 'closed'];

/** What a column holds beyond the ordinary. A marked column is seen only by who is granted it by name; `secret` by nobody. */
export type ColumnMark = 'personal' | 'core' | 'important' | 'secret';
export const columnMarks: readonly ColumnMark[] = ['personal', 'core', 'important', 'secret'];

/** Something owned and classified: a dataset or a source. Stores ask about it by id and never read it themselves. */
export interface Resource {
  readonly id: string;
  readonly kind: 'dataset' | 'source';
  /** Agency code; `node` before the node has an organisation. */
  readonly owner: string;
  readonly openness: Openness;
  /** Marks of columns, by collection and column: `{ "tram": { "so_dien_thoai": "personal" } }`. */
  readonly columnMarks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** False while a dataset is withdrawn: nobody but who looks after it knows of it. */
  readonly visible: boolean;
}

/**
 * How a granted column is given: as it is, not at all, as a keyed hash (the same value gives the same hash within one
 * grant, and nothing elsewhere), on a grid of `snapped` (degrees for the geometry, the column's unit for a number), or
 * as the area of another collection (communes) in which the feature lies.
 */
export type Treatment = 'shown' | 'removed' | 'hashed' | { readonly snapped: number } | { readonly area: string };

/** What of one collection is granted. The geometry is the column `geometry`. */
export interface CollectionScope {
  readonly columns: Readonly<Record<string, Treatment>>;
  /** Of columns that are not named: marked ones are removed in either case. */
  readonly others: 'shown' | 'removed';
  /** Rows for which it holds; null: all. It may ask of every column, granted or not. */
  readonly rows: Expression | null;
}

/** Scopes by collection; `*` is every collection that is not named. */
export type Scopes = Readonly<Record<string, CollectionScope>>;

/** What one grant, or being open, lets a caller see of a resource. */
export interface GrantPart {
  /** The grant's id; `public` for what is open to all. */
  readonly id: string;
  readonly scopes: Scopes;
  readonly marks: Resource['columnMarks'];
  /** Key of the hashes that this grant gives: never sent. */
  readonly secret: string;
}

/**
 * The right to do one thing with one resource. Every store read takes one; only `decide` makes them. What several
 * grants give is added up, row by row. `key` belongs in the key of every cache of what was read with it.
 */
export interface Grant {
  readonly caller: Caller;
  readonly action: Action;
  readonly resource: string;
  /** Null: everything, as for its owner. */
  readonly parts: readonly GrantPart[] | null;
  readonly limits: GrantLimits;
  /** The caller looks after the resource: he also sees where its data comes from. */
  readonly mayManage: boolean;
  readonly key: string;
}

/** How much a grant gives; null: no limit. */
export interface GrantLimits {
  readonly rowsPerRequest: number | null;
  readonly perDay: { readonly grant: string; readonly rows: number } | null;
}
