import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../model.ts';
import { readResults, type MethodResult } from './testng-results.ts';

const group = 'org.opengis.cite';
const classifier = 'aio';
const mavenWithinMs = 120_000;
const runWithinMs = 20 * 60_000;

/** One of OGC's executable test suites: its all-in-one archive; no registry has carried these, so there is no checksum to pin. */
export interface OfficialSuite {
  readonly title: string;
  readonly artifact: string;
  readonly version: string;
  /** Class that runs it. */
  readonly controller: string;
  /** Setting that names a jar on this machine. */
  readonly setting: string;
  /** True where the class knows no option for the folder of results: it takes the home folder. */
  readonly writesHome?: boolean;
  /** Arguments beside the node's address. */
  readonly properties: Readonly<Record<string, string>>;
  /** Why a call that did not pass counts as skipped; null where nobody has looked into it. */
  explain(result: MethodResult): string | null;
}

/**
 * Runs a suite against a node: the jar that its setting names, else the one of Maven Central. Where neither can be had,
 * one skip says so.
 */
export async function runOfficial(
  suite: OfficialSuite,
  url: string,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome[]> {
  const given = environment[suite.setting];
  if (given && !existsSync(given)) throw new Error(`${suite.setting}: there is no file ${given}.`);
  if (!hasProgram('java')) return [skipped(suite, 'there is no Java on this machine')];
  const jar = given || fetchFromCentral(suite);
  if (!jar) {
    return [
      skipped(
        suite,
        `Maven Central does not carry ${group}:${suite.artifact}:${suite.version}; give the path of its all-in-one jar in ${suite.setting}`,
      ),
    ];
  }
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-ets-'));
  try {
    await runController(suite, jar, url, folder);
    return readResults(findResults(folder)).map((result) => asOutcome(suite, result));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function skipped(suite: OfficialSuite, reason: string): Outcome {
  return { suite: suite.title, id: suite.artifact, title: 'the official suite', result: 'skipped', reason };
}

function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** The jar in Maven's own store after asking Maven Central for it; null where Maven or the suite is missing. */
function fetchFromCentral({ artifact, version }: OfficialSuite): string | null {
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

async function runController(suite: OfficialSuite, jar: string, url: string, folder: string): Promise<void> {
  const properties = join(folder, 'test-run-props.xml');
  writeFileSync(properties, runProperties({ iut: url, ...suite.properties }));
  const words = [
    `-Djava.io.tmpdir=${folder}`,
    '-Djava.net.preferIPv4Stack=true',
    `-Duser.home=${folder}`,
    '-cp',
    jar,
    suite.controller,
    ...(suite.writesHome ? [] : ['-o', folder]),
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

function runProperties(properties: Readonly<Record<string, string>>): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const entries = Object.entries(properties).map(([key, value]) => `  <entry key="${key}">${escaped(value)}</entry>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<properties version="1.0">
${entries.join('\n')}
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
function asOutcome(suite: OfficialSuite, result: MethodResult): Outcome {
  const subject = result.parameters.length > 0 ? ` (${result.parameters.join(', ')})` : '';
  const outcome = { suite: suite.title, id: `${result.name}${subject}`, title: result.name };
  if (result.result === 'passed') return { ...outcome, result: 'passed', reason: '' };
  const because = suite.explain(result);
  return because
    ? { ...outcome, result: 'skipped', reason: because }
    : { ...outcome, result: 'failed', reason: `${result.result}: ${result.message}` };
}
