import type { AuditAction, Route, RouteAudit } from '../../kernel/index.ts';

const actions: Readonly<Record<Route['method'], AuditAction>> = {
  GET: 'read',
  POST: 'change',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'delete',
};

/** How requests of a route are entered: what the route says, else by its method. So no route is left out by forgetting. */
export function auditOf({ audits, method }: Route): RouteAudit {
  return audits ?? { action: actions[method] };
}
