import { LRUCache } from 'lru-cache';
import { known } from '../access/index.ts';
import { wordsOf, type Word } from '../codes/index.ts';
import type { ApiRequest, Db, SearchProvider } from '../kernel/index.ts';
import { listDatasets, type Dataset } from './datasets.ts';
import { isToBeShown, viewsByDataset } from './describe-dataset.ts';

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

/** Titles of columns are the same in many datasets, and in the next search. */
const folded = new LRUCache<string, readonly Word[]>({ max: 50_000 });

/** Datasets by their words: titles, descriptions, layers and columns, as far as the caller may see them. */
export function datasetSearch(db: Db): SearchProvider {
  return {
    kind: 'dataset',
    title: { vi: 'Bộ dữ liệu', en: 'Datasets' },
    search: async (request, text, limit) => {
      const asked = wordsOf(text);
      if (asked.length === 0) return [];
      const { language } = request;
      return (await documentsFor(db, request))
        .map((document) => ({ ...document, score: scoreOf(document.texts, asked) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.dataset.id.localeCompare(b.dataset.id))
        .slice(0, limit)
        .map(({ dataset, owner, score }) => ({
          title: dataset.title[language],
          text: dataset.description?.[language] ?? owner,
          path: `/datasets/${encodeURIComponent(dataset.id)}`,
          score: Math.min(1, score),
        }));
    },
  };
}

type WeighedText = readonly [text: string, weight: number];

interface Document {
  readonly dataset: Dataset;
  readonly owner: string;
  readonly texts: readonly WeighedText[];
}

async function documentsFor(db: Db, request: ApiRequest): Promise<Document[]> {
  const found = await known(db, request.caller);
  const views = await viewsByDataset(db, found);
  return (await listDatasets(db, [...found.keys()])).flatMap((dataset) => {
    const { owner } = found.get(dataset.id)!;
    const seen = views.get(dataset.id);
    if (!isToBeShown(request, { contentGranted: seen !== undefined, collections: seen ?? [], owner })) return [];
    const both = (text: { vi: string; en: string } | null, weight: number): WeighedText[] =>
      text ? [[text.vi, weight], [text.en, weight]] : []; // prettier-ignore
    const texts: WeighedText[] = [
      ...both(dataset.title, weights.title),
      [dataset.id, weights.id],
      ...both(dataset.description, weights.description),
      ...(seen ?? []).flatMap(({ collection, properties }) => [
        ...both(collection.title, weights.layer),
        ...properties.flatMap(({ name, title }): WeighedText[] => [
          [name, weights.column],
          ...both(title, weights.column),
        ]),
      ]),
    ];
    return [{ dataset, owner, texts }];
  });
}

/** 0 where too few words are found; 1 where all stand in the title as they were typed. */
function scoreOf(texts: readonly WeighedText[], asked: readonly Word[]): number {
  const best = asked.map(() => 0);
  for (const [text, weight] of texts) {
    for (const own of foldedWords(text)) {
      for (const [at, each] of asked.entries()) best[at] = Math.max(best[at]!, weight * likeness(each, own));
    }
  }
  const found = best.filter((score) => score > 0).length;
  if (found < Math.max(1, Math.ceil(asked.length * shareToBeFound))) return 0;
  return best.reduce((sum, score) => sum + score, 0) / (most * asked.length);
}

function foldedWords(text: string): readonly Word[] {
  let words = folded.get(text);
  if (!words) folded.set(text, (words = wordsOf(text)));
  return words;
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
