import type { ApiRequest } from '../http/index.ts';
import type { Message } from '../i18n.ts';

/** Something that answers a search: a page of this node. */
export interface SearchHit {
  readonly title: string;
  /** What tells it from others of the same title. */
  readonly text: string | null;
  /** Path of its page. */
  readonly path: string;
  /** 0 to 1: how well it answers. */
  readonly score: number;
}

/** What a module lets people search; a provider gives only what the caller of the request may know of. */
export interface SearchProvider {
  /** Name in addresses: `dataset`, `place`. */
  readonly kind: string;
  readonly title: Message;
  /** Best first, at most `limit`. */
  search(request: ApiRequest, text: string, limit: number): Promise<readonly SearchHit[]>;
}
