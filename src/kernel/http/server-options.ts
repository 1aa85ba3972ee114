import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Language } from '../i18n.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Admission } from './admission.ts';
import type { Caller } from './caller.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';
import type { Witness } from './witness.ts';

/** What a page needs to know besides its resource. */
export interface PageContext {
  readonly language: Language;
  readonly url: URL;
  readonly base: string;
  readonly caller: Caller;
  readonly problem: Record<string, unknown> | null;
  /** Of a refused form or address: what was typed, and the field that the problem names, where it names one. */
  readonly refused: RefusedForm | null;
}

export interface RefusedForm {
  readonly typed: Readonly<Record<string, unknown>>;
  readonly field: string | null;
}

/** The portal: a view for each resource type it knows. */
export interface PageRenderer {
  hasView(resource: string): boolean;
  render(resource: string, data: unknown, context: PageContext): string;
}

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly pages: PageRenderer;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Says who sends the request from its headers (`authorization`, `cookie`). */
  identify(headers: { authorization?: string; cookie?: string }): Promise<Caller>;
  /** Whom these headers meant when they were looked at lately, without asking the database; null: nobody known. */
  recall?(headers: { authorization?: string }): Caller | null;
  /** Whether the database is known to be away: then nobody waits for it to say who asks. */
  isDatabaseAway?(): boolean;
  /** The caller that stands in `view-as`, looked at by the real one; throws a Problem where that may not be. */
  viewAs(viewer: Caller, as: string): Promise<Caller>;
  /** Keeps what happens; without one nothing is kept. */
  readonly witness?: Witness;
  /** What answers on its own below an address: a protocol that a library speaks. */
  readonly mounts?: readonly Mount[];
  /** How many requests one caller may send; null: as many as he likes. */
  readonly rateLimit?: RateLimit | null;
  /** Addresses of proxies whose word about where a request came from is taken. */
  readonly trustedProxies?: readonly string[];
  /** Address that links carry; asked per request because port 0 is known only after listening. */
  base(): string;
}

/** Gets requests as they come, bodies unread, and answers them itself. */
export interface Mount {
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** With what is made once for a server. */
export interface ServingOptions extends HttpServerOptions {
  readonly admission: Admission;
}
