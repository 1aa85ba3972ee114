import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTexts, sql } from '../../src/kernel/index.ts';
import { MessageSplitter } from '../../src/kernel/db/server/message-splitter.ts';
import { onBothEngines } from './engines.ts';

onBothEngines('Texts of a page, handed on as bytes', (engine) => {
  test('the first column with commas between, the other columns of the last row, and whether there is more', async () => {
    const page = await readTexts(
      engine.db(),
      sql`select '"Trạm ' || n || '"' as text, n::int8 as n, null::text as none, 'đ' as letter
        from generate_series(1, 4) n order by n`,
      3,
    );
    assert.equal(page.bytes.toString('utf8'), '"Trạm 1","Trạm 2","Trạm 3"');
    assert.equal(page.count, 3);
    assert.deepEqual(page.last, [3, null, 'đ']);
    assert.equal(page.more, true);
  });

  test('no rows are no bytes', async () => {
    const page = await readTexts(engine.db(), sql`select 'x', 1 where ${1} = 2`, 10);
    assert.deepEqual({ ...page, bytes: page.bytes.length }, { bytes: 0, count: 0, last: [], more: false });
  });

  test('texts of megabytes come whole, and the connection is as good as before', async () => {
    const statement = sql.kept(sql`select repeat('đ', n * 1000) as text, n from generate_series(1, ${120}::int) n`);
    for (let round = 0; round < 3; round++) {
      const page = await readTexts(engine.db(), statement, 1_000);
      const expected = Array.from({ length: 120 }, (_, i) => 'đ'.repeat((i + 1) * 1_000)).join(',');
      assert.ok(page.bytes.equals(Buffer.from(expected)));
      assert.deepEqual([page.last, page.more], [[120], false]);
    }
    assert.deepEqual([...(await engine.db().query(sql`select ${'a'} as a`))], [{ a: 'a' }]);
  });

  test('a statement that fails half way is refused, and the connection goes on', async () => {
    const failing = sql`select repeat('x', 1000) as text, 1 / (500 - n) as n from generate_series(1, 1000) n`;
    await assert.rejects(readTexts(engine.db(), failing, 2_000), { code: '22012' });
    assert.equal((await readTexts(engine.db(), sql`select 'ok' as text`, 1)).bytes.toString(), 'ok');
  });

  test('inside a transaction the texts are those of the transaction', async () => {
    const page = await engine.db().transaction(async (tx) => {
      await tx.query(sql`create temporary table texts on commit drop as select 'inside' as text`);
      return readTexts(tx, sql`select text from texts`, 5);
    });
    assert.equal(page.bytes.toString(), 'inside');
  });
});

test('however a server’s bytes are cut into chunks, every message is either taken whole or passed on', () => {
  const message = fc.tuple(fc.constantFrom('D', 'C', 'T', 'Z'), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 17 })), (messages, cuts) => {
      const wire = messages.map(([type, body]) => {
        const head = Buffer.alloc(5, type, 'latin1');
        head.writeInt32BE(body.length + 4, 1);
        return Buffer.concat([head, body]);
      });
      const passed: Buffer[] = [];
      const taken: string[] = [];
      const splitter = new MessageSplitter((bytes) => passed.push(Buffer.from(bytes)));
      splitter.takeRow = (bytes, start, end) => taken.push(bytes.subarray(start, end).toString('hex'));
      const all = Buffer.concat(wire);
      for (let at = 0, cut = 0; at < all.length; cut++) {
        const size = cuts[cut % Math.max(1, cuts.length)] ?? 7;
        splitter.push(all.subarray(at, at + size));
        at += size;
      }
      const isRow = (index: number) => messages[index]![0] === 'D';
      assert.deepEqual(
        taken,
        messages.filter(([type]) => type === 'D').map(([, body]) => Buffer.from(body).toString('hex')),
      );
      assert.ok(Buffer.concat(passed).equals(Buffer.concat(wire.filter((_, index) => !isRow(index)))));
    }),
  );
});
