import { check, runChecks, type Context, type Outcome, type Subject } from '../model.ts';
import { createNodeClient } from '../node-client.ts';
import { officialSta } from '../official/sta-suite.ts';
import { runOfficial } from '../official/run-official.ts';
import { startEmptyNode } from '../sample/sample-node.ts';
import { openBearerProxy } from './bearer-proxy.ts';
import { createStaClient } from './sta-client.ts';
import { sampleStation } from './samples.ts';
import { staSuites } from './suites.ts';

const place = '/sta/v1.1';

/**
 * The official suite writes and deletes everything, and cannot sign in: it gets a node of its own behind a door through
 * which it comes as the operator. Ours remove what they made, so they run against any service: `--url` names its root, and
 * `STA_TOKEN` the bearer of somebody who may write.
 */
export async function runSta({ url, publisher, environment }: Subject): Promise<Outcome[]> {
  if (publisher === null) return runOurs(url, environment['STA_TOKEN'] ?? null);
  const proxy = await openBearerProxy();
  const node = await startEmptyNode(proxy.url);
  try {
    proxy.forwardTo(node.url, node.operatorToken);
    const root = `${proxy.url}${place}`;
    // The suite reads one entity of each kind before it makes its own.
    await createStaClient(root, null).create('/Things', sampleStation('before'));
    const outcomes = await runOfficial(officialSta, root, environment);
    return [...outcomes, ...(await runOurs(root, null))];
  } finally {
    await node.stop();
    await proxy.stop();
  }
}

async function runOurs(root: string, token: string | null): Promise<Outcome[]> {
  const sta = createStaClient(root, token);
  const context: Context = { node: createNodeClient(root), collections: [], publisher: null };
  const outcomes: Outcome[] = [];
  for (const { title, checks } of staSuites) {
    const bound = checks.map(({ id, title: means, run }) => check(id, means, () => run(sta)));
    outcomes.push(...(await runChecks(title, bound, context)));
  }
  return outcomes;
}
