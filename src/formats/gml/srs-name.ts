import type { LayerCrs } from '../model.ts';
import { isNorthFirst } from './north-first.ts';

export interface SrsName {
  readonly crs: LayerCrs;
  /** Positions in the file have the northing or latitude first. */
  readonly northFirst: boolean;
}

/** Spellings that follow the registry's order of axes, and old ones that always have x first. */
const spellings: readonly { readonly pattern: RegExp; readonly followsRegistry: boolean }[] = [
  { pattern: /^urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:(\d+)/i, followsRegistry: true },
  { pattern: /^urn:(?:x-)?ogc:def:crs,crs:EPSG:[\d.]*:(\d+)/i, followsRegistry: true },
  { pattern: /^urn:EPSG:geographicCRS:(\d+)$/i, followsRegistry: true },
  { pattern: /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]*\/(\d+)$/i, followsRegistry: true },
  { pattern: /^https?:\/\/www\.opengis\.net\/gml\/srs\/epsg\.xml#(\d+)$/i, followsRegistry: false },
  { pattern: /^(?:urn:ogc:def:crs:)?EPSG:(\d+)$/i, followsRegistry: false },
  { pattern: /^(?:http:\/\/www\.epsg\.org\/)?#?(?:epsg[:#])?(\d{4,5})$/i, followsRegistry: false },
];

export function readSrsName(name: string): SrsName {
  const trimmed = name.trim();
  if (/(?:^|[:/])CRS84(?:h)?$/i.test(trimmed)) {
    return { crs: { kind: 'epsg', code: 'EPSG:4326' }, northFirst: false };
  }
  for (const { pattern, followsRegistry } of spellings) {
    const code = pattern.exec(trimmed)?.[1];
    if (code === undefined) continue;
    return { crs: { kind: 'epsg', code: `EPSG:${code}` }, northFirst: followsRegistry && isNorthFirst(Number(code)) };
  }
  return { crs: { kind: 'text', text: trimmed.slice(0, 2_000) }, northFirst: false };
}
