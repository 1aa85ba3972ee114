import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { onBothNodes } from './node-under-test.ts';
import { csv, deliver, readAll, type Counts } from './steward.ts';

const rounds = process.env['LIENTHONG_TEST_ALL'] ? 40 : 5;

interface Row {
  readonly key: string;
  readonly value: number;
}

interface Delivery {
  readonly kind: 'full' | 'partial' | 'append';
  readonly rows: readonly Row[];
}

const row = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  value: fc.integer({ min: 0, max: 2 }),
});
const delivery: fc.Arbitrary<Delivery> = fc.record({
  kind: fc.constantFrom('full', 'partial', 'append'),
  rows: fc.array(row, { minLength: 1, maxLength: 12 }),
});

/** What DESIGN's words (§3) make of a delivery of keyed rows: the state after it, and its counts. */
function modelKeyed(state: ReadonlyMap<string, number>, { kind, rows }: Delivery) {
  const groups = new Map<string, Row[]>();
  for (const given of rows) groups.set(given.key, [...(groups.get(given.key) ?? []), given]);
  const next = new Map(kind === 'full' ? [] : state);
  const counts = { ...none, read: rows.length };
  for (const [key, group] of groups) {
    const before = state.get(key);
    const value = group[0]!.value;
    const clashes = group.some((other) => other.value !== value);
    const forbidden = kind === 'append' && before !== undefined && before !== value;
    if (clashes || forbidden) {
      // Duplicates are found before anything is compared: of equal rows one is left to be refused.
      counts.duplicates += clashes ? 0 : group.length - 1;
      counts.quarantined += clashes ? group.length : 1;
      if (before !== undefined) next.set(key, before);
      continue;
    }
    counts.duplicates += group.length - 1;
    if (before === undefined) counts.inserted++;
    else if (before === value) counts.unchanged++;
    else counts.updated++;
    next.set(key, value);
  }
  counts.deleted = [...state.keys()].filter((key) => !next.has(key)).length;
  return { next, counts: { ...counts, stored: counts.read - counts.quarantined } };
}

/** Without a key rows are known by content and occurrence. */
function modelUnkeyed(state: readonly string[], { kind, rows }: Delivery) {
  const given = rows.map(({ key, value }) => `${key} ${value}`);
  const left = [...state];
  let unchanged = 0;
  for (const content of given) {
    const place = left.indexOf(content);
    if (place < 0) continue;
    left.splice(place, 1);
    unchanged++;
  }
  const isFull = kind === 'full';
  const counts = {
    ...none,
    read: given.length,
    stored: given.length,
    inserted: given.length - unchanged,
    unchanged,
    deleted: isFull ? left.length : 0,
  };
  return { next: isFull ? given : [...given, ...left], counts };
}

const none = { read: 0, stored: 0, inserted: 0, updated: 0, unchanged: 0, duplicates: 0, deleted: 0, quarantined: 0 };
const names = Object.keys(none) as (keyof Counts)[];
const only = (counts: Counts) => Object.fromEntries(names.map((name) => [name, counts[name]]));

const asFile = (given: Delivery) =>
  csv(
    ['key', 'value'],
    given.rows.map(({ key, value }) => [key, value]),
  );

onBothNodes('laws of counts', (node) => {
  let sources = 0;

  test('keyed deliveries of any kind, one after another, give the state and the counts of the model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 4 }), async (deliveries) => {
        const source = `keyed-${sources++}`;
        let state: ReadonlyMap<string, number> = new Map();
        for (const given of deliveries) {
          const options = { key: ['key'], kind: given.kind, acceptLoss: true };
          const run = await deliver(node, source, asFile(given), options);
          const { next, counts } = modelKeyed(state, given);
          assert.deepEqual(only(run.counts), counts);
          const stored = await readAll(node, source);
          const found = stored.map(({ properties }) => [properties['key'], properties['value']]);
          assert.deepEqual(found.sort(), [...next].sort());
          state = next;
        }
      }),
      { numRuns: rounds },
    );
  });

  test('deliveries without a key give the state and the counts of the model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 4 }), async (deliveries) => {
        const source = `unkeyed-${sources++}`;
        let state: readonly string[] = [];
        for (const given of deliveries) {
          // `append` without a key has nothing that could differ: it inserts like `partial`.
          const run = await deliver(node, source, asFile(given), { kind: given.kind, acceptLoss: true });
          const { next, counts } = modelUnkeyed(state, given);
          assert.deepEqual(only(run.counts), counts);
          const stored = await readAll(node, source);
          const found = stored.map(({ properties }) => `${String(properties['key'])} ${String(properties['value'])}`);
          assert.deepEqual(found.sort(), [...next].sort());
          state = next;
        }
      }),
      { numRuns: rounds },
    );
  });
});
