import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveOf } from '../../connect/index.ts';
import { Problem, recordProblem, type ProblemRecord } from '../../kernel/index.ts';
import { takeFiles } from '../files/file-routes.ts';
import type { StationFile } from '../files/read-station-file.ts';
import type { ObservationsContext } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { SeriesBook } from '../series/series-book.ts';
import type { Intake } from '../store/intake.ts';
import { listFeeds, noteLook, type Feed } from './feeds.ts';
import { scanFolder } from './scan-folder.ts';
import { minuteRhythm, type SeenFile } from './seen-files.ts';

const longestProblem = 500;

/**
 * Looks into every feed once and takes in what is new, in archives of at most 2,000 files: one kept file and one receipt
 * for each. A feed that fails says so and does not keep the others up. Gives how many files were taken.
 */
export async function lookIntoFeeds(
  context: ObservationsContext,
  intake: Intake,
  book: SeriesBook,
  signal: AbortSignal,
): Promise<number> {
  let taken = 0;
  for (const feed of await listFeeds(context.store)) {
    if (signal.aborted) break;
    taken += await lookIntoOne(context, intake, book, feed, signal);
  }
  return taken;
}

async function lookIntoOne(
  context: ObservationsContext,
  intake: Intake,
  book: SeriesBook,
  feed: Feed,
  signal: AbortSignal,
): Promise<number> {
  const { store, clock } = context;
  let count = 0;
  let receipt: number | null = null;
  let problem: ProblemRecord | null = null;
  try {
    await scanFolder({
      ...{ db: store, feed: feed.id, root: feed.path, look: feed.looks, now: Date.now(), rhythm: minuteRhythm, signal },
      take: async (files) => {
        receipt = await takeArchive(context, intake, book, feed, files, signal);
        count += files.length;
      },
    });
  } catch (error) {
    problem = problemOf(feed, error);
  }
  await noteLook(store, feed.id, clock.now(), { receipt, problem });
  return count;
}

/** The archive is kept before its files are read, so that every value leads back to its bytes. */
async function takeArchive(
  context: ObservationsContext,
  intake: Intake,
  book: SeriesBook,
  { network, path, id }: Feed,
  files: readonly SeenFile[],
  signal: AbortSignal,
): Promise<number> {
  const paths = files.map((file) => join(path, file.path));
  const blob = await context.blobs.put(archiveOf(path, paths, `feed-${id}`).stream, signal);
  async function* contents(): AsyncGenerator<StationFile> {
    for (const file of files) yield { name: file.path, bytes: await readFile(join(path, file.path)) };
  }
  const order = { network, sender: `feed:${id}`, file: blob.sha256, key: `feed ${id} ${blob.sha256}` };
  const { receipt } = await takeFiles(context, intake, book, contents(), { ...order, isMixed: true });
  return receipt;
}

function problemOf({ path }: Feed, error: unknown): ProblemRecord {
  if (error instanceof Problem) return recordProblem(error);
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, longestProblem);
  return recordProblem(observationProblem('feed-failed', { path, reason }));
}
