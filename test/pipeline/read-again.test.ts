import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, deliver, expectOk, inspected, post, upload, type Json } from './steward.ts';

const text = 'tieu de;x\nma:ten;so\nA:B;1\nC:D;2\n';
const columnsOf = (delivery: Json) => (delivery['layers'] as { columns: string[] }[]).map(({ columns }) => columns);

onBothNodes('a steward says how to read a file', (node) => {
  test('the delivery is read again, the next one at once', async () => {
    const first = await upload(node, 'again', text);
    assert.deepEqual(columnsOf(first), [['tieu de', 'x']]);
    await expectOk(post(node, `/deliveries/${String(first['id'])}/reading`, { delimiter: ':', headerRow: '2' }));
    const second = await inspected(node, Number(first['id']));
    assert.deepEqual(columnsOf(second), [['ma', 'ten;so']]);
    const next = await upload(node, 'again', `${text}E:F;3\n`);
    assert.deepEqual(columnsOf(next), [['ma', 'ten;so']]);
    const { body } = await expectOk(asOperator(node, '/sources/again'));
    assert.deepEqual(body['reading'], [{ delimiter: ':', headerRow: '2' }]);
  });

  test('a choice that says nothing takes the choice back', async () => {
    const first = await upload(node, 'taken-back', text);
    const reading = `/deliveries/${String(first['id'])}/reading`;
    await expectOk(post(node, reading, { layer: '', headerRow: '0', firstRow: '3' }));
    assert.deepEqual(columnsOf(await inspected(node, Number(first['id']))), [['column 1', 'column 2']]);
    await expectOk(post(node, reading, { layer: '', headerRow: '' }));
    assert.deepEqual(columnsOf(await inspected(node, Number(first['id']))), [['tieu de', 'x']]);
  });

  test('a choice that cannot be understood refuses the file with the reason; another one helps', async () => {
    const first = await upload(node, 'odd', text);
    const reading = `/deliveries/${String(first['id'])}/reading`;
    await expectOk(post(node, reading, { encoding: 'utf-99' }));
    const refused = await inspected(node, Number(first['id']));
    assert.equal(refused['state'], 'refused');
    assert.match(String((refused['problem'] as Json)['type']), /unknown-setting$/);
    await expectOk(post(node, reading, { encoding: 'utf-8' }));
    assert.equal((await inspected(node, Number(first['id'])))['state'], 'inspected');
  });

  test('rows are loaded as the steward said', async () => {
    await expectOk(
      asOperator(node, '/sources/loaded', {
        method: 'PUT',
        body: JSON.stringify({ transport: 'upload', reading: [{ headerRow: '2', lastRow: '3' }] }),
        headers: { 'content-type': 'application/json' },
      }),
    );
    const run = await deliver(node, 'loaded', 'x,x\nma,so\nA,1\nB,2\n');
    assert.equal(run.state, 'done');
    assert.equal(run.counts.read, 1);
  });
});
