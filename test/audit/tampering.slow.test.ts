import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  canonicalJson,
  checkpointDigest,
  checkpointText,
  entryHash,
  keyText,
  makeSigningKey,
  rotateKey,
  type SealedEntry,
} from '../../src/access/index.ts';
import { sql, systemClock, type Db } from '../../src/kernel/index.ts';
import { onBothEngines } from '../kernel/engines.ts';
import { TestChain } from './chain.ts';

/** Ten entries: 1 begins the chain, 2 to 10 tell of something. Checkpoints 1, 2 and 3 stand behind entries 4, 7 and 10. */
const written = 9;

interface Tampering {
  readonly what: string;
  readonly how: (chain: TestChain) => Promise<unknown>;
  /** Where it is found with the copy outside. */
  readonly found: readonly string[];
  /** Where it is found without; absent: at the same places. */
  readonly without?: readonly string[];
}

const run = (statement: string) => (chain: TestChain) => chain.db.query(sql.raw(statement));

/** Every column of an entry, with what an administrator might write there. */
const columns: Readonly<Record<string, string>> = {
  at: "at + interval '1 second'",
  action: "'export'",
  operation: "'other'",
  outcome: "'refused'",
  problem: "'other'",
  who: "'user:other'",
  via: "'token'",
  on_behalf_of: "array['other']",
  resources: "array['other']",
  target: "'/other'",
  purpose: "'other'",
  legal_basis: "'other'",
  address: "'192.0.2.2'",
  agent: "'other'",
  row_count: '999',
  digest: "repeat('0', 64)",
  request: "'other'",
  details: '\'{"other": true}\'',
  salts: 'salts || \'{"who": "AAAA"}\'',
  fields: "fields || jsonb_build_object('who', repeat('0', 64))",
  hash: "repeat('0', 64)",
};

const edits: Tampering[] = Object.entries(columns).map(([column, value]) => ({
  what: `the column ${column} is changed`,
  how: run(`update audit_entry set ${column} = ${value} where number = 6`),
  found: column === 'hash' ? ['edited 6', 'replaced 6'] : ['edited 6'],
}));

const tamperings: Tampering[] = [
  ...edits,
  {
    what: 'a moment is shifted by less than a millisecond',
    how: run(`update audit_entry set at = at + interval '1 microsecond' where number = 6`),
    found: ['edited 6'],
  },
  {
    what: 'the link to the entry before is changed',
    how: run(`update audit_entry set previous = repeat('0', 64) where number = 6`),
    found: ['replaced 5', 'edited 6'],
  },
  {
    what: 'a column is emptied as if it had been erased',
    how: run(`update audit_entry set who = null, salts = salts - 'who' where number = 6`),
    found: ['erased 6'],
  },
  { what: 'the first entry is removed', how: run('delete from audit_entry where number = 1'), found: ['missing 1'] },
  { what: 'one in the middle is removed', how: run('delete from audit_entry where number = 6'), found: ['missing 6'] },
  {
    what: 'several are removed',
    how: run('delete from audit_entry where number between 3 and 8'),
    found: ['missing 3-8'],
  },
  { what: 'the last is removed', how: run('delete from audit_entry where number = 10'), found: ['missing 10'] },
  {
    what: 'the tail is cut off with its checkpoint',
    how: run('delete from audit_entry where number > 7; delete from audit_checkpoint where entry > 7'),
    found: ['tail-missing 8-10'],
    without: [],
  },
  {
    what: 'everything is removed',
    how: run('delete from audit_entry; delete from audit_checkpoint'),
    found: ['tail-missing 1-10'],
    without: [],
  },
  {
    what: 'an entry is removed and those behind it move up',
    how: run(`delete from audit_entry where number = 6;
      update audit_entry set number = -number where number > 6; update audit_entry set number = -number - 1 where number < 0`),
    found: [
      'replaced 5',
      'edited 6',
      'edited 7',
      'outside-differs 5-7',
      'rewritten 5-7',
      'edited 8',
      'edited 9',
      'missing 10',
    ],
    without: ['replaced 5', 'edited 6', 'edited 7', 'rewritten 5-7', 'edited 8', 'edited 9', 'missing 10'],
  },
  {
    what: 'two entries change places',
    how: run(`update audit_entry set number = -5 where number = 5; update audit_entry set number = 5 where number = 6;
      update audit_entry set number = 6 where number = -5`),
    found: ['replaced 4', 'edited 5', 'replaced 5', 'edited 6', 'replaced 6'],
  },
  {
    what: 'an entry is written behind the last one',
    how: async (chain) => insertForged(chain, 11),
    found: ['unsigned 11'],
  },
  {
    what: 'an entry is put between two others',
    how: async (chain) => {
      await chain.db.query(
        sql.raw(`update audit_entry set number = -number where number > 6;
        update audit_entry set number = -number + 1 where number < 0`),
      );
      await insertForged(chain, 7);
    },
    found: [
      'outside-differs 5-7',
      'rewritten 5-7',
      'replaced 7',
      'edited 8',
      'edited 9',
      'edited 10',
      'outside-differs 8-10',
      'rewritten 8-10',
      'edited 11',
      'unsigned 11',
    ],
    without: [
      'rewritten 5-7',
      'replaced 7',
      'edited 8',
      'edited 9',
      'edited 10',
      'rewritten 8-10',
      'edited 11',
      'unsigned 11',
    ],
  },
  {
    what: 'an entry is changed and all hashes behind it are made again',
    how: (chain) => rechain(chain, 6),
    found: ['outside-differs 5-7', 'rewritten 5-7', 'outside-differs 8-10', 'rewritten 8-10'],
    without: ['rewritten 5-7', 'rewritten 8-10'],
  },
  {
    what: 'the chain is made again and signed by a key of the forger',
    how: async (chain) => {
      await rechain(chain, 6);
      await signAgain(chain, 'own');
    },
    found: [
      'outside-differs 5-7',
      'checkpoint-forged 2',
      'outside-differs 5-10',
      'checkpoint-forged 3',
      'unsigned 5-10',
    ],
    without: ['checkpoint-forged 2', 'checkpoint-forged 3', 'unsigned 5-10'],
  },
  {
    what: 'the chain is made again and the key of the forger takes the place of ours',
    how: async (chain) => {
      await rechain(chain, 1);
      await signAgain(chain, 'replace');
    },
    found: ['key-forged 1', 'key-forged 1', 'outside-differs 1-4', 'outside-differs 5-7', 'outside-differs 8-10'],
    without: ['key-forged 1'],
  },
  {
    what: 'a checkpoint is removed',
    how: run('delete from audit_checkpoint where number = 2'),
    found: ['checkpoint-missing 2'],
  },
  {
    what: 'the last checkpoint is removed',
    how: run('delete from audit_checkpoint where number = 3'),
    found: ['unsigned 8-10'],
  },
  {
    what: 'the first checkpoint is removed',
    how: run('delete from audit_checkpoint where number = 1'),
    found: ['checkpoint-missing 1'],
  },
  ...['entry = 6', "hash = repeat('0', 64)", "at = at + interval '1 second'", "node = 'other'", "key = 'other'"].map(
    (change) => ({
      what: `a checkpoint is changed: ${change}`,
      how: run(`update audit_checkpoint set ${change} where number = 2`),
      found: ['checkpoint-forged 2', 'checkpoint-forged 2'],
    }),
  ),
  {
    what: 'a signature is changed',
    how: run(`update audit_checkpoint set signature = reverse(signature) where number = 3`),
    found: ['checkpoint-forged 3', 'unsigned 8-10'],
  },
  {
    what: 'the link of a checkpoint is changed',
    how: run(`update audit_checkpoint set previous = repeat('0', 64) where number = 3`),
    found: ['checkpoint-forged 2', 'checkpoint-forged 3', 'unsigned 8-10'],
  },
  {
    what: 'our key is changed',
    how: run(`update audit_key set from_checkpoint = 2`),
    found: ['key-forged 1', 'checkpoint-forged 1'],
  },
];

onBothEngines('whoever may write into the database is found out', (engine) => {
  let chain: TestChain;
  before(async () => {
    chain = await TestChain.make(engine.db(), written);
    await keep(engine.db());
  });
  after(() => chain.remove());

  test('a log that nobody touched is whole, with and without a copy outside', async () => {
    const verified = await chain.verify();
    assert.deepEqual(verified.damages, []);
    assert.deepEqual([verified.entries, verified.checkpoints, verified.first, verified.last], [10, 3, 1, 10]);
    assert.deepEqual(await chain.damages({ outside: false, key: false }), []);
  });

  test('every column of the table is in the list of those that are changed here', async () => {
    const rows = await engine.db().query<{ name: string }>(sql`
      select column_name as name from information_schema.columns
      where table_schema = current_schema() and table_name = 'audit_entry'`);
    const apart = ['number', 'previous'];
    assert.deepEqual(rows.map(({ name }) => name).sort(), [...Object.keys(columns), ...apart].sort());
  });

  for (const { what, how, found, without = found } of tamperings) {
    test(`${what}: found, and where`, async () => {
      await how(chain);
      try {
        assert.deepEqual(await chain.damages(), found);
        assert.deepEqual(await chain.damages({ outside: false }), without);
      } finally {
        await bringBack(engine.db());
      }
    });
  }

  test('without a copy outside it says that it cannot exclude a tail cut off', async () => {
    const { doubts } = await chain.verify({ outside: false });
    assert.ok(doubts.some(({ kind }) => kind === 'no-outside'));
    assert.ok(!(await chain.verify()).doubts.some(({ kind }) => kind === 'no-outside'));
  });
});

onBothEngines('an audit log goes on', (engine) => {
  const chains: TestChain[] = [];
  const make = async (count: number) => {
    const chain = await TestChain.make(engine.db(), count);
    chains.push(chain);
    return chain;
  };
  after(() => chains.forEach((chain) => chain.remove()));

  test('with a new key, which the old one signs for; the old one signs nothing any more', async () => {
    const chain = await make(3);
    const { previous } = await rotateKey(engine.db(), systemClock, chain.keyFile, false);
    await chain.record({});
    await chain.seal();
    assert.ok(previous);
    assert.deepEqual(await chain.damages(), []);
    assert.deepEqual(await chain.damages({ outside: false, key: false }), []);
  });

  test('with a new key after the old one was lost, told by the copy outside', async () => {
    const chain = await make(3);
    rmSync(chain.keyFile);
    await chain.restart();
    await chain.record({});
    await chain.seal();
    await assert.rejects(rotateKey(engine.db(), systemClock, chain.keyFile, false), { code: 'audit-key-lost' });
    await rotateKey(engine.db(), systemClock, chain.keyFile, true);
    await chain.seal();
    assert.deepEqual(await chain.damages(), []);
    assert.deepEqual(await chain.damages({ outside: false }), ['key-forged 2']);
  });

  test('after a kill between an entry and its seal: the next process seals it', async () => {
    const chain = await make(3);
    await chain.record({ who: 'user:late' });
    await chain.restart();
    await chain.seal();
    const [entry] = await engine.db().query(sql`select number from audit_entry where who = 'user:late'`);
    assert.deepEqual(entry, { number: 5 });
    assert.deepEqual(await chain.damages(), []);
  });

  test('after a kill between the database and the file: the file is brought up', async () => {
    const chain = await make(3);
    const before = await chain.outside.lastCheckpoint(await nodeOf(engine.db()));
    await chain.sealAndDie();
    assert.deepEqual(await chain.outside.lastCheckpoint(await nodeOf(engine.db())), before);
    await chain.restart();
    await chain.record({});
    await chain.seal();
    assert.deepEqual(await chain.damages(), []);
    const after = await chain.outside.lastCheckpoint(await nodeOf(engine.db()));
    assert.equal(after?.number, before!.number + 2);
  });

  test('after the file was lost: a new one says where it begins, and the check says so', async () => {
    const chain = await make(6);
    rmSync(join(chain.folder, 'audit'), { recursive: true });
    await chain.record({});
    await chain.seal();
    const { damages, doubts } = await chain.verify();
    assert.deepEqual(damages, []);
    assert.deepEqual(
      doubts.find(({ kind }) => kind === 'outside-begins'),
      { kind: 'outside-begins', from: 8 },
    );
  });

  test('visibly, where the tail was cut while it ran or stood still', async () => {
    const chain = await make(6);
    await engine.db().query(sql`delete from audit_entry where number > 4`);
    await engine.db().query(sql`delete from audit_checkpoint where entry > 4`);
    await chain.record({});
    await chain.seal();
    assert.deepEqual(await chain.damages({ outside: false }), ['missing 5-7', 'checkpoint-missing 2']);
    await engine.db().query(sql`delete from audit_entry where number > 4`);
    await engine.db().query(sql`delete from audit_checkpoint where entry > 4`);
    await chain.restart();
    await chain.record({});
    await chain.seal();
    assert.deepEqual(await chain.damages({ outside: false }), ['missing 5-8', 'checkpoint-missing 2-3']);
  });
});

describe('canonical JSON: RFC 8785, 3.2', () => {
  const cases = [
    [{ b: 2, a: 1 }, '{"a":1,"b":2}'],
    [{ '€': 1, '\r': 2, '1': 3, '\u{1f600}': 4, '\ufb33': 5 }, '{"\\r":2,"1":3,"€":1,"\u{1f600}":4,"\ufb33":5}'],
    [[1e30, 4.5, 2e-3, 1e-27, -0], '[1e+30,4.5,0.002,1e-27,0]'],
    [{ text: '€$\u000f\nA\'B"\\\\"/' }, '{"text":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'],
    [{ none: undefined, null: null, list: [undefined, true] }, '{"list":[null,true],"null":null}'],
  ] as const;
  for (const [value, text] of cases) test(text, () => assert.equal(canonicalJson(value), text));
});

const tables = ['audit_entry', 'audit_checkpoint', 'audit_key'];

async function keep(db: Db): Promise<void> {
  for (const table of tables) await db.query(sql.raw(`create temporary table kept_${table} as table ${table}`));
}

async function bringBack(db: Db): Promise<void> {
  for (const table of tables) {
    await db.query(sql.raw(`truncate ${table}`));
    await db.query(sql.raw(`insert into ${table} select * from kept_${table}`));
  }
}

async function nodeOf(db: Db): Promise<string> {
  const [row] = await db.query<{ node: string }>(sql`select node from audit_chain`);
  return row!.node;
}

/** An entry as whoever knows the code can make it: whole in itself, linked to the one before. */
async function insertForged({ db }: TestChain, number: number): Promise<void> {
  const [before] = await db.query<{ hash: string }>(sql`select hash from audit_entry where number = ${number - 1}`);
  const entry = {
    number,
    at: new Date().toISOString(),
    action: 'read',
    outcome: 'done',
    salts: {},
    fields: {},
    previous: before!.hash,
  } as const;
  await db.query(sql`
    insert into audit_entry (number, at, action, outcome, salts, fields, previous, hash)
    values (${number}, ${entry.at}, 'read', 'done', '{}', '{}', ${entry.previous}, ${entryHash(entry)})`);
}

/** Changes an entry and makes it and all behind it consistent again. */
async function rechain(chain: TestChain, from: number): Promise<void> {
  const { db } = chain;
  await db.query(sql`update audit_entry set row_count = 4711 where number = ${from}`);
  for (const entry of (await chain.entries()).filter(({ number }) => number >= from)) {
    const [before] = await db.query<{ hash: string }>(
      sql`select hash from audit_entry where number = ${entry.number - 1}`,
    );
    const previous = before?.hash ?? entry.previous;
    const hash = entryHash({ ...entry, previous } satisfies SealedEntry);
    await db.query(sql`update audit_entry set previous = ${previous}, hash = ${hash} where number = ${entry.number}`);
  }
}

/** Signs all checkpoints again with a key of the forger: under the name of ours, or after putting his in its place. */
async function signAgain(chain: TestChain, way: 'own' | 'replace'): Promise<void> {
  const { db } = chain;
  const key = makeSigningKey(join(chain.folder, `forger-${way}.pem`));
  if (way === 'replace') {
    const [row] = await chain.keys();
    const open = { ...row!, id: key.id, public: key.public };
    await db.query(sql`
      update audit_key set id = ${key.id}, public = ${key.public}, by_itself = ${key.sign(keyText(open))}`);
  }
  let before: string | null = null;
  for (const checkpoint of await chain.checkpoints()) {
    const [entry] = await db.query<{ hash: string }>(
      sql`select hash from audit_entry where number = ${checkpoint.entry}`,
    );
    const isSame = way === 'own' && entry!.hash === checkpoint.hash;
    const open = {
      ...checkpoint,
      hash: entry!.hash,
      key: way === 'own' ? checkpoint.key : key.id,
      previous: before ?? checkpoint.previous,
    };
    const signed = isSame ? checkpoint : { ...open, signature: key.sign(checkpointText(open)) };
    before = checkpointDigest(signed);
    await db.query(sql`
      update audit_checkpoint set hash = ${signed.hash}, key = ${signed.key}, previous = ${signed.previous},
        signature = ${signed.signature} where number = ${signed.number}`);
  }
}
