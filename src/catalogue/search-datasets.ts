import { findResource, known } from '../access/index.ts';
import { wordsOf, type Word } from '../codes/index.ts';
import { currentEditions, listCollections } from '../features/index.ts';
import type { ApiRequest, Db, SearchHit, SearchProvider } from '../kernel/index.ts';
import { listDatasets, type Dataset } from './datasets.ts';
import { isToBeShown, viewsOf } from './describe-dataset.ts';

/** Weights of where a word stands: a title says what data is, a column what is in it too. */
const weights = { title: 5, id: 4, layer: 4, description: 2, column: 1.5 } as const;
const most = weights.title;
/** A word that begins a longer one counts less, and not at all when it is one letter. */
const asBeginning = 0.7;
const shortestBeginning = 2;
/** Typed with marks, found with others: `bản` is not `bán`. */
const otherMarks = 0.6;
/** So many of the words must be found. */
const shareToBeFound = 0.6;

/** Datasets by their words: titles, descriptions, layers and columns, as far as the caller may see them. */
export function datasetSearch(db: Db): SearchProvider {
  return {
    kind: 'dataset',
    title: { vi: 'Bộ dữ liệu', en: 'Datasets' },
    search: async (request, text, limit) => {
      const asked = wordsOf(text);
      if (asked.length === 0) return [];
      const scored = (await documentsFor(db, request))
        .map((document) => ({ document, score: scoreOf(document.words, asked) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.document.dataset.id.localeCompare(b.document.dataset.id))
        .slice(0, limit);
      return Promise.all(scored.map(({ document, score }) => hitOf(db, request, document, score)));
    },
  };
}

interface Document {
  readonly dataset: Dataset;
  readonly words: readonly { readonly word: Word; readonly weight: number }[];
}

async function documentsFor(db: Db, request: ApiRequest): Promise<Document[]> {
  const found = await known(db, request.caller);
  const datasets = await listDatasets(db, [...found.keys()]);
  const collections = await listCollections(
    db,
    datasets.filter(({ id }) => found.get(id)!.read !== null).map(({ id }) => id),
  );
  const editions = await currentEditions(db, collections);
  const documents = await Promise.all(
    datasets.map(async (dataset): Promise<Document | null> => {
      const { read, owner } = found.get(dataset.id)!;
      const own = collections.filter((each) => each.dataset === dataset.id);
      const views = read === null ? [] : await viewsOf(db, own, editions, read);
      if (!isToBeShown(request, { contentGranted: read !== null, collections: views, owner })) return null;
      const texts: [string | undefined, number][] = [
        [dataset.title.vi, weights.title],
        [dataset.title.en, weights.title],
        [dataset.id, weights.id],
        [dataset.description?.vi, weights.description],
        [dataset.description?.en, weights.description],
        ...views.flatMap(({ collection, properties }): [string, number][] => [
          [collection.title.vi, weights.layer],
          [collection.title.en, weights.layer],
          ...properties.flatMap(({ name, title }): [string, number][] => [
            [name, weights.column],
            [title.vi, weights.column],
            [title.en, weights.column],
          ]),
        ]),
      ];
      return {
        dataset,
        words: texts.flatMap(([text, weight]) => wordsOf(text ?? '').map((word) => ({ word, weight }))),
      };
    }),
  );
  return documents.filter((document) => document !== null);
}

/** 0 where too few words are found; 1 where all stand in the title as they were typed. */
function scoreOf(words: Document['words'], asked: readonly Word[]): number {
  const best = asked.map((each) => words.reduce((top, own) => Math.max(top, own.weight * likeness(each, own.word)), 0));
  const found = best.filter((score) => score > 0).length;
  if (found < Math.max(1, Math.ceil(asked.length * shareToBeFound))) return 0;
  return best.reduce((sum, score) => sum + score, 0) / (most * asked.length);
}

function likeness(asked: Word, own: Word): number {
  const isWhole = own.plain === asked.plain;
  const begins = asked.plain.length >= shortestBeginning && own.plain.startsWith(asked.plain);
  if (!isWhole && !begins) return 0;
  // Whoever types no marks leaves them open.
  const hasMarks = asked.marked !== asked.plain;
  const marks = !hasMarks || own.marked.startsWith(asked.marked) || own.marked === own.plain ? 1 : otherMarks;
  return (isWhole ? 1 : asBeginning) * marks;
}

async function hitOf(db: Db, { language }: ApiRequest, { dataset }: Document, score: number): Promise<SearchHit> {
  const resource = await findResource(db, dataset.id);
  const description = dataset.description?.[language] ?? null;
  return {
    title: dataset.title[language],
    text: description ?? resource?.owner ?? null,
    path: `/datasets/${encodeURIComponent(dataset.id)}`,
    score: Math.min(1, score),
  };
}
