import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, readLayer, type ReaderLimits } from '../../src/formats/index.ts';
import { Problem } from '../../src/kernel/index.ts';

/** What became of one input: read, refused with words, or a fault of ours. */
export type Outcome = 'read' | 'refused' | { readonly fault: string };

const MiB = 1024 * 1024;
/** Small files need little; what asks for more is a bomb. */
const limits: Partial<ReaderLimits> = { unpackedBytes: 64 * MiB, recordBytes: 4 * MiB, sharedTextCharacters: 8 * MiB };
/** Records that one small file may give before it counts as endless. */
const mostRecords = 3_000_000;

/** Reads a file as the node does: all layers, all records. Anything thrown but a Problem is a fault. */
export async function tryInput(bytes: Buffer, name: string, workFolder: string, signal: AbortSignal): Promise<Outcome> {
  const path = join(workFolder, 'input');
  writeFileSync(path, bytes);
  try {
    const file = { path, name, sizeBytes: statSync(path).size };
    const options = { workFolder, limits, signal };
    const { layers } = await inspect(file, options);
    let records = 0;
    for (const layer of layers) {
      for await (const batch of readLayer(file, layer, options)) {
        records += batch.rows.length + (batch.rejected?.length ?? 0);
        if (records > mostRecords) return { fault: `endless: more than ${mostRecords} records` };
        if (batch.rows.length !== batch.positions.length) return { fault: 'rows and positions differ in number' };
      }
    }
    return layers.length > 0 ? 'read' : 'refused';
  } catch (error) {
    if (error instanceof Problem) return 'refused';
    if (signal.aborted) return { fault: 'took too long' };
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    rmSync(path, { force: true });
  }
}
