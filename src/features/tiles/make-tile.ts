import type { Db } from '../../kernel/index.ts';
import type { View } from '../read/view.ts';
import { selectTile } from './select-tile.ts';
import type { TileAsk } from './tile-plan.ts';
import { writeTile, type TileFeature } from './write-tile.ts';

/** Name of the feature's id among a tile's properties: ids are texts, and the format's own ids are numbers. */
export const idName = '_id';
/** No tile is larger, uncompressed: what a telephone can draw. */
export const mostBytes = 500_000;

export interface MadeTile {
  readonly bytes: Buffer;
  /** Features in it. */
  readonly rows: number;
}

/** A collection's tile as one layer with the collection's id as its name; no bytes where nothing lies. */
export async function makeTile(db: Db, view: View, ask: TileAsk): Promise<MadeTile> {
  const features = await selectTile(db, view, ask);
  return withinBytes(view.collection.id, [idName, ...view.properties.map(({ name }) => name)], features);
}

/** What is too heavy gives up its properties first, which are an address away, and then every second feature. */
function withinBytes(name: string, names: readonly string[], features: readonly TileFeature[]): MadeTile {
  const whole = writeTile(name, names, features);
  if (whole.length <= mostBytes) return { bytes: whole, rows: features.length };
  let kept = features.map(({ shapes, values }) => ({ shapes, values: values.slice(0, 1) }));
  for (;;) {
    const bytes = writeTile(name, names.slice(0, 1), kept);
    if (bytes.length <= mostBytes || kept.length <= 1) return { bytes, rows: kept.length };
    kept = kept.filter((_, index) => index % 2 === 0);
  }
}
