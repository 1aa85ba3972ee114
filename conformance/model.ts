import type { NodeClient } from './node-client.ts';

export type Result = 'passed' | 'failed' | 'skipped';

/** What came of one requirement. `reason` says why it failed or was skipped; empty when it passed. */
export interface Outcome {
  readonly suite: string;
  /** Requirement id of the standard, e.g. `/req/core/root-success`, or of our own contract. */
  readonly id: string;
  readonly title: string;
  readonly result: Result;
  readonly reason: string;
}

/** A collection as its node describes it (17-069r4, 7.13 and 18-058, 6.2), and what checks ask of it. */
export interface CollectionDocument {
  readonly id: string;
  readonly title?: string;
  readonly extent?: {
    readonly spatial?: { readonly bbox: readonly (readonly number[])[] };
    readonly temporal?: { readonly interval: readonly (readonly (string | null)[])[] };
  };
  readonly crs?: readonly string[];
  readonly storageCrs?: string;
  readonly links: readonly LinkDocument[];
  readonly numberOfItems?: number;
  readonly edition?: number;
}

export interface LinkDocument {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
}

/** Lets a check publish on the node under test; only a node that the runner started itself has one. */
export interface Publisher {
  /** Delivers a file as the next full delivery of a source and publishes it. */
  deliver(source: string, file: { readonly name: string; readonly text: string }, key: string): Promise<void>;
}

/** Where the node under test is, and the right to publish on it, if the runner started it. */
export interface Subject {
  readonly url: string;
  readonly publisher: Publisher | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** What every check gets. */
export interface Context {
  readonly node: NodeClient;
  readonly collections: readonly CollectionDocument[];
  readonly publisher: Publisher | null;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  run(context: Context): Promise<void>;
}

/** Ends a check that cannot be made here; the reason is printed. */
export class Skip extends Error {}

export function skip(reason: string): never {
  throw new Skip(reason);
}

export function check(id: string, title: string, run: (context: Context) => Promise<void>): Check {
  return { id, title, run };
}

/**
 * A check made of every collection that `suits`. It fails when one collection fails and names all that do; it is
 * skipped when no collection could be asked.
 */
export function checkEach(
  id: string,
  title: string,
  suits: (collection: CollectionDocument) => boolean,
  run: (collection: CollectionDocument, context: Context) => Promise<void>,
): Check {
  return check(id, title, async (context) => {
    const faults: string[] = [];
    const skips: string[] = [];
    let asked = 0;
    for (const collection of context.collections.filter(suits)) {
      try {
        await run(collection, context);
        asked += 1;
      } catch (error) {
        const sentence = `${collection.id}: ${error instanceof Error ? error.message : String(error)}`;
        (error instanceof Skip ? skips : faults).push(sentence);
      }
    }
    if (faults.length > 0) throw new Error(faults.join('; '));
    if (asked === 0) skip(skips.join('; ') || 'no collection of this kind on the node');
  });
}

export const any = (): boolean => true;

/** Runs checks one after another: a node under test is asked by one client at a time. */
export async function runChecks(suite: string, checks: readonly Check[], context: Context): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const one of checks) outcomes.push(await runCheck(suite, one, context));
  return outcomes;
}

async function runCheck(suite: string, { id, title, run }: Check, context: Context): Promise<Outcome> {
  try {
    await run(context);
    return { suite, id, title, result: 'passed', reason: '' };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 600);
    return { suite, id, title, result: error instanceof Skip ? 'skipped' : 'failed', reason };
  }
}
