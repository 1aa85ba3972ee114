import type { Caller } from '../kernel/index.ts';
import type { Expression } from '../query/index.ts';

/** What a caller wants of a resource. `read` covers content and everything derived from it. */
export type Action = 'read' | 'write' | 'manage';

/** The four levels of openness; names and legal bases are the code list `vn-core/openness-levels`. */
export type Openness = 'open' | 'conditional' | 'restricted' | 'closed';
export const opennessLevels: readonly Openness[] = ['open', 'conditional', 'restricted', 'closed'];

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
 * The right to do one thing with one resource: which columns, which rows. Every store read takes one; only `decide`
 * makes them. `key` belongs in the key of every cache of what was read with it.
 */
export interface Grant {
  readonly caller: Caller;
  readonly action: Action;
  readonly resource: string;
  /** Columns that must not be seen, by collection. */
  readonly hiddenColumns: ReadonlyMap<string, ReadonlySet<string>>;
  /** The caller looks after the resource: he also sees where its data comes from. */
  readonly mayManage: boolean;
  /** Further condition on rows; null: all. */
  readonly rows: Expression | null;
  readonly key: string;
}
