import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { NodeProcess } from './node-process.ts';
import { secondsSince } from './numbers.ts';
import { writeReadings, type Readings } from './readings-file.ts';

/** Of all benchmarks that push. */
export const benchNetwork = 'bench';

/** Seconds that a push of these readings took; they are written before. Throws unless each was new. */
export async function pushReadings(node: NodeProcess, folder: string, readings: Readings): Promise<number> {
  const { csv } = await writeReadings(join(folder, 'push'), readings);
  const started = performance.now();
  await pushLines(node, createReadStream(csv, { highWaterMark: 256 * 1_024 }));
  return secondsSince(started);
}

/** Pushes CSV. */
export async function pushLines(node: NodeProcess, body: AsyncIterable<Buffer | string>): Promise<void> {
  const response = await fetch(`${node.url}/networks/${benchNetwork}/observations?every=300`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'text/csv', accept: 'application/json' },
    body,
    duplex: 'half',
  } as unknown as RequestInit);
  const answer = (await response.json()) as { read: number; inserted: number };
  if (response.status !== 201 || answer.read !== answer.inserted) throw new Error(JSON.stringify(answer));
}
