/**
 * The pairs of rows and columns with the greatest sum of gains, each row and column at most once (Hungarian method by
 * shortest augmenting paths). `gain[row][column]` ≤ 0 is never taken. Gives the column of each row, -1 for none.
 */
export function assign(gain: readonly (readonly number[])[]): number[] {
  const rows = gain.length;
  const columns = gain[0]?.length ?? 0;
  const size = rows + columns;
  if (rows === 0 || columns === 0) return gain.map(() => -1);
  // Each row has a place of its own that costs nothing, so that it may stay without a column.
  const cost = (row: number, column: number) => (column < columns ? Math.min(0, -gain[row]![column]!) : 0);
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= rows; row++) augment(row);
  const found = gain.map(() => -1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column]! - 1;
    if (row >= 0 && gain[row]![column - 1]! > 0) found[row] = column - 1;
  }
  return found;

  function augment(start: number): void {
    const distance = new Float64Array(size + 1).fill(Infinity);
    const previous = new Int32Array(size + 1);
    const done = new Uint8Array(size + 1);
    rowOf[0] = start;
    let at = 0;
    do {
      done[at] = 1;
      const row = rowOf[at]!;
      let nearest = Infinity;
      let next = 0;
      for (let column = 1; column <= size; column++) {
        if (done[column]) continue;
        const reduced = cost(row - 1, column - 1) - rowPotential[row]! - columnPotential[column]!;
        if (reduced < distance[column]!) {
          distance[column] = reduced;
          previous[column] = at;
        }
        if (distance[column]! < nearest) {
          nearest = distance[column]!;
          next = column;
        }
      }
      for (let column = 0; column <= size; column++) {
        if (done[column]) {
          rowPotential[rowOf[column]!]! += nearest;
          columnPotential[column]! -= nearest;
        } else distance[column]! -= nearest;
      }
      at = next;
    } while (rowOf[at] !== 0);
    while (at !== 0) {
      const before = previous[at]!;
      rowOf[at] = rowOf[before]!;
      at = before;
    }
  }
}
