import type { ApiRequest, Parameter } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import { deepestZoom, isWithin, limitsAt, type Box, type TileAddress } from './tile-grid.ts';

/** Where a tile lies, as its address has it. */
export const placeParameters: readonly Parameter[] = (
  [
    ['tileMatrix', 'Mức phóng', 'Level', deepestZoom],
    ['tileRow', 'Hàng, từ trên xuống', 'Row, from the top', 2 ** deepestZoom - 1],
    ['tileCol', 'Cột, từ trái sang', 'Column, from the left', 2 ** deepestZoom - 1],
  ] as const
).map(([name, vi, en, maximum]) => ({
  name,
  in: 'path',
  schema: { type: 'integer', minimum: 0, maximum },
  description: { vi, en },
}));

/** The place of a tile in keys of caches and marks. */
export const placeText = ({ zoom, row, column }: TileAddress): string => `${zoom}/${row}/${column}`;

/** Throws `tile-not-found` for what lies outside the tileset's limits (20-057, /req/core/tc-error). */
export function addressOf({ params }: ApiRequest, extent: Box | null): TileAddress {
  const texts = ['tileMatrix', 'tileRow', 'tileCol'].map((name) => params[name]!);
  const [zoom, row, column] = texts.map((text) => (/^\d{1,10}$/.test(text) ? Number(text) : -1)) as [number, number, number]; // prettier-ignore
  const address = { zoom, row, column };
  const isLevel = zoom >= 0 && zoom <= deepestZoom;
  const limits = isLevel ? limitsAt(extent ?? [-180, -85, 180, 85], zoom) : null;
  if (limits && isWithin(limits, address)) return address;
  const has = limits
    ? `tileRow ${limits.minTileRow}–${limits.maxTileRow}, tileCol ${limits.minTileCol}–${limits.maxTileCol}`
    : `tileMatrix 0–${deepestZoom}`;
  throw featureProblem('tile-not-found', { tile: texts.join('/').slice(0, 60), limits: has });
}
