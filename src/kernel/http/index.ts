export {
  administersNode,
  hasRole,
  mayEnter,
  operatorCaller,
  publicCaller,
  roles,
  type Access,
  type Caller,
  type Membership,
  type Role,
} from './caller.ts';
export { createHttpServer, type HttpServer } from './server.ts';
export { pageHeaders } from './send-reply.ts';
export type { HttpServerOptions, Mount, PageContext, PageRenderer } from './server-options.ts';
export type { Witness, WitnessedRequest, Work } from './witness.ts';
export {
  auditActions,
  representations,
  route,
  type ApiRequest,
  type AuditAction,
  type BytesReply,
  type Parameter,
  type RedirectReply,
  type Reply,
  type RepresentationName,
  type ResourceReply,
  type Route,
  type RouteAudit,
  type Schema,
  type Upload,
} from './route.ts';
export { httpProblem, httpProblems } from './problems.ts';
export { apiDocument, descriptionRoutes, type Description } from './describe.ts';
export { healthRoutes } from './health.ts';
export { FairQueue } from './fair-queue.ts';
export { RateLimiter, type RateLimit } from './rate-limit.ts';
