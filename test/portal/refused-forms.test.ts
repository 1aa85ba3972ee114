import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, upload } from '../pipeline/steward.ts';

const asPage = { accept: 'text/html' };

/** The control of a page with this name, in the form that holds the text; '' without one. */
function control(html: string, name: string): string {
  return new RegExp(`<(?:input|select)[^>]* name="${name}"[^>]*>`).exec(html)?.[0] ?? '';
}

/** The error that stands beside a control. */
function errorBeside(html: string, name: string): string {
  const id = /aria-describedby="([^"]*)"/.exec(control(html, name))?.[1] ?? '';
  const error = id.split(' ').find((one) => one.endsWith('-error'));
  return error === undefined ? '' : (new RegExp(`<p class="error" id="${error}">([^<]*)</p>`).exec(html)?.[1] ?? '');
}

onEmbeddedNode('what was typed into a refused form stays in it, with the error beside the field', (node) => {
  before(() => deliver(node, 'wells', csv(['code', 'depth'], [['A', 1]])));

  describe('in an address', () => {
    const refused = [
      { name: 'filter', value: 'depth = ', page: '/collections/wells/items' },
      { name: 'filter', value: 'colour = 1', page: '/collections/wells/items' },
      { name: 'bbox', value: '1,2,3', page: '/collections/wells/items' },
      { name: 'sortby', value: 'colour', page: '/collections/wells/items' },
      { name: 'limit', value: 'many', page: '/collections/wells/items' },
      { name: 'measure', value: 'sum(colour)', page: '/collections/wells/summary' },
    ];
    for (const { name, value, page } of refused) {
      test(`${name}=${value}`, async () => {
        const query = new URLSearchParams({ [name]: value, datetime: '2026-01-01T00:00:00Z', lang: 'en' });
        const { status, text } = await asPublic(node, `${page}?${query.toString()}`, { headers: asPage });
        assert.equal(status, 400);
        assert.ok(control(text, name).includes(`value="${value}"`), control(text, name));
        assert.match(control(text, name), /aria-invalid/);
        assert.notEqual(errorBeside(text, name), '');
        assert.match(control(text, 'datetime'), /type="hidden" name="datetime" value="2026-01-01T00:00:00Z"/);
      });
    }
  });

  test('of a layer', async () => {
    const delivery = await upload(node, 'springs', csv(['name', 'flow'], [['Suối', 5]]));
    const fields = { layer: '', title: 'My springs', collection: 'springs', key: 'ma', openness: 'closed', delivery: 'partial' }; // prettier-ignore
    const { status, text } = await asOperator(node, `/deliveries/${String(delivery['id'])}/runs?lang=en`, {
      method: 'POST',
      headers: { ...asPage, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    assert.equal(status, 422);
    assert.match(control(text, 'title'), /value="My springs"/);
    assert.match(control(text, 'key'), /value="ma"/);
    assert.match(errorBeside(text, 'key'), /ma/);
    assert.equal(errorBeside(text, 'title'), '');
    assert.match(text, /<option value="closed" selected/);
    assert.match(text, /<input type="radio" name="delivery" value="partial"[^>]* checked/);
  });

  test('of a mapping, on the page of the proposal', async () => {
    const delivery = await upload(node, 'air', csv(['tram', 'thoi_gian', 'pm25'], [['T1', '2026-01-01', 5]]));
    const fields = new URLSearchParams({ standard: 'vn-air/ambient-air-measurements', collection: 'Not an id' });
    fields.append('columns', 'station_code=pm25');
    const { status, text } = await asOperator(node, `/deliveries/${String(delivery['id'])}/runs?lang=en`, {
      method: 'POST',
      headers: { ...asPage, 'content-type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });
    assert.equal(status, 422, text.slice(0, 300));
    assert.match(text, /<form [^>]*class="mapping-form"/);
    assert.match(text, /<option value="station_code=pm25" selected/);
    assert.doesNotMatch(text, /<option value="pm25=pm25" selected/, 'what was proposed and not chosen');
  });

  test('of a new source', async () => {
    const { status, text } = await asOperator(node, '/sources?lang=en', {
      method: 'POST',
      headers: { ...asPage, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ location: 'http://127.0.0.1:9/none.csv' }).toString(),
    });
    assert.equal(status, 502);
    assert.match(control(text, 'location'), /value="http:\/\/127\.0\.0\.1:9\/none\.csv"/);
    assert.notEqual(errorBeside(text, 'location'), '');
  });
});
