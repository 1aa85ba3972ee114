import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from '../pipeline/steward.ts';

const columns = ['code', 'depth', 'kind', 'longitude', 'latitude'];
const kinds = ['đào', 'đào', 'khoan'];
const rows = Array.from({ length: 60 }, (_, i) => [`W${i}`, i, kinds[i % 3]!, 105 + i / 100, 21]);

interface Legend {
  readonly colour: string;
  readonly column: { readonly name: string } | null;
  readonly classes: readonly { colour: string; from?: number; to?: number; value?: string }[];
}

onBothNodes('the style of a collection', (node) => {
  before(async () => {
    await deliver(node, 'wells', csv(columns, rows), { key: ['code'], openness: 'open' });
    await deliver(node, 'plain', csv(columns, rows), { key: ['code'], openness: 'open' });
  });

  const style = async (id: string, query = '') => {
    const { status, body, text } = await asPublic(node, `/collections/${id}/styles/default${query}`);
    assert.equal(status, 200, text);
    const legend = (body['metadata'] as Json)['lienthong:legend'] as Legend;
    return { legend, layers: body['layers'] as (Json & { id: string; paint: Json; layout?: Json })[] };
  };
  const put = (id: string, words: Json) => post(node, `/collections/${id}/style`, words);

  test('is one colour until somebody chooses, another for each place on a map', async () => {
    const [first, second] = [await style('plain'), await style('plain', '?place=1')];
    assert.deepEqual(first.layers.map(({ id }) => id), ['plain-points']); // prettier-ignore
    assert.equal(first.layers[0]!.paint['circle-color'], first.legend.colour);
    assert.notEqual(first.legend.colour, second.legend.colour);
    assert.equal(first.legend.column, null);
    for (const place of ['8', '-1', 'x']) {
      assert.equal((await asPublic(node, `/collections/plain/styles/default?place=${place}`)).status, 400);
    }
  });

  test('colours numbers in classes with about as many objects each, and says so in its legend', async () => {
    const made = await put('wells', { by: 'depth', ramp: 'earth', steps: 3, size: 9, label: 'code' });
    assert.equal(made.status, 303, made.text);
    const { legend, layers } = await style('wells');
    const spans = legend.classes.map(({ from = null, to = null }) => [from, to]);
    assert.equal(spans.length, 3);
    const [low, high] = [spans[0]![1]!, spans[1]![1]!];
    assert.deepEqual(spans, [[null, low], [low, high], [high, null]]); // prettier-ignore
    assert.ok(Math.abs(low - 20) <= 1 && Math.abs(high - 40) <= 1, String(spans));
    const [points, labels] = layers;
    const flat = JSON.stringify(points!.paint['circle-color']);
    for (const { colour } of legend.classes) assert.ok(flat.includes(colour));
    assert.deepEqual(labels!.layout!['text-field'], ['to-string', ['get', 'code']]);
  });

  test('is tried without being saved: the map, its key and a drawing for who has no script', async () => {
    const before = (await asOperator(node, '/collections/plain/style')).body['versions'];
    const tried = await post(node, '/collections/plain/style/preview', { by: 'kind', size: 4 });
    assert.equal(tried.status, 200, tried.text);
    const preview = tried.body['preview'] as { layers: Json[]; legend: Legend };
    assert.deepEqual(preview.legend.classes.map(({ value }) => value), ['đào', 'khoan']); // prettier-ignore
    assert.deepEqual(preview.layers.map(({ id }) => id), ['plain-points']); // prettier-ignore
    const page = await asOperator(node, '/collections/plain/style/preview', {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'kind' }),
    });
    for (const { colour } of preview.legend.classes) {
      assert.ok(page.text.includes(`<g stroke="${colour}"`), `a group of ${colour}`);
    }
    assert.match(page.text, /Chưa lưu/);
    assert.deepEqual((await asOperator(node, '/collections/plain/style')).body['versions'], before);
    assert.equal((await style('plain')).legend.column, null);
    assert.equal((await post(node, '/collections/plain/style/preview', { by: 'code' })).status, 400);
  });

  test('colours other columns value by value, the most frequent first', async () => {
    await put('wells', { by: 'kind' });
    const { legend } = await style('wells');
    assert.deepEqual(legend.classes.map(({ value }) => value), ['đào', 'khoan']); // prettier-ignore
  });

  test('is kept with all former ones, and goes back to any of them', async () => {
    const versionsOf = async () => (await asOperator(node, '/collections/wells/style')).body['versions'] as Json[];
    const had = await versionsOf();
    assert.equal(had.at(-1)!['madeBy'], 'node');
    const graduated = had.find(({ version }) => version === 1)!;
    assert.equal((await post(node, '/collections/wells/style/1/restore')).status, 303);
    const now = await versionsOf();
    assert.equal(now.length, had.length + 1);
    assert.deepEqual(now[0]!['style'], graduated['style']);
    assert.equal((await style('wells')).legend.column!.name, 'depth');
    await post(node, '/collections/wells/style/0/restore');
    assert.equal((await style('wells')).legend.column, null);
    assert.equal((await post(node, '/collections/wells/style/99/restore')).status, 404);
  });

  test('is refused where a column gives no classes or is not there, at the field that is meant', async () => {
    const refused = await put('wells', { by: 'code' });
    assert.equal(refused.status, 400);
    assert.match(String(refused.body['type']), /no-classes$/);
    for (const words of [{ by: 'none' }, { label: 'none' }]) assert.equal((await put('wells', words)).status, 400);
    for (const words of [{ width: 100 }, { colour: 'red' }, { steps: 9 }]) {
      assert.equal((await put('wells', words)).status, 422, JSON.stringify(words));
    }
  });

  test('tells who sees only a part nothing of what is hidden', async () => {
    const reasons = { purpose: 'Quản lý nước dưới đất', legalBasis: 'NĐ 278/2025/NĐ-CP' };
    const cases = {
      'without-rows': { rows: 'depth < 10' },
      'without-column': { columns: { depth: 'removed' } },
      'rounded-column': { columns: { depth: { snapped: 10 } } },
    };
    for (const [id, scope] of Object.entries(cases)) {
      await deliver(node, id, csv(columns, rows), { key: ['code'], openness: 'restricted' });
      const made = await post(node, `/datasets/${id}/grants`, { grantee: 'public', actions: ['read'], ...reasons, collections: { [id]: scope } }); // prettier-ignore
      assert.equal(made.status, 201, made.text);
      await put(id, { by: 'depth', label: 'depth', colour: 'plum' });
      const { text } = await asPublic(node, `/collections/${id}/styles/default`);
      assert.doesNotMatch(text, /"step"/, id);
      assert.match(text, /#922d55/, 'the colour tells nothing');
      if (id !== 'without-rows') assert.doesNotMatch(text, /depth/, id);
      const own = await asOperator(node, `/collections/${id}/styles/default`);
      assert.match(own.text, /"step"/);
    }
  });

  test('stands on the map with its key, in words too', async () => {
    await put('wells', { by: 'depth', steps: 2 });
    const { text } = await asPublic(node, '/map?layers=wells', { headers: { accept: 'text/html' } });
    assert.match(text, /class="class-key"/);
    assert.match(text, /≥ (29|30)</);
  });
});
