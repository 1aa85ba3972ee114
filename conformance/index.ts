import { edrChecks, edrTitle } from './edr/edr.ts';
import { featureSuites } from './features/suites.ts';
import {
  runChecks,
  type CollectionDocument,
  type Context,
  type LinkDocument,
  type Outcome,
  type Subject,
} from './model.ts';
import { createNodeClient } from './node-client.ts';
import { officialEdr } from './official/edr-suite.ts';
import { officialFeatures } from './official/features-suite.ts';
import { runOfficial } from './official/run-official.ts';
import { officialTiles } from './official/tiles-suite.ts';
import { runSta } from './sta/run-sta.ts';
import { readTileset, tileSuite } from './tiles/tiles.ts';

export { count, markdown, table } from './report.ts';
export { startSampleNode, type SampleNode } from './sample/sample-node.ts';
export { sampleFiles } from './sample/sample-files.ts';
export type { Outcome } from './model.ts';

type Suite = (subject: Subject) => Promise<Outcome[]>;

/** Suites by the name that `npm run conformance --` takes. */
export const suites: Readonly<Record<string, Suite>> = {
  features: runFeatures,
  tiles: runTiles,
  edr: runEdr,
  sta: runSta,
};

/** The official suite first: ours publish at the end. */
async function runFeatures({ url, publisher, environment }: Subject): Promise<Outcome[]> {
  const node = createNodeClient(url);
  const { collections } = (await node.get('/collections')).json<{ collections: CollectionDocument[] }>();
  const context: Context = { node, collections, publisher };
  const outcomes = await runOfficial(officialFeatures(collections), url, environment);
  for (const { title, checks } of featureSuites) outcomes.push(...(await runChecks(title, checks, context)));
  return outcomes;
}

async function runTiles({ url, publisher, environment }: Subject): Promise<Outcome[]> {
  const node = createNodeClient(url);
  const { collections } = (await node.get('/collections')).json<{ collections: CollectionDocument[] }>();
  const context: Context = { node, collections, publisher };
  const asked = await readTileset(node, collections);
  // The suite takes a link for a path unless it starts with the address that the suite was given.
  const { origin } = new URL((await node.get('/')).json<{ links: LinkDocument[] }>().links[0]!.href);
  const outcomes = asked ? await runOfficial(officialTiles(origin, asked), origin, environment) : [];
  outcomes.push(...(await runChecks(tileSuite.title, tileSuite.checks, context)));
  return outcomes;
}

/** A service of its own below the node: the node's own entry describes its features. */
async function runEdr({ url, publisher, environment }: Subject): Promise<Outcome[]> {
  const node = createNodeClient(url);
  const root = (await node.fetch('/edr')).status === 200 ? '/edr' : '';
  const { collections } = (await node.get(`${root}/collections`)).json<{ collections: CollectionDocument[] }>();
  const outcomes = await runOfficial(officialEdr(url), `${url}${root}`, environment);
  outcomes.push(...(await runChecks(edrTitle, edrChecks(root), { node, collections, publisher })));
  return outcomes;
}
