import { route, type ApiRequest, type Route } from '../kernel/index.ts';
import { codelistEntry, type Codelist } from '../packs/index.ts';
import type { CodeBook } from './code-book.ts';
import { codesWithin, unitsAbove, type Unit } from './hierarchy.ts';
import { codeProblem } from './problems.ts';

/** Data of one unit: what the module that keeps data finds of it for the caller. */
export type DataOfUnit = (request: ApiRequest, unit: Unit) => Promise<readonly unknown[]>;

/** One administrative unit: where it stands, what it was or became, what data there is of it. */
export function unitRoute(book: CodeBook, dataOf: DataOfUnit): Route {
  const part = (name: string, vi: string, en: string) =>
    ({ name, in: 'path', required: true, schema: { type: 'string' }, description: { vi, en } }) as const;
  return route({
    method: 'GET',
    path: '/units/{pack}/{list}/{unit}',
    operationId: 'getUnit',
    tag: 'data',
    summary: { vi: 'Một đơn vị hành chính', en: 'One administrative unit' },
    resource: 'unit',
    formats: ['json'],
    access: 'public',
    parameters: [
      part('pack', 'Gói', 'Pack'),
      part('list', 'Danh mục của gói', 'List of the pack'),
      part('unit', 'Mã trong danh mục', 'Code in the list'),
    ],
    handle: async (request) => {
      const { pack, list: name, unit: code } = request.params;
      const list = book.list(`${pack}/${name}`);
      if (!list?.units || !codelistEntry(list, code!)) {
        throw codeProblem('unit-not-found', { list: `${pack}/${name}`, code: code! });
      }
      const unit = { list: list.id, code: code! };
      return {
        resource: 'unit',
        data: { ...unitDocument(book, request, list, code!), data: await dataOf(request, unit) },
      };
    },
  });
}

function unitDocument(book: CodeBook, request: ApiRequest, list: Codelist, code: string) {
  const { language } = request;
  const described = (unit: Unit) => describeUnit(book, request, unit);
  const entry = codelistEntry(list, code)!;
  return {
    ...described({ list: list.id, code }),
    listTitle: list.title[language],
    level: list.units?.level ?? null,
    scheme: list.units?.scheme ?? null,
    validFrom: entry.validFrom || null,
    validTo: entry.validTo || null,
    above: unitsAbove(list, code, (id) => book.list(id)).map(described),
    before: otherSide(book, list.id, code, 'before').map(described),
    after: otherSide(book, list.id, code, 'after').map(described),
    within: book.lists
      .filter((below) => below.parent?.codelist === list.id)
      .flatMap((below) =>
        codesWithin(below, { list: list.id, code }, (id) => book.list(id)).map((own) =>
          described({ list: below.id, code: own }),
        ),
      )
      .sort((a, b) => a.label.localeCompare(b.label, 'vi')),
  };
}

function otherSide(book: CodeBook, list: string, code: string, when: 'before' | 'after'): Unit[] {
  const other = book.counterpart(list, when);
  if (other === null) return [];
  return (book.translation(list, other)?.get(code) ?? []).map((each) => ({ list: other, code: each }));
}

function describeUnit(book: CodeBook, { base, language }: ApiRequest, { list, code }: Unit) {
  const entry = codelistEntry(book.list(list)!, code);
  return {
    list,
    code,
    label: (language === 'vi' ? entry?.labelVi : entry?.labelEn) ?? code,
    href: `${base}/units/${list}/${encodeURIComponent(code)}`,
  };
}
