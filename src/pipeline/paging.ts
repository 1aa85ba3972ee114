import { httpProblem, type ApiRequest, type Parameter } from '../kernel/index.ts';

export const defaultPage = 100;
export const largestPage = 1_000;

export const afterParameter: Parameter = {
  name: 'after',
  in: 'query',
  schema: { type: 'integer', minimum: 0 },
  description: { vi: 'Sau số thứ tự này (trang tiếp)', en: 'After this number (the next page)' },
};
export const limitParameter: Parameter = {
  name: 'limit',
  in: 'query',
  schema: { type: 'integer', minimum: 1, maximum: largestPage },
  description: { vi: 'Số mục một trang', en: 'Entries a page' },
};

/** A whole number of the query. Throws Problem `invalid-parameter`. */
export function numberOf(request: ApiRequest, name: string, fallback: number): number {
  const text = request.query[name];
  if (text === undefined) return fallback;
  if (!/^\d{1,15}$/.test(text)) throw httpProblem('invalid-parameter', { name, value: text, expected: '0, 1, 2 …' });
  return Number(text);
}
