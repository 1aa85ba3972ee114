import type { Problem } from '../kernel/index.ts';
import type { ByteSource } from './byte-source.ts';
import type { Companions } from './companions.ts';
import type { Layer, LayerFormat, RowBatch } from './model.ts';
import type { Reading } from './reading.ts';

/** One reader for each format, all with this face; `readers.ts` lists them. A reader keeps nothing between calls. */
export interface FormatReader {
  readonly formats: readonly LayerFormat[];
  /**
   * Endings of the files that stand beside one of this format under the same name and belong to it: lower case, without
   * the first dot (`dbf`, `shp.xml`). They are no layers of their own then.
   */
  readonly companions?: readonly string[];
  /**
   * Every layer of one file, empty ones too. Reads all of it, so that what is cut short or damaged is known now.
   * Throws Problems of `formatProblems` where the whole file cannot be read.
   */
  inspect(source: ByteSource, reading: Reading, companions: Companions): Promise<Inspected>;
  /** The records of one layer in file order, streamed: memory does not grow with the file. */
  read(
    source: ByteSource,
    layer: Layer,
    reading: Reading,
    batchRows: number,
    companions: Companions,
  ): AsyncGenerator<RowBatch>;
}

export interface Inspected {
  readonly layers: readonly LayerParts[];
  /** Tables of the file that could not be read; the others are not held up by them. */
  readonly refused?: readonly { readonly table: string; readonly problem: Problem }[];
}

/** A layer as its reader knows it. */
export interface LayerParts extends Pick<
  Layer,
  'format' | 'columns' | 'hasGeometry' | 'crs' | 'fonts' | 'detected' | 'settings' | 'empty'
> {
  /** Name of the sheet, layer or table in a file that can hold several; it stands in the id and is the title. */
  readonly table?: string;
}
