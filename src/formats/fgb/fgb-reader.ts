import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { openChunks, type ChunkReader } from '../chunk-reader.ts';
import { uniqueColumns } from '../columns.ts';
import type { Cell, Detection, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { rawOf, RowBatches } from '../row-batches.ts';
import { crsName } from '../stated-crs.ts';
import { GeometryFault } from '../wkb.ts';
import { geometryOfFgb } from './fgb-geometry.ts';
import { columnsOf, readFgbHeader, type FgbHeader } from './fgb-header.ts';
import { cellsOfFgb } from './fgb-properties.ts';
import { FlatTable } from './flat-table.ts';

/** FlatGeobuf 3: features one after another behind an index that is not needed here. */
export const fgbReader: FormatReader = {
  formats: ['fgb'],
  inspect: inspectFgb,
  read: readFgb,
};

interface FgbRecord {
  readonly position: number;
  readonly cells: readonly Cell[];
  readonly geometry: Geometry | null;
  readonly fault: { readonly reason: 'invalid-geometry' | 'record-too-long'; readonly detail: string } | null;
}

/** An open file: its header, then its features. */
class FgbFile {
  readonly header: FgbHeader;
  readonly #chunks: ChunkReader;
  readonly #file: string;
  readonly #reading: Reading;
  #position = 0;

  private constructor(header: FgbHeader, chunks: ChunkReader, file: string, reading: Reading) {
    this.header = header;
    this.#chunks = chunks;
    this.#file = file;
    this.#reading = reading;
  }

  static open(source: ByteSource, reading: Reading): Promise<FgbFile> {
    return openChunks(source, async (chunks) => {
      const header = await readFgbHeader(chunks, source.name, reading.limits.columns);
      return new FgbFile(header, chunks, source.name, reading);
    });
  }

  get bytesRead(): number {
    return this.#chunks.position;
  }

  /** Whether `next` needs not wait. */
  get isReady(): boolean {
    return this.#chunks.has(4) && this.#chunks.has(4 + this.#chunks.peek(4).readUInt32LE(0));
  }

  /** False when there are no more. Throws Problem `truncated-file`. */
  async fill(): Promise<boolean> {
    this.#reading.signal?.throwIfAborted();
    if (!(await this.#chunks.fill(4))) {
      const isWhole = this.#chunks.rest.length === 0 && this.#position >= this.header.features;
      if (isWhole) return false;
      throw this.#cutShort();
    }
    const length = this.#chunks.peek(4).readUInt32LE(0);
    if (length > this.#reading.limits.recordBytes) return true;
    if (await this.#chunks.fill(4 + length)) return true;
    throw this.#cutShort();
  }

  /** Call `fill` or look at `isReady` before. */
  async next(): Promise<FgbRecord> {
    this.#position += 1;
    const length = this.#chunks.peek(4).readUInt32LE(0);
    if (length > this.#reading.limits.recordBytes) {
      if (!(await this.#chunks.skip(4 + length))) throw this.#cutShort();
      return this.#faulty('record-too-long', `${length} byte`);
    }
    return this.take();
  }

  take(): FgbRecord {
    const bytes = this.#chunks.take(4 + this.#chunks.peek(4).readUInt32LE(0)).subarray(4);
    let cells: readonly Cell[] = this.header.columns.map(() => null);
    try {
      const feature = FlatTable.root(bytes);
      const own = columnsOf(feature, 2);
      cells = cellsOfFgb(feature.vector(1, 1), own.length > 0 ? own : this.header.columns);
      const table = feature.table(0);
      const geometry = table && geometryOfFgb(table, this.header.geometryType);
      return { position: this.#position, cells, geometry, fault: null };
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof GeometryFault)) throw error;
      return { ...this.#faulty('invalid-geometry', error.message), cells };
    }
  }

  #faulty(reason: 'invalid-geometry' | 'record-too-long', detail: string): FgbRecord {
    const cells = this.header.columns.map(() => null);
    return { position: this.#position, cells, geometry: null, fault: { reason, detail } };
  }

  #cutShort() {
    return problem('truncated-file', { file: this.#file, place: `№ ${this.#position + 1}` });
  }

  close(): Promise<void> {
    return this.#chunks.close();
  }
}

async function inspectFgb(source: ByteSource, reading: Reading): Promise<Inspected> {
  const file = await FgbFile.open(source, reading);
  const types = new Set<string>();
  let records = 0;
  let places = 0;
  try {
    while (file.isReady || (await file.fill())) {
      const { geometry, fault } = await file.next();
      records += 1;
      if (geometry) types.add(geometry.type);
      if (geometry || fault) places += 1;
    }
  } finally {
    await file.close();
  }
  const { header } = file;
  return {
    layers: [
      {
        format: 'fgb',
        columns: uniqueColumns(header.columns.map(({ name }) => name)),
        hasGeometry: places > 0 || records === 0,
        ...(header.crs ? { crs: header.crs } : {}),
        detected: detections(header, types),
        settings: {},
        empty: records === 0,
      },
    ],
  };
}

function detections({ crs }: FgbHeader, types: ReadonlySet<string>): Detection[] {
  const detected: Detection[] = [
    crs
      ? { what: 'crs', value: crsName(crs), reason: 'declared-by-file', confidence: 0.9 }
      : { what: 'crs', value: '', reason: 'not-stated', confidence: 0 },
  ];
  if (types.size > 0) {
    const value = [...types].toSorted().join(', ');
    detected.push({ what: 'geometry-type', value, reason: 'all-features-looked-at', confidence: 1 });
  }
  return detected;
}

async function* readFgb(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const file = await FgbFile.open(source, reading);
  const batches = new RowBatches(layer.hasGeometry, batchRows);
  try {
    while (file.isReady || (await file.fill())) {
      const { position, cells, geometry, fault } = await file.next();
      if (fault) batches.reject(position, fault.reason, rawOf(layer.columns, cells), fault.detail);
      else batches.add(position, cells, geometry);
      if (batches.isFull) yield batches.take(file.bytesRead);
    }
    if (!batches.isEmpty) yield batches.take(file.bytesRead);
  } finally {
    await file.close();
  }
}
