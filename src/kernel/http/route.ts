import type { Readable } from 'node:stream';
import type { Language, Message } from '../i18n.ts';
import type { Problem } from '../problem.ts';
import type { Access, Caller } from './caller.ts';

/** Representations a resource can have; `f=` names and media types. The order in a route is the order of preference. */
export const representations = {
  json: 'application/json',
  geojson: 'application/geo+json',
  html: 'text/html',
  csv: 'text/csv',
  covjson: 'application/prs.coverage+json',
  schema: 'application/schema+json',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
  mvt: 'application/vnd.mapbox-vector-tile',
  tilejson: 'application/vnd.mapbox.tile+json',
  text: 'text/plain',
  events: 'text/event-stream',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type RepresentationName = keyof typeof representations;

/** JSON Schema in the subset that OpenAPI 3.0 shares. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly schema: Schema;
  readonly description: Message;
  readonly required?: boolean;
  /** OpenAPI's `style`/`explode`, for lists. */
  readonly style?: string;
  readonly explode?: boolean;
}

export interface ApiRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters as text, already checked against the route's list. */
  readonly query: Readonly<Record<string, string>>;
  /** The address as the caller sees it (base address + path + query). */
  readonly url: URL;
  /** Base address of the node, without trailing slash. */
  readonly base: string;
  readonly language: Language;
  readonly caller: Caller;
  readonly format: RepresentationName;
  /** Parsed JSON or form fields; null without a body. */
  readonly body: unknown;
  /** The file of an upload (raw body or the multipart file field). */
  readonly upload: Upload | null;
  readonly signal: AbortSignal;
  /** Network address of the sender, or what a trusted proxy says it is. */
  readonly address: string;
  header(name: string): string | undefined;
}

export interface Upload {
  readonly name: string;
  readonly stream: Readable;
}

/**
 * A resource (JSON as it stands, HTML by the portal's view), bytes, or a redirect. `rows`: how many rows of data are in
 * it, where that is known; of a stream, asked when it has ended.
 */
export type Reply = ResourceReply | BytesReply | RedirectReply;

export interface ResourceReply {
  readonly resource: string;
  readonly data: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rows?: number;
  /** Nothing of the store was read or written: there is nothing to enter in the audit log now. */
  readonly isOutsideStore?: true;
}
export interface BytesReply {
  readonly mediaType: string;
  readonly body: string | Buffer | Readable;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rows?: number | (() => number);
}
export interface RedirectReply {
  readonly location: string;
  /** Answer of a program's request; a form is answered with 303 to `location`. */
  readonly status: 201 | 202 | 303;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isOutsideStore?: true;
}

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** What was done, for the audit log; the route's `operationId` says it closer. */
export const auditActions = [
  'read',
  'export',
  'create',
  'change',
  'delete',
  'run',
  'publish',
  'receive',
  'sign-in',
  'sign-out',
  'grant',
  'revoke',
  'erase',
  'key',
  'restore',
  'begin',
] as const;
export type AuditAction = (typeof auditActions)[number];

/**
 * `false`: nothing is entered: for counts and states that are no data, and only where a test lists the route. `always`:
 * also where the caller is the public or the data open. `path`: parameter values that stand in the address are secrets and
 * the entry names the template instead.
 */
export type RouteAudit = false | { readonly action: AuditAction; readonly always?: boolean; readonly path?: 'secret' };

export interface Route {
  readonly method: Method;
  /** OpenAPI template: `/collections/{collectionId}/items`; a last `{path*}` takes the rest of the address, slashes too. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: Message;
  /** Resource type that the portal may have a view for; such a route offers HTML too. */
  readonly resource: string;
  /** Representations beside HTML, best first. */
  readonly formats: readonly RepresentationName[];
  /** How the request is entered in the audit log; without it what `method` and `access` say (`auditOf`). */
  readonly audits?: RouteAudit;
  /** Who may come in; the server turns others away (`sign-in-required`, `role-required`) before anything is read. */
  readonly access: Access;
  readonly parameters?: readonly Parameter[];
  /** Names of further query parameters that are allowed for this very resource (property filters). */
  extraParameters?(request: ApiRequest): Promise<ReadonlySet<string>>;
  readonly body?: { readonly kind: 'json'; readonly schema: Schema } | { readonly kind: 'upload' };
  /** Schema of the answer, and of its status when it is not 200. */
  readonly response?: { readonly status?: number; readonly schema?: Schema; readonly description?: string };
  readonly conformsTo?: readonly string[];
  /** Answers also while the database is away: who asks is then told by what was known of him lately. */
  readonly outlivesDatabase?: true;
  handle(request: ApiRequest): Promise<Reply>;
  /** The page with the form, shown again (422) with what was wrong, when a browser's form is refused. */
  formPage?(request: ApiRequest, problem: Problem): Promise<ResourceReply>;
  /** Not part of the described API (assets, health). */
  readonly internal?: boolean;
}

/** Gives a route literal its type, so that lists of routes check at the place where they stand. */
export function route(definition: Route): Route {
  return definition;
}
