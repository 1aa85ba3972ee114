import type { PageCase } from '../peers/peer.ts';

/** A box of the size of a province, and one of a village; degrees. */
const province = [105.2, 9.9, 106.0, 10.4] as const;
const tiny = [105.7, 10.0, 105.75, 10.05] as const;
const limit = 1_000;

/** The pages that are asked of everybody. */
export function pageCases(rows: number): PageCase[] {
  const toPage = (row: number): number => Math.max(0, Math.floor(row / limit) * limit);
  return [
    { name: 'first page', limit, offset: 0 },
    { name: 'page in the middle', limit, offset: toPage(rows / 2) },
    { name: 'last page', limit, offset: toPage(rows - 1) },
    { name: 'box of a province', limit, offset: 0, bbox: province },
    { name: 'tiny box', limit, offset: 0, bbox: tiny },
    { name: 'sorted by a value without index', limit, offset: 0, sortBy: { property: 'level', descending: true } },
    { name: 'filtered by a value without index', limit, offset: 0, equals: { property: 'station', value: 'Trạm 37' } },
  ];
}
