import { csv, type Counts } from '../pipeline/steward.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Table = ReadonlyMap<string, number>;

/** A first table of `rows` rows. */
export function firstTable(rows: number): Table {
  return new Map(Array.from({ length: rows }, (_, i) => [`W${i}`, i]));
}

/** The next delivery of a table: some 3 % of its rows gone, 10 % changed, 4 % new; what a run must count for it. */
export function nextTable(table: Table, random: () => number): { next: Table; counts: Partial<Counts> } {
  const next = new Map<string, number>();
  const counts = { inserted: 0, updated: 0, unchanged: 0, deleted: 0 };
  for (const [key, value] of table) {
    const chance = random();
    if (chance < 0.03) counts.deleted++;
    else if (chance < 0.13) {
      next.set(key, value + 1);
      counts.updated++;
    } else {
      next.set(key, value);
      counts.unchanged++;
    }
  }
  const fresh = Math.round(table.size * 0.04);
  const prefix = `N${Math.floor(random() * 2 ** 40)}`;
  for (let i = 0; i < fresh; i++) next.set(`${prefix}-${i}`, i);
  counts.inserted = fresh;
  return { next, counts: { ...counts, read: next.size, stored: next.size, duplicates: 0, quarantined: 0 } };
}

const filler = 'Trạm quan trắc nước dưới đất (số liệu giả định)';

export function asFile(table: Table): string {
  const rows = [...table].map(([code, depth]) => [code, depth, filler] as const);
  return csv(['code', 'depth', 'note'], rows);
}
