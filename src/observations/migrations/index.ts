import { deliveryTables } from './delivery-tables.ts';
import { judgingTables } from './judging-tables.ts';
import { nightTables } from './night-tables.ts';
import { seriesTables } from './series-tables.ts';
import { storedAtOnce } from './stored-at-once.ts';

/** In the order of their numbers. What was applied once is never changed. */
export const observationMigrations = [
  ...seriesTables,
  ...judgingTables,
  ...deliveryTables,
  ...nightTables,
  ...storedAtOnce,
].toSorted((a, b) => a.number - b.number);
