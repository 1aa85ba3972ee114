import { sql } from '../sql.ts';
import type { Db } from '../db.ts';
import type { Metrics } from '../metrics.ts';
import { httpProblem } from './problems.ts';
import { route, type ApiRequest, type Reply, type Route } from './route.ts';

/** `/livez`, `/readyz` and `/metrics`: for whatever watches the process. */
export function healthRoutes(options: { db: Db; metrics: Metrics; isStopping(): boolean }): Route[] {
  const plain = { tag: 'operations', resource: 'health', formats: ['text', 'json'], access: 'public' } as const;
  const well = (request: ApiRequest): Reply =>
    request.format === 'json'
      ? { resource: 'health', data: { status: 'ok' } }
      : { mediaType: 'text/plain; charset=utf-8', body: 'ok\n' };
  return [
    route({
      ...plain,
      method: 'GET',
      path: '/livez',
      operationId: 'getLiveness',
      summary: { vi: 'Tiến trình còn chạy', en: 'The process runs' },
      handle: async (request) => well(request),
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/readyz',
      operationId: 'getReadiness',
      summary: { vi: 'Nút sẵn sàng phục vụ', en: 'The node can serve' },
      handle: async (request) => {
        if (options.isStopping()) throw httpProblem('shutting-down');
        await options.db.query(sql`select 1`);
        return well(request);
      },
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/metrics',
      operationId: 'getMetrics',
      summary: { vi: 'Số đo cho Prometheus', en: 'Metrics for Prometheus' },
      handle: async () => ({
        mediaType: options.metrics.registry.contentType,
        body: await options.metrics.registry.metrics(),
      }),
    }),
  ];
}
