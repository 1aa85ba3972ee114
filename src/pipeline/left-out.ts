import type { Layer, LeftOut, RowBatch } from '../formats/index.ts';

/** Passes batches on and notes the rows between records that are none. */
export async function* noting(batches: AsyncIterable<RowBatch>, leftOut: LeftOut[]): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    leftOut.push(...(batch.leftOut ?? []));
    yield batch;
  }
}

const placesTold = 20;

/** The layer, with the rows that were left out told to the steward. */
export function withLeftOut(layer: Layer, leftOut: readonly LeftOut[]): Layer {
  if (leftOut.length === 0) return layer;
  const places = leftOut.slice(0, placesTold).map(({ position }) => position);
  const value = `${places.join(', ')}${leftOut.length > placesTold ? ` … (${leftOut.length})` : ''}`;
  const told = { what: 'header-again', value, reason: 'same-as-header', confidence: 0.95 };
  return { ...layer, detected: [...layer.detected, told] };
}
