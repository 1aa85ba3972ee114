import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, deliver, expectOk, type Json, type Run } from './steward.ts';

/** What examples/make-parcels.py plants, by the place of the parcel in its net: 20 columns, roads in rows 5 and 11. */
const numberAt = (column: number, row: number): number =>
  row < 5 ? row * 20 + column + 1 : row < 11 ? row * 20 + column - 18 : row * 20 + column - 37;
const fid = (column: number, row: number): string => `10045:12:${numberAt(column, row)}`;
const road = { first: '10045:12:101', second: '10045:12:202' } as const;

interface Issue {
  readonly rule: string;
  readonly value: string | null;
  readonly action: string;
  readonly position: number | null;
  readonly detail: Json;
  readonly sentence: string;
}

onBothNodes('the sample cadastral sheet', (node) => {
  let run: Run;
  let issues: Issue[];
  const found = (rule: string): Issue[] => issues.filter((issue) => issue.rule === rule);
  const rowsOf = (rule: string): (string | null)[] => found(rule).map(({ value }) => value).sort(); // prettier-ignore

  before(async () => {
    const mapping = JSON.parse(readFileSync('examples/xa-mau-thua-dat.mapping.json', 'utf8')) as Json;
    run = await deliver(node, 'xa-mau', readFileSync('examples/xa-mau-thua-dat.zip'), {
      name: 'xa-mau-thua-dat.zip',
      standard: 'vn-land/parcels',
      mapping,
    });
    const { body } = await expectOk(asOperator(node, `/runs/${run.id}/issues?limit=1000`));
    issues = body['issues'] as Issue[];
  });

  test('is stored but for what cannot be: wrong uses and numbers that stand twice', () => {
    assert.equal(run.state, 'done', JSON.stringify(run.problem));
    assert.deepEqual([run.counts.read, run.counts.quarantined, run.counts.stored], [302, 7, 295]);
    assert.equal(found('codelist').length, 3);
    assert.equal(found('key-clash').length, 4);
  });

  test('nothing is told row by row that was not planted', () => {
    const planted = ['area-as-drawn', 'codelist', 'identifier-of-place', 'key-clash', 'no-gap', 'no-overlap'];
    assert.deepEqual([...new Set(issues.map(({ rule }) => rule))].sort(), planted);
    assert.ok(issues.length <= 30, `${issues.length} issues`);
  });

  test('a commune that no list has is told and refuses nothing', async () => {
    const ring = [[105.5, 20.9], [105.5, 20.9002], [105.5002, 20.9002], [105.5, 20.9]]; // prettier-ignore
    const properties = { MaXa: '99001', SoTo: '1', SoThua: '1' };
    const features = [{ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } }];
    const fields = { commune_code: 'MaXa', sheet_number: 'SoTo', parcel_number: 'SoThua' };
    const other = await deliver(node, 'xa-khac', JSON.stringify({ type: 'FeatureCollection', features }), {
      name: 'xa-khac.geojson',
      standard: 'vn-land/parcels',
      mapping: {
        fields: Object.entries(fields).map(([target, column]) => ({ target, column })),
        geometry: { from: 'layer' },
      },
    });
    assert.deepEqual([other.state, other.counts.stored], ['done', 1], JSON.stringify(other.problem));
    const { body } = await expectOk(asOperator(node, `/runs/${other.id}`));
    const told = (body['issueCounts'] as Json[]).filter(({ rule, column }) => rule === 'codelist' && column === 'MaXa');
    assert.deepEqual(
      told.map(({ count, severity }) => [count, severity]),
      [[1, 'warning']],
    );
  });

  test('both neighbours of each overlap are named, with its area', () => {
    const pairs = [
      [fid(3, 1), fid(4, 1)],
      [fid(9, 7), fid(10, 7)],
      [fid(14, 13), fid(15, 13)],
    ];
    assert.deepEqual(rowsOf('no-overlap'), pairs.flat().sort());
    for (const issue of found('no-overlap')) {
      const pair = pairs.find((each) => each.includes(issue.value!))!;
      assert.ok(pair.includes(String(issue.detail['other'])));
      assert.ok(Number(issue.detail['size']) > 19 && Number(issue.detail['size']) < 32, issue.sentence);
      assert.match(issue.sentence, /m²/);
    }
  });

  test('each gap is found once, and nothing else is taken for one', () => {
    const expected = [fid(6, 2), fid(12, 8), fid(16, 15)];
    assert.equal(found('no-gap').length, 3, JSON.stringify(found('no-gap').map(({ sentence }) => sentence)));
    for (const at of expected) {
      const gap = found('no-gap').find(({ detail }) => String(detail['others']).split(', ').includes(at))!;
      assert.ok(Number(gap.detail['size']) > 7 && Number(gap.detail['size']) < 15, gap.sentence);
    }
  });

  test('areas that do not fit the shape', () => {
    const expected = [fid(1, 4), fid(8, 9), fid(17, 3), fid(18, 12)];
    assert.deepEqual(rowsOf('area-as-drawn'), expected.sort());
  });

  test('wrong identifiers are told and stay, missing ones are computed, right ones of another program hold', async () => {
    assert.equal(found('identifier-of-place').length, 3, found('identifier-of-place')[0]?.sentence);
    const { body } = await expectOk(asOperator(node, `/runs/${run.id}`));
    const computed = (body['issueCounts'] as Json[] | undefined)?.find(
      (each) => each['rule'] === 'identifier-computed',
    );
    assert.equal(computed?.['count'], 10, JSON.stringify(Object.keys(body)));
    for (const id of [fid(7, 0), road.first, road.second]) {
      const item = await expectOk(asOperator(node, `/collections/xa-mau/items/${encodeURIComponent(id)}`));
      assert.match(String((item.body['properties'] as Json)['parcel_id']), /^[0-9b-hjkmnp-z]{12}$/);
    }
  });

  test('what no other collection can tell is not checked, and that is said', async () => {
    const { text } = await expectOk(asOperator(node, `/runs/${run.id}`));
    assert.match(text, /inside-commune/);
  });
});
