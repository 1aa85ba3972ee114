import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { metres } from './metres.ts';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, asPublic, csv, deliver, expectOk, post, upload, type Json } from './steward.ts';

/** Three points of a station list near Cần Thơ in TM-3 105°, north first. */
const stations = csv(
  ['ma', 'X', 'Y'],
  [
    ['A', 1109000, 585000],
    ['B', 1109500, 586000],
    ['C', 1110000, 587500],
  ],
);

onBothNodes('reference systems that a file does not say', (node) => {
  test('are asked for: nothing is stored before somebody has chosen', async () => {
    const delivery = await upload(node, 'undecided', stations);
    const [layer] = delivery['layers'] as Json[];
    const places = layer!['places'] as { open: boolean; options: Json[] };
    assert.equal(places.open, true);
    const runs = `/deliveries/${String(delivery['id'])}/runs`;
    const refused = await post(node, runs, { layers: [{ layer: '' }] });
    assert.deepEqual([refused.status, String(refused.body['type']).split('/').at(-1)], [422, 'crs-undecided']);
    assert.match(String(refused.body['detail']), /EPSG:5897/);
    const unknown = await post(node, runs, { layers: [{ layer: '', crs: 'EPSG:1' }] });
    assert.equal(String(unknown.body['type']).split('/').at(-1), 'crs-unknown');
    assert.equal((await asOperator(node, '/collections/undecided')).status, 404);
  });

  test('are taken as chosen, told of in the lineage, and remembered for the next delivery', async () => {
    const first = await deliver(node, 'decided', stations, { crs: 'EPSG:5897', key: ['ma'], openness: 'open' });
    assert.equal(first.counts.inserted, 3);
    const again = await deliver(node, 'decided', stations);
    assert.deepEqual([again.counts.unchanged, again.edition], [3, null]);
    const item = await expectOk(asPublic(node, '/collections/decided/items/A'));
    const lineage = item.body['lineage'] as Json;
    assert.equal(
      (lineage['coordinates'] as Json)['sentence'],
      "Toạ độ gốc: VN-2000 / TM-3 múi 3°, kinh tuyến trục 105°00', chuyển bằng EPSG:6960, sai số ≤ 1 m",
    );
    const [longitude, latitude] = (item.body['geometry'] as { coordinates: number[] }).coordinates;
    assert.ok(metres([longitude!, latitude!], [105.777176136, 10.027518547]) < 0.001);
    const page = await expectOk(
      asPublic(node, '/collections/decided/items/A?lang=en', { headers: { accept: 'text/html' } }),
    );
    assert.match(page.text, /Source coordinates.*converted by EPSG:6960, error ≤ 1 m \(chosen by the steward\)/s);
    const collection = await expectOk(asPublic(node, '/collections/decided', { headers: { accept: 'text/html' } }));
    assert.match(collection.text, /Toạ độ gốc/);
    const { body } = await expectOk(asOperator(node, `/runs/${first.id}`));
    const [issue] = (body['issueCounts'] as Json[]).filter(({ rule }) => rule === 'coordinates-converted');
    assert.deepEqual([issue!['count'], issue!['systematic']], [3, true]);
    assert.match(String(issue!['sentence']), /VN-2000.*EPSG:6960.*≤ 1 m/);
  });

  test('another choice changes positions, and each version tells its own', async () => {
    await deliver(node, 'changed', stations, { crs: 'EPSG:5897', key: ['ma'] });
    const second = await deliver(node, 'changed', stations, { crs: 'EPSG:3405', key: ['ma'] });
    assert.equal(second.counts.updated, 3);
    const now = await expectOk(asOperator(node, '/collections/changed/items/A'));
    const before = await expectOk(asOperator(node, '/collections/changed/items/A?as-of=1'));
    const crsOf = ({ body }: { body: Json }) => ((body['lineage'] as Json)['coordinates'] as Json)['crs'];
    assert.deepEqual([crsOf(before), crsOf(now)], ['EPSG:5897', 'EPSG:3405']);
    const collection = await expectOk(asOperator(node, '/collections/changed'));
    assert.deepEqual(
      (collection.body['coordinates'] as Json[]).map(({ crs }) => crs),
      ['EPSG:3405'],
    );
  });

  test('on the page of the delivery the steward chooses from the guesses', async () => {
    const delivery = await upload(node, 'by-form', stations);
    const page = await expectOk(
      asOperator(node, `/deliveries/${String(delivery['id'])}?lang=en`, { headers: { accept: 'text/html' } }),
    );
    assert.match(page.text, /<select[^>]*name="crs"[^>]*required/);
    assert.match(page.text, /<option value="EPSG:5897">/);
  });

  test('on the command line: exit 4 with the options, --crs or --yes to go on', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lienthong-places-')), 'tram.csv');
    writeFileSync(file, stations);
    const asked = await node.command('connect', file, '--id', 'cli', '--openness', 'open', '--json');
    assert.equal(asked.code, 4);
    assert.match(asked.said, /--crs CODE/);
    const choices = asked.json()['choices'] as { crs: { options: Json[] }[] };
    assert.ok(choices.crs[0]!.options.some(({ crs }) => crs === 'EPSG:5897'));
    const chosen = await node.command(
      'connect',
      file,
      '--id',
      'cli',
      '--openness',
      'open',
      '--crs',
      'EPSG:5897',
      '--json',
    );
    assert.deepEqual([chosen.code, chosen.json()['inserted']], [0, 3]);
    const again = await node.command('connect', file, '--id', 'cli', '--json');
    assert.deepEqual([again.code, again.json()['edition']], [0, 1], 'the choice is remembered');
    const other = await node.command('connect', file, '--id', 'cli-yes', '--yes', '--json');
    assert.equal(other.code, 0, 'the best guess is accepted');
  });
});
