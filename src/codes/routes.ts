import { httpProblem, route, type ApiRequest, type Route } from '../kernel/index.ts';
import { codelistEntry, type Codelist } from '../packs/index.ts';
import { addressResolverOf, type AddressCandidate } from './addresses/resolve-address.ts';
import type { CodeBook } from './code-book.ts';
import { unitsAbove, type Unit } from './hierarchy.ts';
import { matchName } from './match-name.ts';
import { unitRoute, type DataOfUnit } from './unit-route.ts';

const longestText = 500;

/** Names and addresses to units, for people and programs. */
export function codeRoutes(book: CodeBook, dataOf: DataOfUnit): Route[] {
  const text = (name: string, vi: string, en: string) =>
    ({ name, in: 'query', schema: { type: 'string' }, description: { vi, en } }) as const;
  return [
    unitRoute(book, dataOf),
    route({
      method: 'GET',
      path: '/units/match',
      operationId: 'matchUnits',
      tag: 'data',
      summary: { vi: 'Tìm đơn vị theo địa chỉ hoặc tên', en: 'Units by address or name' },
      resource: 'unit-match',
      formats: ['json'],
      access: 'public',
      parameters: [
        text('q', 'Địa chỉ, hoặc tên khi có list', 'An address, or a name where list is given'),
        text(
          'list',
          'Danh mục để tìm tên, ví dụ vn-core/provinces-34',
          'List to find a name in, such as vn-core/provinces-34',
        ),
        text('within', 'Mã của đơn vị cấp trên, khi có list', 'Code of the unit above, where list is given'),
        text(
          'on',
          'Ngày của địa chỉ (năm-tháng-ngày): chỉ danh mục có hiệu lực khi đó',
          'Day of the address (YYYY-MM-DD): only lists in force then',
        ),
      ],
      handle: async (request) => ({ resource: 'unit-match', data: answer(book, request) }),
    }),
  ];
}

interface DescribedUnit {
  readonly list: string;
  readonly listTitle: string;
  readonly scheme: string | null;
  readonly level: string | null;
  readonly code: string;
  readonly label: string;
}

function answer(book: CodeBook, request: ApiRequest): unknown {
  const { q = '', list: id, within, on } = request.query;
  const lists = book.lists.filter(({ units }) => units);
  const choices = lists.map((list) => ({ id: list.id, title: list.title[request.language] }));
  const asked = { query: request.query, lists: choices };
  if (q.length > longestText) throw refuse('q', `${q.slice(0, 40)}…`, `≤ ${longestText}`);
  if (on !== undefined && on !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(on)) throw refuse('on', on, 'YYYY-MM-DD');
  if (q.trim() === '') return { ...asked, outcome: null, candidates: [] };
  if (id !== undefined && id !== '') return { ...asked, ...byName(book, request, id, q, within || undefined) };
  const { outcome, candidates } = addressResolverOf(book).resolve(q, on ? { on } : {});
  return { ...asked, outcome, candidates: candidates.map((each) => describeAddress(book, request, each)) };
}

function byName(book: CodeBook, request: ApiRequest, id: string, q: string, within: string | undefined) {
  const list = book.list(id);
  const known = () => book.lists.map((each) => each.id).join(', ');
  if (!list) throw refuse('list', id, known());
  const { outcome, candidates } = matchName(list, q, (each) => book.list(each), unitWithin(book, list, within));
  return {
    outcome,
    candidates: candidates.map(({ code, score, reason, kindDiffers }) => ({
      ...describe(book, request, { list: list.id, code }),
      score,
      reason,
      kindDiffers,
      above: aboveOf(book, request, list, code),
      elsewhere: elsewhereOf(book, request, list.id, code),
    })),
  };
}

/** The unit above by its code: of the nearest list that has it. */
function unitWithin(book: CodeBook, list: Codelist, code: string | undefined): Unit | undefined {
  if (code === undefined) return undefined;
  for (let above = list.parent?.codelist; above !== undefined; above = book.list(above)?.parent?.codelist) {
    if (codelistEntry(book.list(above)!, code)) return { list: above, code };
  }
  throw refuse('within', code, list.parent?.codelist ?? '–');
}

function describeAddress(book: CodeBook, request: ApiRequest, { list, code, score, reason }: AddressCandidate) {
  return {
    ...describe(book, request, { list, code }),
    score,
    reason,
    above: aboveOf(book, request, book.list(list)!, code),
    elsewhere: elsewhereOf(book, request, list, code),
  };
}

function aboveOf(book: CodeBook, request: ApiRequest, list: Codelist, code: string): DescribedUnit[] {
  return unitsAbove(list, code, (id) => book.list(id)).map((unit) => describe(book, request, unit));
}

/** The same place before or after the change of lists. */
function elsewhereOf(book: CodeBook, request: ApiRequest, list: string, code: string): DescribedUnit[] {
  const other = book.counterpart(list, 'after') ?? book.counterpart(list, 'before');
  if (other === null) return [];
  const codes = book.translation(list, other)?.get(code) ?? [];
  return codes.map((each) => describe(book, request, { list: other, code: each }));
}

function describe(book: CodeBook, { language }: ApiRequest, { list: id, code }: Unit): DescribedUnit {
  const list = book.list(id)!;
  const entry = codelistEntry(list, code);
  return {
    list: id,
    listTitle: list.title[language],
    scheme: list.units?.scheme ?? null,
    level: list.units?.level ?? null,
    code,
    label: (language === 'vi' ? entry?.labelVi : entry?.labelEn) ?? code,
  };
}

function refuse(name: string, value: string, expected: string) {
  return httpProblem('invalid-parameter', { name, value, expected });
}
