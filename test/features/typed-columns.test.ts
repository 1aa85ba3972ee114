import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asPublic, csv, deliver, nextOf, post, type Answer, type Feature, type Json } from '../pipeline/steward.ts';

const columns = ['code', 'name', 'depth', 'measured', 'dug', 'phone'];
const rows = [
  ['W1', 'Giếng Đông Hà', -3.5, '2025-12-31T16:59:00Z', '2024-02-29', '0901'],
  ['W2', 'giếng đồng hạ', 10, '2025-12-31T17:00:00Z', '2025-11-30', '0902'],
  ['W3', 'Giếng 100%', 20.25, '2026-01-31T16:59:59Z', '2025-12-01', '0903'],
  ['W4', 'Giếng_4', 1240, '2026-02-01T00:00:00Z', '2026-01-01', '0904'],
  ['W5', '', null, null, null, '0905'],
] as const;

/** What is typed into a column, in Vietnamese where nothing else is said, and which rows it finds. */
const typed = [
  { column: 'name', text: 'dong ha', finds: ['W1', 'W2'], means: 'capitals and tone marks do not count' },
  { column: 'name', text: '0%', finds: ['W3'], means: 'a sign of patterns is itself' },
  { column: 'name', text: 'g_4', finds: ['W4'], means: 'the other one too' },
  { column: 'name', text: '=Giếng Đông Hà', finds: ['W1'], means: 'exactly' },
  { column: 'name', text: '=', finds: ['W5'], means: 'an empty cell' },
  { column: 'name', text: '*', finds: ['W1', 'W2', 'W3', 'W4'], means: 'any value' },
  { column: 'depth', text: '20,25', finds: ['W3'], means: 'the decimal comma' },
  { column: 'depth', text: '20.25', finds: ['W3'], means: 'the decimal point, where it parts no thousands' },
  { column: 'depth', text: '1.240', finds: ['W4'], means: 'the point of thousands' },
  { column: 'depth', text: '>=10', finds: ['W2', 'W3', 'W4'], means: 'from a number on' },
  { column: 'depth', text: '< 10', finds: ['W1'], means: 'below a number' },
  { column: 'depth', text: '-3,5..10', finds: ['W1', 'W2'], means: 'both ends belong to a range' },
  { column: 'depth', text: '..10', finds: ['W1', 'W2'], means: 'an open range' },
  { column: 'dug', text: '2025', finds: ['W2', 'W3'], means: 'a year' },
  { column: 'dug', text: '11/2025', finds: ['W2'], means: 'a month' },
  { column: 'dug', text: '29/2/2024', finds: ['W1'], means: 'a day of a leap year' },
  { column: 'dug', text: '>11/2025', finds: ['W3', 'W4'], means: 'after the month' },
  { column: 'dug', text: '<=2025', finds: ['W1', 'W2', 'W3'], means: 'up to the end of the year' },
  { column: 'dug', text: '2024-02..2025-11-30', finds: ['W1', 'W2'], means: 'ISO dates' },
  { column: 'measured', text: '1/2026', finds: ['W2', 'W3'], means: 'a month of Vietnamese time (UTC+7)' },
  { column: 'measured', text: '>=1/2026', finds: ['W2', 'W3', 'W4'], means: 'from its first moment' },
  { column: 'measured', text: '31/12/2025 23:59', finds: ['W1'], means: 'a minute' },
] as const;

onBothNodes('texts typed into the columns of a table', (node) => {
  before(() => deliver(node, 'wells', csv(columns, rows), { key: ['code'], openness: 'open' }));

  const asPage = (path: string) => asPublic(node, path, { headers: { accept: 'text/html' } });
  const led = ({ status, headers }: Answer) => {
    assert.equal(status, 303);
    return headers.get('location')!;
  };
  const fieldOf = (html: string, name: string) =>
    new RegExp(`<input form="table-form" name="find\\.${name}"[^>]* value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&'); // prettier-ignore

  for (const { column, text, finds, means } of typed) {
    test(`${means}: ${text}`, async () => {
      const address = led(await asPublic(node, `/collections/wells/items?find.${column}=${encodeURIComponent(text)}`));
      assert.deepEqual([...new URL(address).searchParams.keys()], ['filter']);
      const { body } = await asPublic(node, address);
      assert.deepEqual((body['features'] as Feature[]).map(({ id }) => id), finds); // prettier-ignore
      const { text: html } = await asPage(address);
      // What stands in the field afterwards leads to the same address.
      const again = fieldOf(html, column)!;
      assert.ok(again, html);
      assert.equal(led(await asPublic(node, `/collections/wells/items?find.${column}=${encodeURIComponent(again)}`)), address); // prettier-ignore
    });
  }

  test('conditions of columns and of CQL2 hold together, and stand apart again on the page', async () => {
    const filter = encodeURIComponent("S_INTERSECTS(geometry, POINT(0 0)) OR code IN ('W2', 'W3')");
    const plain = encodeURIComponent("code = 'W2' OR name = 'x'");
    assert.equal((await asPublic(node, `/collections/wells/items?filter=${filter}`)).status, 400);
    const address = led(await asPage(`/collections/wells/items?find.depth=>=10&find.name=&filter=${plain}&sortby=-depth&lang=en`)); // prettier-ignore
    const { text } = await asPage(address);
    assert.match(text, /name="filter" value="\(code = 'W2'\) OR \(name = 'x'\)"/);
    assert.equal(fieldOf(text, 'depth'), '>=10');
    assert.match(text, /name="find\.name"[^>]* value(?:="")? /);
    assert.equal(new URL(address, node.url()).searchParams.get('sortby'), '-depth');
    assert.match(text, /data-id="W2"/);
    assert.doesNotMatch(text, /data-id="W[1345]"/);
  });

  test('a text that says nothing of its column is refused with what would', async () => {
    for (const [name, text] of [
      ['depth', 'sâu'],
      ['dug', '31/02/2025'],
      ['dug', '13/2025'],
      ['measured', '25:00'],
      ['depth', '1..x'],
    ] as const) {
      // prettier-ignore
      const { status, body } = await asPublic(node, `/collections/wells/items?find.${name}=${encodeURIComponent(text)}`);
      assert.equal(status, 400, text);
      assert.match(String(body['detail']), new RegExp(`find\\.${name}`));
    }
  });

  describe('columns that are chosen', () => {
    const chosen = '/collections/wells/items?properties=name,depth&sortby=-dug&limit=2';

    test('alone are given, in the order of the table; order and pages may go by others', async () => {
      const { body } = await asPublic(node, chosen);
      const seen = [body, (await asPublic(node, nextOf(body)!)).body].flatMap((page) => page['features'] as Feature[]);
      assert.deepEqual(
        seen.map(({ id, properties }) => [id, Object.keys(properties)]),
        ['W5', 'W4', 'W3', 'W2'].map((id) => [id, ['name', 'depth']]),
      );
      const file = await asPublic(node, '/collections/wells/items?properties=depth,name&f=csv');
      assert.match(file.text, /^id,name,depth\r?\n/);
    });

    test('a form with boxes leads to the same address; all boxes mean no choice', async () => {
      const all = columns.map((name) => `properties=${name}`).join('&');
      assert.equal(led(await asPage(`/collections/wells/items?${all}&filter=&sortby=`)), '/collections/wells/items');
      assert.equal(led(await asPage('/collections/wells/items?properties=name&properties=depth')), '/collections/wells/items?properties=name,depth'); // prettier-ignore
    });
  });

  test('a hidden column is refused just as one that does not exist, whichever way it is asked for', async () => {
    await deliver(node, 'hidden', csv(columns, rows), { key: ['code'], openness: 'restricted' });
    const reasons = { purpose: 'Quản lý nước dưới đất', legalBasis: 'NĐ 278/2025/NĐ-CP' };
    const shown = { collections: { hidden: { columns: { phone: 'removed' } } } };
    const made = await post(node, '/datasets/hidden/grants', { grantee: 'public', actions: ['read', 'download'], ...reasons, ...shown }); // prettier-ignore
    assert.equal(made.status, 201, made.text);
    const said = async (query: string, name: string) => {
      const { status, body } = await asPublic(node, `/collections/hidden/items?${query.replace('NAME', name)}`);
      return [status, JSON.parse(JSON.stringify(body).replaceAll(name, 'NAME')) as Json];
    };
    for (const query of [
      'find.NAME=0901',
      'properties=NAME',
      'properties=name,NAME',
      'properties=NAME&f=csv',
      'sortby=NAME',
      'filter=NAME+IS+NULL',
    ]) {
      // prettier-ignore
      const hidden = await said(query, 'phone');
      assert.equal(hidden[0], 400, query);
      assert.deepEqual(hidden, await said(query, 'nothing'), query);
    }
    assert.doesNotMatch((await asPage('/collections/hidden/items')).text, /phone/);
  });
});
