import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionDocument, Outcome } from '../model.ts';
import { explain } from './features-skips.ts';
import { readResults, type MethodResult } from './testng-results.ts';

const suite = 'OGC API - Features 1.0 Core and CRS, official (ets-ogcapi-features10)';
/** The all-in-one archive of the newest release; no registry has carried it so far, so there is no checksum to pin. */
const coordinates = { group: 'org.opengis.cite', artifact: 'ets-ogcapi-features10', version: '1.9', classifier: 'aio' };
const controller = 'org.opengis.cite.ogcapifeatures10.TestNGController';
const mavenWithinMs = 120_000;
const runWithinMs = 20 * 60_000;

/**
 * Runs OGC's executable test suite against a node: the jar that `ETS_FEATURES_JAR` names, else the one of Maven
 * Central. Where neither can be had, one skip says so. All collections are tested (`noofcollections` -1).
 */
export async function runOfficialFeatures(
  url: string,
  collections: readonly CollectionDocument[],
  environment: NodeJS.ProcessEnv,
): Promise<Outcome[]> {
  const given = environment['ETS_FEATURES_JAR'];
  if (given && !existsSync(given)) throw new Error(`ETS_FEATURES_JAR: there is no file ${given}.`);
  if (!hasProgram('java')) return [skipped('there is no Java on this machine')];
  const jar = given || fetchFromCentral();
  if (!jar) {
    const { group, artifact, version } = coordinates;
    return [
      skipped(
        `Maven Central does not carry ${group}:${artifact}:${version}; give the path of its all-in-one jar in ETS_FEATURES_JAR`,
      ),
    ];
  }
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-ets-'));
  try {
    await runController(jar, url, folder);
    return readResults(findResults(folder)).map((result) => asOutcome(result, collections));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function skipped(reason: string): Outcome {
  return { suite, id: coordinates.artifact, title: 'the official suite', result: 'skipped', reason };
}

function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** The jar in Maven's own store after asking Maven Central for it; null where Maven or the suite is missing. */
function fetchFromCentral(): string | null {
  const { group, artifact, version, classifier } = coordinates;
  const name = `${group}:${artifact}:${version}:jar:${classifier}`;
  const run = spawnSync('mvn', ['-q', '-B', 'dependency:get', '-Dtransitive=false', `-Dartifact=${name}`], {
    cwd: tmpdir(),
    stdio: 'ignore',
    timeout: mavenWithinMs,
  });
  if (run.status !== 0) return null;
  const folder = join(homedir(), '.m2', 'repository', ...group.split('.'), artifact, version);
  const jar = join(folder, `${artifact}-${version}-${classifier}.jar`);
  return existsSync(jar) ? jar : null;
}

async function runController(jar: string, url: string, folder: string): Promise<void> {
  const properties = join(folder, 'test-run-props.xml');
  writeFileSync(properties, runProperties(url));
  const words = [
    `-Djava.io.tmpdir=${folder}`,
    '-Djava.net.preferIPv4Stack=true',
    '-cp',
    jar,
    controller,
    '-o',
    folder,
    properties,
  ];
  const child = spawn('java', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: runWithinMs });
  let speech = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => (speech = (speech + String(bytes)).slice(-4_000)));
  }
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`The official suite ended with ${String(code)}:\n${speech}`);
}

function runProperties(url: string): string {
  const escaped = url.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0" encoding="UTF-8"?>
<properties version="1.0">
  <entry key="iut">${escaped}</entry>
  <entry key="noofcollections">-1</entry>
</properties>
`;
}

function findResults(folder: string): string {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('testng-results.xml'),
  );
  if (!name) throw new Error('The official suite left no testng-results.xml.');
  return readFileSync(join(folder, name), 'utf8');
}

/**
 * A skip that nobody has explained counts as a failure: it may hide a fault of ours. What breaks inside the suite
 * counts as skipped only with an explanation that fits exactly.
 */
function asOutcome(result: MethodResult, collections: readonly CollectionDocument[]): Outcome {
  const subject = result.parameters.length > 0 ? ` (${result.parameters.join(', ')})` : '';
  const outcome = { suite, id: `${result.name}${subject}`, title: result.name };
  if (result.result === 'passed') return { ...outcome, result: 'passed', reason: '' };
  const because = explain(result, collections);
  return because
    ? { ...outcome, result: 'skipped', reason: because }
    : { ...outcome, result: 'failed', reason: `${result.result}: ${result.message}` };
}
