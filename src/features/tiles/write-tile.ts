import { PbfWriter } from 'pbf';
import type { TileShape } from './read-twkb.ts';
import { commandsOf, geometryTypes, Specks } from './tile-geometry.ts';
import { tileExtent } from './tile-grid.ts';

/** A value of the format; null is left out of the feature. */
export type TileValue = string | number | boolean | null;

export interface TileFeature {
  readonly shapes: readonly TileShape[];
  /** In the order of the layer's names. */
  readonly values: readonly TileValue[];
}

/** One layer as a whole tile (Mapbox Vector Tile 2.1); tiles set one behind the other are a tile of all their layers. */
export function writeTile(name: string, names: readonly string[], features: readonly TileFeature[]): Buffer {
  if (features.length === 0) return Buffer.alloc(0);
  const pbf = new PbfWriter();
  pbf.writeMessage(3, () => writeLayer(pbf, name, names, features), null);
  return Buffer.from(pbf.finish());
}

function writeLayer(pbf: PbfWriter, name: string, names: readonly string[], features: readonly TileFeature[]): void {
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  pbf.writeVarintField(5, tileExtent);
  const values = new ValueTable();
  const specks = new Specks();
  for (const { shapes, values: own } of features) {
    let tags: number[] | null = null;
    for (const shape of shapes) {
      const commands = commandsOf(shape, specks);
      if (commands.length === 0) continue;
      tags ??= values.tagsOf(own);
      const written = tags;
      pbf.writeMessage(2, () => writeFeature(pbf, geometryTypes[shape.kind], written, commands), null);
    }
  }
  for (const key of names) pbf.writeStringField(3, key);
  for (const value of values.all) pbf.writeMessage(4, () => writeValue(pbf, value), null);
}

function writeFeature(pbf: PbfWriter, type: number, tags: number[], commands: number[]): void {
  if (tags.length > 0) pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, type);
  pbf.writePackedVarint(4, commands);
}

function writeValue(pbf: PbfWriter, value: Exclude<TileValue, null>): void {
  if (typeof value === 'string') pbf.writeStringField(1, value);
  else if (typeof value === 'boolean') pbf.writeBooleanField(7, value);
  else if (!Number.isSafeInteger(value)) pbf.writeDoubleField(3, value);
  else if (value >= 0) pbf.writeVarintField(5, value);
  else pbf.writeSVarintField(6, value);
}

/** Values of a layer, each once; a text and a number that look alike are two. */
class ValueTable {
  readonly all: Exclude<TileValue, null>[] = [];
  readonly #places = new Map<Exclude<TileValue, null>, number>();

  tagsOf(values: readonly TileValue[]): number[] {
    const tags: number[] = [];
    for (const [key, value] of values.entries()) if (value !== null) tags.push(key, this.#placeOf(value));
    return tags;
  }

  #placeOf(value: Exclude<TileValue, null>): number {
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    this.#places.set(value, this.all.length);
    return this.all.push(value) - 1;
  }
}
