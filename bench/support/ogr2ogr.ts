import { run, tryRun } from './programs.ts';

export const hasOgr2ogr = (): boolean => tryRun('ogr2ogr', ['--version']) !== null;

/** Seconds that `ogr2ogr` takes for CSV with two columns of coordinates → a PostGIS table with a spatial index. */
export async function timeOgr2ogr(csv: string, databaseUrl: string, table: string, limitMs: number): Promise<number> {
  const { hostname, port, username, pathname } = new URL(databaseUrl);
  const target = `PG:host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`;
  const ran = await run(
    'ogr2ogr',
    [
      ...['-f', 'PostgreSQL', target, csv, '-nln', table, '-overwrite', '-a_srs', 'EPSG:4326'],
      ...['-oo', 'AUTODETECT_TYPE=YES', '-oo', 'X_POSSIBLE_NAMES=longitude', '-oo', 'Y_POSSIBLE_NAMES=latitude'],
      ...['-lco', 'GEOMETRY_NAME=geom', '-lco', 'SPATIAL_INDEX=GIST', '--config', 'PG_USE_COPY', 'YES'],
    ],
    { limitMs },
  );
  if (ran.code !== 0) throw new Error(`ogr2ogr ended with ${ran.code}: ${ran.stderr.slice(-1_000)}`);
  return ran.seconds;
}
