import { PGlite } from '@electric-sql/pglite';
import { parentPort, workerData } from 'node:worker_threads';
import { DurableFolder } from './durable-folder.ts';
import { postgis, supportingExtensions } from './extensions.ts';
import type { WorkerRequest, WorkerReply, WorkerSettings } from './messages.ts';

/**
 * The thread in which the embedded engine runs, so that a long statement never stops the HTTP thread. It takes
 * protocol bytes and gives protocol bytes; the caller sends one request at a time.
 */

const settings = workerData as WorkerSettings;
const port = parentPort!;
const folder = new DurableFolder(settings.folder);
const engine = await PGlite.create({
  fs: folder,
  extensions: { postgis: postgis(settings.postgisBundle), ...supportingExtensions },
  startParams: [...startParameters(), ...(settings.search ? ['-c', `search_path=${settings.search}`] : [])],
});

/**
 * PGlite's own parameters without `-F` (which would switch fsync off) and with `wal_sync_method=fsync`: the engine's
 * `fdatasync` does nothing. Measured: 32 MB of shared buffers save about 130 MB of memory against the default.
 */
function startParameters(): string[] {
  const own = {
    fsync: 'on',
    wal_sync_method: 'fsync',
    synchronous_commit: 'on',
    shared_buffers: '32MB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    // No background process writes checkpoints: this bounds what a start after a crash has to replay.
    max_wal_size: '192MB',
    timezone: 'UTC',
    datestyle: 'ISO, YMD',
    jit: 'off',
  };
  const kept = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F');
  return [...kept, ...Object.entries(own).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function exchange(request: WorkerRequest): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  if (request.copy) await engine._handleBlob(new Blob([request.copy]));
  try {
    await engine.execProtocolRawStream(request.bytes, {
      syncToFs: false,
      onRawData: (bytes) => void chunks.push(bytes.slice()),
    });
  } finally {
    if (request.copy) await engine._cleanupBlob();
  }
  return join(chunks);
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function answer(request: WorkerRequest): Promise<void> {
  if (request.kind === 'close') {
    await engine.close();
    port.close();
    return;
  }
  const bytes = await exchange(request);
  const reply: WorkerReply = { bytes, syncs: folder.syncs };
  port.postMessage(reply, [bytes.buffer]);
}

// A failure here leaves the engine in an unknown state: it ends the thread, and the owner marks the database stopped.
port.on('message', (request: WorkerRequest) => {
  answer(request).catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
});
port.postMessage({ bytes: new Uint8Array(0), syncs: folder.syncs } satisfies WorkerReply);
