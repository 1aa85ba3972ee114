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
export {
  createHttpServer,
  pageHeaders,
  type Mount,
  type PageContext,
  type HttpServer,
  type HttpServerOptions,
  type PageRenderer,
} from './server.ts';
export type { Witness, WitnessedRequest, Work } from './witness.ts';
export {
  auditActions,
  representations,
  route,
  type ApiRequest,
  type AuditAction,
  type BytesReply,
  type Parameter,
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
