import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, asPublic, csv, deliver, ended, post, readAll, type Json, type Run } from './steward.ts';

const standard = 'vn-air/ambient-air-measurements';
const columns = ['station_code', 'time', 'pm25'];
const good = Array.from({ length: 10 }, (_, i) => [`T0${i}`, '2026-01-01 01:00', 10 + i]);
const wrong = ['T99', '2026-01-01 01:00', '-40']; // prettier-ignore
const fid = 'T99:2025-12-31T18:00:00Z';
const file = (...more: (string | number)[][]) => csv(columns, [...good, ...more]);
const wrongRow = 12;

interface Correction {
  readonly id: number;
  readonly column: string;
  readonly endedAt: string | null;
}

onBothNodes('correcting cells of a delivered file', (node) => {
  let run: Run;
  const correct = (of: Run, row: number, body: Json) => post(node, `/runs/${of.id}/rows/${row}`, body);
  const pm25 = async (id = fid) =>
    (await readAll(node, 'tram')).find((feature) => feature.id === id)?.properties['pm25'];
  const corrections = async (of: Run) =>
    (await asOperator(node, `/deliveries/${of.delivery}/corrections`)).body['corrections'] as Correction[];
  const again = async (of: Run) => ended(node, Number((await post(node, `/runs/${of.id}/rerun`)).body['id']));

  before(async () => {
    run = await deliver(node, 'tram', file(wrong), { standard, openness: 'open' });
    assert.deepEqual([run.state, run.counts.quarantined], ['done', 1]);
  });

  describe('a row in quarantine', () => {
    test('shows its cells as delivered, with what is wrong beside the cell', async () => {
      const { body } = await asOperator(node, `/runs/${run.id}/rows/${wrongRow}`);
      const cells = body['cells'] as { column: string; value: string; problems: string[] }[];
      assert.deepEqual(cells.map(({ column, value }) => [column, value]), [['station_code', 'T99'], ['time', '2026-01-01 01:00'], ['pm25', '-40']]); // prettier-ignore
      assert.deepEqual(cells.map(({ problems }) => problems.length), [0, 0, 1]); // prettier-ignore
    });

    test('is corrected with a reason, of its own columns only', async () => {
      for (const [body, type] of [
        [{ cells: { pm25: '40' } }, 'invalid-body'],
        [{ cells: { pm26: '40' }, reason: 'gõ nhầm' }, 'correction-unknown-column'],
        [{ cells: { pm25: '-40' }, reason: 'gõ nhầm' }, 'nothing-corrected'],
      ] as const) {
        const answer = await correct(run, wrongRow, body);
        assert.match(String(answer.body['type']), new RegExp(`${type}$`), answer.text);
      }
      assert.equal((await correct(run, 99, { cells: { pm25: '1' }, reason: 'gõ nhầm' })).status, 404);
      assert.deepEqual(await corrections(run), []);
    });

    test('is stored by the next run of the same bytes; the correction is told of', async () => {
      const made = await correct(run, wrongRow, { cells: { pm25: '40' }, reason: 'thừa dấu trừ' });
      assert.equal(made.status, 201, made.text);
      const list = (await asOperator(node, `/runs/${run.id}/quarantine`)).body;
      assert.deepEqual(list['corrected'], [{ position: wrongRow, count: 1 }]);
      assert.equal(await pm25(), undefined, 'nothing has changed yet');
      const next = await again(run);
      assert.deepEqual([next.counts.inserted, next.counts.unchanged, next.counts.quarantined], [1, 10, 0]);
      assert.equal(await pm25(), 40);
      const issues = (await asOperator(node, `/runs/${next.id}/issues?rule=corrected`)).body['issues'] as Json[];
      assert.deepEqual([issues[0]!['column'], issues[0]!['value'], issues[0]!['position']], ['pm25', '-40', wrongRow]);
      const row = (await asOperator(node, `/runs/${next.id}/file?row=${wrongRow}`)).body['rows'] as { position: number; cells: string[] }[]; // prettier-ignore
      assert.equal(
        row.find(({ position }) => position === wrongRow)!.cells[2],
        '-40',
        'the kept bytes are as they came',
      );
      run = next;
    });

    test('says in its lineage that it was corrected, and to its steward what and why', async () => {
      const path = `/collections/tram/items/${encodeURIComponent(fid)}`;
      const [mine] = ((await asOperator(node, path)).body['lineage'] as { corrections: Json[] }).corrections;
      assert.deepEqual([mine!['oldValue'], mine!['newValue'], mine!['reason']], ['-40', '40', 'thừa dấu trừ']);
      const [theirs] = ((await asPublic(node, path)).body['lineage'] as { corrections: Json[] }).corrections;
      assert.deepEqual(Object.keys(theirs!), ['madeAt']);
    });
  });

  describe('a correction that is taken back', () => {
    test('no longer counts: the row is in quarantine again, and what was made of it is gone', async () => {
      const [made] = await corrections(run);
      const path = `/deliveries/${run.delivery}/corrections/${made!.id}/revert`;
      assert.equal((await post(node, path)).status, 303);
      assert.equal(await pm25(), 40, 'until the next run');
      const next = await again(run);
      assert.deepEqual([next.counts.quarantined, next.counts.deleted], [1, 1]);
      assert.equal(await pm25(), undefined);
      assert.notEqual((await corrections(run))[0]!.endedAt, null, 'it stays in the history');
      run = next;
    });

    test('may be made again, at once with a run', async () => {
      const made = await correct(run, wrongRow, { cells: { pm25: '41' }, reason: 'xác nhận lại', rerun: true });
      const next = await ended(node, Number(made.body['run']));
      assert.deepEqual([next.counts.inserted, await pm25()], [1, 41]);
      run = next;
    });
  });

  describe('the next delivery', () => {
    test('is corrected the same where the same text stands in the row with the same key', async () => {
      const moved = csv(columns, [wrong, ...good]);
      const next = await deliver(node, 'tram', moved);
      assert.deepEqual([next.counts.quarantined, await pm25()], [0, 41]);
      const { body } = await asOperator(node, `/runs/${next.id}/issues?rule=corrected`);
      assert.equal((body['issues'] as Json[])[0]!['position'], 2);
      const late = await correct(run, wrongRow, { cells: { pm25: '50' }, reason: 'thử', rerun: true });
      assert.match(String(late.body['type']), /newer-run-published$/, 'older data may not come back');
      run = next;
    });

    test('counts as it stands where the file was mended, and where the key is another', async () => {
      const mended = ['T99', '2026-01-01 01:00', 44]; // prettier-ignore
      const other = ['T98', '2026-01-01 01:00', '-40']; // prettier-ignore
      const next = await deliver(node, 'tram', file(mended, other));
      assert.deepEqual([next.counts.quarantined, await pm25()], [1, 44]);
    });
  });

  test('only who looks after the data corrects', async () => {
    assert.equal((await asPublic(node, `/runs/${run.id}/rows/2`)).status, 401);
  });
});
