import type { Layer, LeftOut, RowBatch } from '../formats/index.ts';

/** Passes batches on and notes the rows between records that are none. */
export async function* noting(batches: AsyncIterable<RowBatch>, leftOut: LeftOut[]): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    leftOut.push(...(batch.leftOut ?? []));
    yield batch;
  }
}

const placesTold = 20;
const whys = {
  'header-again': { reason: 'same-as-header', confidence: 0.95 },
  'example-row': { reason: 'marked-as-example', confidence: 1 },
} as const;

/** The layer, with the rows that were left out told to the steward. */
export function withLeftOut(layer: Layer, leftOut: readonly LeftOut[]): Layer {
  const told = (Object.keys(whys) as LeftOut['reason'][]).flatMap((what) => {
    const rows = leftOut.filter(({ reason }) => reason === what);
    if (rows.length === 0) return [];
    const places = rows.slice(0, placesTold).map(({ position }) => position);
    const value = `${places.join(', ')}${rows.length > placesTold ? ` … (${rows.length})` : ''}`;
    return [{ what, value, ...whys[what] }];
  });
  return told.length === 0 ? layer : { ...layer, detected: [...layer.detected, ...told] };
}
