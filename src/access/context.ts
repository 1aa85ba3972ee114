import type { Clock, Db, Jobs, Log, PageContext, Role } from '../kernel/index.ts';
import type { OperatorToken } from './operator.ts';
import type { Secrets } from './secrets.ts';

/** What the rooms of `access/` work with; composed by the node. */
export interface AccessContext {
  /** What is written here is entered in the audit log together with the request that wrote it. */
  readonly db: Db;
  /** The same store for what keeps itself: counts of tries, last use, what has run out. */
  readonly store: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly secrets: Secrets;
  readonly operatorToken: OperatorToken;
  /** Mail server and the sender's address; null: letters wait for the operator to pass them on. */
  readonly mail: MailSettings | null;
  /** Roles that must have a second factor. */
  readonly secondFactorRoles: readonly Role[];
  /** What people call the outside provider; null: there is none. */
  readonly outsideName: string | null;
  /** Headers of a page that leads on to another program's address, which a form may then be redirected to. */
  pageHeaders(next: string): Promise<Record<string, string>>;
  /** A page of the portal, for answers that are made outside the routes. */
  renderPage(resource: string, data: unknown, page: PageContext): string;
  /** Address of the node; known once it listens. */
  base(): string;
}

export interface MailSettings {
  readonly url: string;
  readonly from: string;
}
