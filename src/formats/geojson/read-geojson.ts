import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Cell, Layer, RejectedRecord, RowBatch } from '../model.ts';
import type { Reading } from '../reading.ts';
import { featuresOfDocument, featuresOfSequence, type Found } from './features-of.ts';
import type { GeojsonSettings } from './inspect-geojson.ts';

/** Records of a GeoJSON layer in file order. Throws the Problems of `inspectGeojson` when the file has changed since. */
export async function* readGeojson(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as GeojsonSettings;
  const bytes = source.open();
  const { kind } = settings;
  const found =
    kind === 'lines' || kind === 'sequence'
      ? featuresOfSequence(bytes, kind, source.name, reading)
      : featuresOfDocument(bytes, source.name, reading);
  let rows = new FeatureRows(settings.keys, layer.hasGeometry);
  for await (const batch of found) {
    for (const record of batch) {
      rows.add(record);
      if (rows.count < batchRows) continue;
      yield rows.toBatch(bytes.bytesRead());
      rows = new FeatureRows(settings.keys, layer.hasGeometry);
    }
  }
  if (rows.count > 0) yield rows.toBatch(bytes.bytesRead());
}

class FeatureRows {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #hasGeometry: boolean;
  readonly #rows: Cell[][] = [];
  readonly #positions: number[] = [];
  readonly #geometries: (Geometry | null)[] = [];
  readonly #ids: (string | number | null)[] = [];
  readonly #rejected: RejectedRecord[] = [];

  constructor(keys: readonly string[], hasGeometry: boolean) {
    this.#columns = new Map(keys.map((key, index) => [key, index]));
    this.#hasGeometry = hasGeometry;
  }

  get count(): number {
    return this.#rows.length + this.#rejected.length;
  }

  add({ position, parsed, bytes }: Found): void {
    if ('reason' in parsed) {
      this.#rejected.push({ position, raw: bytes.toString('utf8', 0, 8_000).slice(0, 2_000), ...parsed });
      return;
    }
    const row = Array.from<unknown, Cell>({ length: this.#columns.size }, () => null);
    for (const [key, value] of Object.entries(parsed.properties)) {
      const column = this.#columns.get(key);
      if (column !== undefined) row[column] = value as Cell;
    }
    this.#rows.push(row);
    this.#positions.push(position);
    this.#geometries.push(parsed.geometry);
    this.#ids.push(parsed.id);
  }

  toBatch(bytesRead: number): RowBatch {
    return {
      rows: this.#rows,
      positions: this.#positions,
      bytesRead,
      ids: this.#ids,
      ...(this.#hasGeometry ? { geometries: this.#geometries } : {}),
      ...(this.#rejected.length > 0 ? { rejected: this.#rejected } : {}),
    };
  }
}
