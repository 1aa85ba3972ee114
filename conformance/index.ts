import { featureSuites } from './features/suites.ts';
import { runChecks, type CollectionDocument, type Context, type Outcome, type Publisher } from './model.ts';
import { createNodeClient } from './node-client.ts';
import { runOfficialFeatures } from './official/features-suite.ts';

export { count, markdown, table } from './report.ts';
export { startSampleNode, type SampleNode } from './sample/sample-node.ts';
export { sampleFiles } from './sample/sample-files.ts';
export type { Outcome } from './model.ts';

/** Where the node under test is, and the right to publish on it, if the runner started it. */
export interface Subject {
  readonly url: string;
  readonly publisher: Publisher | null;
  readonly environment: NodeJS.ProcessEnv;
}

type Suite = (subject: Subject) => Promise<Outcome[]>;

/** Suites by the name that `npm run conformance --` takes. */
export const suites: Readonly<Record<string, Suite>> = { features: runFeatures };

/** The official suite first: ours publish at the end. */
async function runFeatures({ url, publisher, environment }: Subject): Promise<Outcome[]> {
  const node = createNodeClient(url);
  const { collections } = (await node.get('/collections')).json<{ collections: CollectionDocument[] }>();
  const context: Context = { node, collections, publisher };
  const outcomes = await runOfficialFeatures(url, collections, environment);
  for (const { title, checks } of featureSuites) outcomes.push(...(await runChecks(title, checks, context)));
  return outcomes;
}
