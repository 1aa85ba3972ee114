import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, type Json } from '../pipeline/steward.ts';

const html = { headers: { accept: 'text/html' } };

onBothNodes('the page of an object', (node) => {
  before(async () => {
    const rows = [
      ['W1', 'Giếng 1', 12.5, 105.8, 21],
      ['W2', 'Giếng 2', 40, 105.9, 21.1],
    ];
    const columns = ['Mã giếng', 'Tên', 'Chiều sâu (m)', 'longitude', 'latitude'];
    await deliver(node, 'wells', csv(columns, rows), { key: ['ma_gieng'], openness: 'open' });
  });

  test('leads from each value to the marked cell of the delivered file, for who may open it', async () => {
    const { body } = await asOperator(node, '/collections/wells/items/W2');
    const cells = (body['lineage'] as Json)['cells'] as Record<string, string>;
    assert.deepEqual(Object.values(cells).slice(0, 3), ['Mã giếng', 'Tên', 'Chiều sâu (m)']);
    const { text } = await asOperator(node, '/collections/wells/items/W2', html);
    const links = [...text.matchAll(/href="(\/runs\/\d+\/file\?[^"]*)#cell"/g)].map((found) => found[1]!.replaceAll('&amp;', '&')); // prettier-ignore
    assert.ok(links.length >= 3, text);
    const depth = links.find((link) => new URL(link, node.url()).searchParams.get('column') === 'Chiều sâu (m)')!;
    const file = await asOperator(node, depth, html);
    assert.match(file.text, /<td id="cell"><mark>40<\/mark>/);
  });

  test('tells others where it comes from, without a way into the file', async () => {
    const { body } = await asPublic(node, '/collections/wells/items/W2');
    assert.equal((body['lineage'] as Json)['cells'], undefined);
    assert.equal((body['lineage'] as Json)['file'], 'wells.csv');
    const { text } = await asPublic(node, '/collections/wells/items/W2', html);
    assert.doesNotMatch(text, /\/runs\//);
  });

  test('has the map light up the object among its neighbours, and a drawing where there is no script', async () => {
    const { text } = await asPublic(node, '/collections/wells/items/W2', html);
    const settings = JSON.parse(/data-map="([^"]*)"/.exec(text)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Json; // prettier-ignore
    assert.equal(settings['focus'], 'W2');
    assert.deepEqual(settings['extent'], [105.9, 21.1, 105.9, 21.1]);
    assert.match(text, /class="live-map small"[^>]*><figure class="map small"><svg/);
  });
});
