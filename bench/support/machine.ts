import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem } from 'node:os';
import pg from 'pg';
import { readVersion } from '../../src/kernel/index.ts';
import { tileServer } from '../peers/pg-tileserv.ts';
import { tryRun } from './programs.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
}

export function describeMachine(): Machine {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? arch(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${distribution()} (kernel ${release()}, ${arch()})`,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}

/** Versions of everything that took part; what is not installed is left out. */
export async function describeVersions(
  databaseUrl: string | null,
  python: string | null,
): Promise<Record<string, string>> {
  const found: Record<string, string | null> = {
    lienthong: readVersion(),
    node: process.versions.node,
    ...(databaseUrl ? await serverVersions(databaseUrl) : {}),
    GDAL: firstMatch(tryRun('ogr2ogr', ['--version']), /GDAL ([\d.]+)/),
    MapServer: firstMatch(tryRun('mapserv', ['-v']), /version ([\d.]+)/),
    nginx: firstMatch(tryRun('nginx', ['-v']), /nginx\/([\d.]+)/),
    pg_tileserv: firstMatch(tryRun(tileServer(), ['--version']), /pg_tileserv (\S+)/),
    Python: firstMatch(tryRun(python ? `${python}/bin/python` : 'python3', ['--version']), /Python ([\d.]+)/),
    ...(python ? pythonPackages(python) : {}),
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== null));
}

async function serverVersions(url: string): Promise<Record<string, string | null>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server: string; postgis: string | null }>(`
      select current_setting('server_version') as server,
        (select default_version from pg_available_extensions where name = 'postgis') as postgis`);
    return { PostgreSQL: rows[0]!.server, PostGIS: rows[0]!.postgis };
  } finally {
    await client.end();
  }
}

function pythonPackages(python: string): Record<string, string | null> {
  const listed = tryRun(`${python}/bin/python`, ['-m', 'pip', 'list', '--format=freeze']) ?? '';
  const version = (name: string) => firstMatch(listed, new RegExp(`^${name}==(.+)$`, 'm'));
  return { pygeoapi: version('pygeoapi'), gunicorn: version('gunicorn'), openpyxl: version('openpyxl') };
}

const firstMatch = (text: string | null, pattern: RegExp): string | null => (text && pattern.exec(text)?.[1]) || null;
