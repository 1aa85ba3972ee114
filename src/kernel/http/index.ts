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
export { createHttpServer, type HttpServer, type HttpServerOptions, type PageRenderer } from './server.ts';
export {
  representations,
  route,
  type ApiRequest,
  type Parameter,
  type Reply,
  type RepresentationName,
  type ResourceReply,
  type Route,
  type Schema,
  type Upload,
} from './route.ts';
export { httpProblem, httpProblems } from './problems.ts';
export { apiDocument, descriptionRoutes, type Description } from './describe.ts';
export { healthRoutes } from './health.ts';
