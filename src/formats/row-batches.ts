import type { Geometry } from '../kernel/index.ts';
import type { Cell, RejectedRecord, RowBatch } from './model.ts';

/** Collects records until a batch is full. */
export class RowBatches {
  readonly #hasGeometry: boolean;
  readonly #batchRows: number;
  #rows: (readonly Cell[])[] = [];
  #positions: number[] = [];
  #geometries: (Geometry | null)[] = [];
  #ids: (string | number | null)[] = [];
  #hasIds = false;
  #rejected: RejectedRecord[] = [];

  constructor(hasGeometry: boolean, batchRows: number) {
    this.#hasGeometry = hasGeometry;
    this.#batchRows = batchRows;
  }

  add(position: number, row: readonly Cell[], geometry: Geometry | null = null, id: string | number | null = null) {
    this.#rows.push(row);
    this.#positions.push(position);
    if (this.#hasGeometry) this.#geometries.push(geometry);
    this.#ids.push(id);
    this.#hasIds ||= id !== null;
  }

  reject(position: number, reason: RejectedRecord['reason'], raw: string, detail?: string): void {
    const record = { position, reason, raw: raw.slice(0, 2_000) };
    this.#rejected.push(detail === undefined ? record : { ...record, detail: detail.slice(0, 200) });
  }

  get isFull(): boolean {
    return this.#rows.length + this.#rejected.length >= this.#batchRows;
  }

  get isEmpty(): boolean {
    return this.#rows.length + this.#rejected.length === 0;
  }

  take(bytesRead: number): RowBatch {
    const batch: RowBatch = {
      rows: this.#rows,
      positions: this.#positions,
      bytesRead,
      ...(this.#hasGeometry ? { geometries: this.#geometries } : {}),
      ...(this.#hasIds ? { ids: this.#ids } : {}),
      ...(this.#rejected.length > 0 ? { rejected: this.#rejected } : {}),
    };
    this.#rows = [];
    this.#positions = [];
    this.#geometries = [];
    this.#ids = [];
    this.#hasIds = false;
    this.#rejected = [];
    return batch;
  }
}

/** Cells by column as JSON, for a record that could not be read whole. */
export function rawOf(columns: readonly string[], cells: readonly Cell[]): string {
  return JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])));
}
