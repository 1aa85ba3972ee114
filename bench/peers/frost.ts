import { existsSync, mkdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { freePort, startServer, tryRun } from '../support/programs.ts';
import { waitForAnswer } from './peer.ts';

/** FROST-Server's HTTP archive; and a class path: the runner that puts it into an embedded Tomcat 9, PostgreSQL's driver. */
const archive = process.env['FROST_WAR'] ?? '';
const classPath = process.env['FROST_CLASSPATH'] ?? '';
const runner = 'webapp.runner.launch.Main';
const path = '/FROST-Server';

export interface Frost {
  readonly name: string;
  /** Of the SensorThings service, version included. */
  readonly url: string;
  stop(): Promise<void>;
}

export const hasFrost = (): boolean =>
  [archive, ...classPath.split(delimiter)].every((file) => file !== '' && existsSync(file)) &&
  tryRun('java', ['-version']) !== null;

/** FROST-Server on a database that has PostGIS; it makes its tables itself. */
export async function startFrost(databaseUrl: string, folder: string): Promise<Frost> {
  const { hostname, port: databasePort, username, password, pathname } = new URL(databaseUrl);
  const port = await freePort();
  const root = `http://127.0.0.1:${port}${path}`;
  mkdirSync(folder, { recursive: true });
  const settings = {
    serviceRootUrl: root,
    maxTop: '1000',
    persistence_persistenceManagerImplementationClass:
      'de.fraunhofer.iosb.ilt.frostserver.persistence.pgjooq.PostgresPersistenceManager',
    persistence_autoUpdateDatabase: 'true',
    persistence_db_driver: 'org.postgresql.Driver',
    persistence_db_url: `jdbc:postgresql://${hostname}:${databasePort}${pathname}`,
    persistence_db_username: decodeURIComponent(username),
    persistence_db_password: decodeURIComponent(password),
  };
  const args = ['--port', String(port), '--path', path, '--temp-directory', join(folder, 'tomcat'), archive];
  const server = startServer('java', ['-cp', classPath, runner, ...args], { ...process.env, ...settings });
  const url = `${root}/v1.1`;
  try {
    await waitForAnswer(url, 120_000);
    // Its tables are made by the first who asks for them to be brought up to date.
    await fetch(`${root}/DatabaseStatus`, { method: 'POST', body: new URLSearchParams({ doupdate: 'Do Update' }) });
    await waitForAnswer(`${url}/Things`, 60_000);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { name: basename(archive).replace(/\.war$/, ''), url, stop: () => server.stop() };
}
