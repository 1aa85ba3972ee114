import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onEmbeddedNode } from './node-under-test.ts';
import { asOperator, asPublic, deliver, type Json } from './steward.ts';

onEmbeddedNode('from a problem to the row of the file that has it', (node) => {
  let run = 0;
  before(async () => {
    const rows = Array.from({ length: 4_000 }, (_, i) => `A${i},${i === 2_500 ? 'mười' : i}`);
    const content = ['Sổ giếng năm 2026', 'ma,sau', ...rows].join('\n');
    run = (await deliver(node, 'gieng', content, { key: ['ma'] })).id;
  });

  const rowsAt = async (row: number, caller: typeof asOperator = asOperator) => {
    const { status, body } = await caller(node, `/runs/${run}/file?row=${row}&column=sau`);
    return { status, body, positions: ((body['rows'] ?? []) as Json[]).map((each) => each['position']) };
  };

  test('five rows before and after it, numbered as in the file, with the cells as they stand', async () => {
    const { body, positions } = await rowsAt(2_503);
    assert.deepEqual(positions, [2498, 2499, 2500, 2501, 2502, 2503, 2504, 2505, 2506, 2507, 2508]);
    assert.deepEqual([body['columns'], body['column'], body['row']], [['ma', 'sau'], 'sau', 2_503]);
    const asked = (body['rows'] as { position: number; cells: unknown[] }[]).find((each) => each.position === 2_503)!;
    assert.deepEqual(asked.cells, ['A2500', 'mười']);
  });

  test('at the beginning and the end there are fewer', async () => {
    assert.deepEqual((await rowsAt(3)).positions, [3, 4, 5, 6, 7, 8]);
    assert.deepEqual((await rowsAt(4_002)).positions, [3997, 3998, 3999, 4000, 4001, 4002]);
  });

  test('a row that is none of the file, and a reader who does not look after it, get nothing', async () => {
    assert.equal((await rowsAt(1)).status, 404);
    assert.equal((await rowsAt(9_999)).status, 404);
    assert.equal((await rowsAt(3, asPublic)).status, 401);
  });
});
