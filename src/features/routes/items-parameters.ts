import type { Parameter } from '../../kernel/index.ts';
import { crs84 } from '../read/crs.ts';
import { maximumLimit } from '../read/items-query.ts';
import { asOfParameter } from './collections.ts';

export const limitParameter: Parameter = {
  name: 'limit',
  in: 'query',
  schema: { type: 'integer', minimum: 1, maximum: maximumLimit, default: 100 },
  description: { vi: 'Số đối tượng một trang', en: 'Features a page' },
  style: 'form',
};
export const tokenParameter: Parameter = {
  name: 'token',
  in: 'query',
  schema: { type: 'string' },
  description: { vi: 'Vị trí trang tiếp, lấy từ liên kết next', en: 'Place of the next page, from the next link' },
};

/** Reads unit columns in the codes before or after a change of their lists. */
export const unitsParameter: Parameter = {
  name: 'units',
  in: 'query',
  schema: { type: 'string', enum: ['before', 'after'] },
  description: {
    vi: 'Đọc cột đơn vị theo mã trước (before) hoặc sau (after) khi danh mục đổi; mã đã lưu và các khả năng đứng ở cột bên cạnh',
    en: 'Read columns of units in the codes before or after the change of their list; the stored code and what it may be stand in columns beside',
  },
};

export const crsParameter = (name: string, vi: string, en: string): Parameter => ({
  name,
  in: 'query',
  schema: { type: 'string', format: 'uri', default: crs84 },
  description: { vi, en },
});

/** What selects features; pages and summaries share it. */
export const selectingParameters: readonly Parameter[] = [
  {
    name: 'bbox',
    in: 'query',
    schema: { type: 'array', items: { type: 'number' }, minItems: 4, maxItems: 6 },
    description: { vi: 'Khung: tây, nam, đông, bắc', en: 'Box: west, south, east, north' },
    style: 'form',
    explode: false,
  },
  crsParameter('bbox-crs', 'Hệ toạ độ của bbox', 'CRS of bbox'),
  {
    name: 'datetime',
    in: 'query',
    schema: { type: 'string' },
    description: { vi: 'Thời điểm hoặc khoảng (RFC 3339)', en: 'Moment or interval (RFC 3339)' },
    style: 'form',
    explode: false,
  },
  {
    name: 'filter',
    in: 'query',
    schema: { type: 'string' },
    description: { vi: 'Điều kiện CQL2', en: 'Condition in CQL2' },
  },
  {
    name: 'filter-lang',
    in: 'query',
    schema: { type: 'string', enum: ['cql2-text', 'cql2-json'], default: 'cql2-text' },
    description: { vi: 'Cách viết điều kiện', en: 'Encoding of the condition' },
  },
  crsParameter('filter-crs', 'Hệ toạ độ trong điều kiện', 'CRS of geometries in the condition'),
  asOfParameter,
];

export const itemsParameters: readonly Parameter[] = [
  limitParameter,
  ...selectingParameters,
  crsParameter('crs', 'Hệ toạ độ của kết quả', 'CRS of the answer'),
  {
    name: 'sortby',
    in: 'query',
    schema: { type: 'string' },
    description: {
      vi: 'Sắp xếp: +cột hoặc -cột, cách nhau bằng dấu phẩy',
      en: 'Order: +property or -property, comma between',
    },
  },
  {
    name: 'properties',
    in: 'query',
    schema: { type: 'array', items: { type: 'string' } },
    description: { vi: 'Chỉ đưa ra các cột này', en: 'Give only these properties' },
    style: 'form',
    explode: false,
  },
  unitsParameter,
  tokenParameter,
];
