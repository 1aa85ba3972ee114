import type { Standard, Text } from '../packs/index.ts';

/** A dataset's features as an API collection: one typed table, published by editions. */
export interface Collection {
  readonly id: string;
  readonly dataset: string;
  readonly title: Text;
  /** Table of the current rows (`c_…`); closed rows are in `h_…`, people's view of the current edition is `v_…`. */
  readonly table: string;
  readonly history: string;
  readonly standard: Standard;
  readonly hasGeometry: boolean;
  /** False until the first load has ended: indexes are made then. */
  readonly indexed: boolean;
  readonly currentEdition: number | null;
  readonly createdAt: string;
}

/** One published state of a collection. */
export interface Edition {
  readonly collection: string;
  readonly number: number;
  readonly run: number;
  /** Edition it was made from; null for the first. */
  readonly base: number | null;
  readonly publishedAt: string;
  readonly count: number;
  /** West, south, east, north in degrees (CRS84); null without any geometry. */
  readonly extent: readonly [number, number, number, number] | null;
  /** First and last moment of the time property; null without one. */
  readonly period: readonly [string, string] | null;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** `_to` of a row that no edition has closed yet. */
export const openEnd = 2_147_483_647;

/** `_seq` of a feature: edition in which it first stood × 2³² + its place in that delivery; below 2⁵³, in file order. */
export const seqBase = (edition: number): number => edition * 2 ** 32;

/** The property that `datetime` asks about: the first date-time, else the first date. */
export function timeProperty(standard: Standard): string | null {
  const found =
    standard.properties.find((property) => property.type === 'date-time') ??
    standard.properties.find((property) => property.type === 'date');
  return found?.name ?? null;
}
