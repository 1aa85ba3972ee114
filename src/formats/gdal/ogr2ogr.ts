import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { GdalKind } from './gdal-kinds.ts';
import { runTool } from './run-tool.ts';

/** What is known of GDAL on this machine. */
export interface GdalFound {
  /** `3.6.2`, or null where the program does not answer. */
  readonly version: string | null;
}

/** Asks a program whether it is `ogr2ogr`. */
export async function findGdal(ogr2ogr: string | null): Promise<GdalFound> {
  if (ogr2ogr === null) return { version: null };
  const limits = { seconds: 20, memoryBytes: 4 * 1024 ** 3, outputBytes: 1024 ** 2 };
  const result = await runTool(ogr2ogr, ['--version'], limits, undefined).catch(() => null);
  return { version: /GDAL (\d[\w.]*)/.exec(result?.stdout ?? '')?.[1] ?? null };
}

/** Names under which geometry and key stand in the GeoPackage that GDAL writes. */
export const ownGeometry = 'lienthong_geometry';
export const ownKey = 'lienthong_fid';

/**
 * Lets GDAL write all layers of a file as a GeoPackage, in their own coordinates. Throws Problems `needs-gdal` when there
 * is no GDAL, `gdal-failed` with its words when it cannot read the file.
 */
export async function convert(
  input: string,
  output: string,
  kind: GdalKind,
  file: string,
  reading: Reading,
): Promise<void> {
  const { ogr2ogr, limits } = reading;
  const needed = () => problem('needs-gdal', { file, looksLike: kind.looksLike });
  if (ogr2ogr === null) throw needed();
  const args = [
    ...['-f', 'GPKG', '-nlt', 'CONVERT_TO_LINEAR', '-lco', 'SPATIAL_INDEX=NO'],
    ...['-lco', `GEOMETRY_NAME=${ownGeometry}`, '-lco', `FID=${ownKey}`],
    ...['--config', 'OGR_SQLITE_SYNCHRONOUS', 'OFF', '--config', 'GDAL_HTTP_TIMEOUT', '1'],
    ...[...kind.options, output, input],
  ];
  const bounds = {
    seconds: limits.toolSeconds,
    memoryBytes: limits.toolMemoryBytes,
    outputBytes: limits.unpackedBytes,
  };
  let result;
  try {
    result = await runTool(ogr2ogr, args, bounds, reading.signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw needed();
    throw error;
  }
  reading.signal?.throwIfAborted();
  if (result.code === 0) return;
  if (result.code === 127) throw needed();
  const reason = result.timedOut ? `> ${limits.toolSeconds} s` : reasonOf(result.stderr, input);
  throw problem('gdal-failed', { file, looksLike: kind.looksLike, reason });
}

/** Its first words of error, without the paths of this machine. */
function reasonOf(stderr: string, input: string): string {
  const line = stderr.split('\n').find((each) => /^(ERROR|FAILURE)/.test(each)) ?? stderr.split('\n')[0] ?? '';
  return (
    line
      .replaceAll(input, '…')
      .replace(/(\/[^\s'"`]+)+/g, '…')
      .slice(0, 200) || 'GDAL'
  );
}
