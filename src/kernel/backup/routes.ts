import { finished } from 'node:stream/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { route, type Route } from '../http/index.ts';
import type { Log } from '../log.ts';
import { recordBackup } from './backups.ts';
import { backupProblem } from './problems.ts';
import { writeBackup, type BackupSource } from './write-backup.ts';

/** Level 1 keeps up with a disk; coordinates and repeated text shrink to about a fifth all the same. */
const gzipLevel = 1;

/** `GET /backup`: one archive of everything, made while the node serves; one at a time. */
export function backupRoute(source: BackupSource & { readonly log: Log }): Route {
  let runningSince: string | null = null;
  return route({
    method: 'GET',
    path: '/backup',
    operationId: 'getBackup',
    tag: 'operations',
    summary: { vi: 'Tải một bản sao lưu của toàn bộ nút', en: 'Download a backup of the whole node' },
    resource: 'backup',
    formats: ['json'],
    access: 'node-administrator',
    audits: { action: 'export', always: true },
    internal: false,
    parameters: [
      {
        name: 'compression',
        in: 'query',
        schema: { type: 'string', enum: ['none', 'gzip'], default: 'none' },
        description: { vi: 'Nén bản sao lưu bằng gzip', en: 'Compress the backup with gzip' },
      },
    ],
    response: { description: 'A tar archive; complete when its last entry is checksums.json' },
    handle: async (request) => {
      if (runningSince !== null) throw backupProblem('backup-running', { since: runningSince });
      const startedAt = source.clock.now();
      runningSince = startedAt.toISOString();
      const packed = request.query['compression'] === 'gzip';
      const body = startBackup(source, startedAt, packed, () => (runningSince = null));
      const name = `lienthong-${runningSince.slice(0, 19).replaceAll(':', '')}Z.tar${packed ? '.gz' : ''}`;
      return {
        mediaType: packed ? 'application/gzip' : 'application/x-tar',
        body,
        headers: { 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
      };
    },
  });
}

/** A backup counts as done when its last byte has been taken. */
function startBackup(
  source: BackupSource & { readonly log: Log },
  startedAt: Date,
  packed: boolean,
  onEnd: () => void,
) {
  const { bytes, summary } = writeBackup(source);
  const body: Readable = packed ? pipeline(bytes, createGzip({ level: gzipLevel }), () => {}) : bytes;
  const taken = Promise.all([summary, finished(body, { writable: false })]).then(
    ([done]) => ({ summary: done }),
    (error: unknown) => ({ error }),
  );
  void taken
    .then(async (outcome) => {
      await summary.catch(() => {});
      onEnd();
      if ('error' in outcome) source.log.warn({ err: outcome.error }, 'A backup was not completed.');
      await recordBackup(source.db, { startedAt, finishedAt: source.clock.now() }, outcome);
    })
    .catch((error: unknown) => source.log.error({ err: error }, 'The result of a backup could not be recorded.'));
  return body;
}
