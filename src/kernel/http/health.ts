import { sql } from '../sql.ts';
import type { Db } from '../db.ts';
import type { Metrics } from '../metrics.ts';
import { httpProblem } from './problems.ts';
import { route, type Route } from './route.ts';

/** `/livez`, `/readyz` and `/metrics`: for whatever watches the process. */
export function healthRoutes(options: { db: Db; metrics: Metrics; isStopping(): boolean }): Route[] {
  const plain = { tag: 'operations', resource: 'health', formats: ['text' as const], access: 'public' as const };
  return [
    route({
      ...plain,
      method: 'GET',
      path: '/livez',
      operationId: 'getLiveness',
      summary: { vi: 'Tiến trình còn chạy', en: 'The process runs' },
      handle: async () => ({ mediaType: 'text/plain; charset=utf-8', body: 'ok\n' }),
    }),
    route({
      ...plain,
      method: 'GET',
      path: '/readyz',
      operationId: 'getReadiness',
      summary: { vi: 'Nút sẵn sàng phục vụ', en: 'The node can serve' },
      handle: async () => {
        if (options.isStopping()) throw httpProblem('shutting-down');
        await options.db.query(sql`select 1`);
        return { mediaType: 'text/plain; charset=utf-8', body: 'ok\n' };
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
