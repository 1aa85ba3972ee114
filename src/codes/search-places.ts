import type { SearchHit, SearchProvider } from '../kernel/index.ts';
import { codelistEntry } from '../packs/index.ts';
import type { CodeBook } from './code-book.ts';
import { unitsAbove } from './hierarchy.ts';
import { doubtfulScore, matchName } from './match-name.ts';

/** Administrative units of today and of before, by their names with or without marks, or by their code. */
export function placeSearch(book: CodeBook): SearchProvider {
  return {
    kind: 'place',
    title: { vi: 'Nơi chốn', en: 'Places' },
    search: async ({ language }, text, limit) => {
      const lists = book.lists.filter(({ units }) => units);
      const hits = lists.flatMap((list): SearchHit[] => {
        const { candidates } = matchName(list, text, (id) => book.list(id));
        const coded = codelistEntry(list, text) ? [{ code: text, score: 1 }] : [];
        // A list that was replaced answers after the one that holds today.
        const isFormer = book.counterpart(list.id, 'after') !== null;
        return [...coded, ...candidates]
          .filter(({ score }) => score >= doubtfulScore)
          .map(({ code, score }) => {
            const labelOf = (id: string, own: string): string => {
              const entry = codelistEntry(book.list(id)!, own);
              return (language === 'vi' ? entry?.labelVi : entry?.labelEn) ?? own;
            };
            const above = unitsAbove(list, code, (id) => book.list(id)).map((unit) => labelOf(unit.list, unit.code));
            return {
              title: labelOf(list.id, code),
              text: [...above, `${list.title[language]}, ${code}`].join(' · '),
              path: `/units/${list.id}/${encodeURIComponent(code)}`,
              score: isFormer ? score * 0.95 : score,
            };
          });
      });
      return hits.toSorted((a, b) => b.score - a.score).slice(0, limit);
    },
  };
}
