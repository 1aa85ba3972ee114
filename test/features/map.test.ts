import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, deliver, type Json } from '../pipeline/steward.ts';

const tm3 = 'http://www.opengis.net/def/crs/EPSG/0/5897';

onBothNodes('the map and coordinates', (node) => {
  before(async () => {
    const stations = 'code,name,longitude,latitude\nA,Trạm A,105.8,21\nB,Trạm B,106.7,10.8\n';
    await deliver(node, 'stations', stations, { key: ['code'], openness: 'open' });
    await deliver(node, 'closed', stations, { key: ['code'], openness: 'restricted' });
  });

  test('a map shows the layers of its address, and says alike what is hidden and what is not there', async () => {
    const { body } = await asPublic(node, '/map?layers=stations,closed,none&at=7/21/105.8');
    const [layer] = body['layers'] as Json[];
    assert.deepEqual([layer!['id'], layer!['kind'], layer!['numberOfItems']], ['stations', 'points', 2]);
    assert.equal((layer!['features'] as Json[]).length, 2);
    assert.deepEqual(body['missing'], ['closed', 'none']);
    assert.deepEqual(body['more'], []);
    assert.deepEqual([body['extent'], body['at']], [[105.8, 10.8, 106.7, 21], [7, 21, 105.8]]); // prettier-ignore
    const own = (await asOperator(node, '/map?layers=stations&add=closed')).body;
    assert.deepEqual((own['layers'] as Json[]).map(({ id }) => id), ['stations', 'closed']); // prettier-ignore
  });

  test('layers that can be added are found by words of their titles, so many at a time', async () => {
    const of = async (query: string) => (await asOperator(node, `/map?${query}`)).body;
    const all = await of('');
    assert.deepEqual([(all['more'] as Json[]).length, all['numberOffered']], [2, 2]);
    const found = await of('find=STATION');
    assert.deepEqual((found['more'] as Json[]).map(({ id }) => id), ['stations']); // prettier-ignore
    assert.deepEqual([found['numberOffered'], found['numberOfOthers']], [1, 2]);
    assert.equal(((await of('offered=1'))['more'] as Json[]).length, 1);
    assert.equal((await of('find=closed'))['numberOffered'], 1);
    assert.equal((await asPublic(node, '/map?find=closed')).body['numberOffered'], 0);
    assert.equal((await asPublic(node, '/map?offered=0')).status, 400);
    const page = await asOperator(node, '/map?offered=1&lang=en', { headers: { accept: 'text/html' } });
    assert.match(page.text, /Show more \(1 layer left\)/);
  });

  test('without script the page has tables that lead to each object', async () => {
    const { text } = await asPublic(node, '/map?layers=stations', { headers: { accept: 'text/html' } });
    assert.match(text, /href="\/collections\/stations\/items\/A"/);
    assert.doesNotMatch(text, /<script(?![^>]* src=)/);
  });

  test('a place is given in every system, and found again from each', async () => {
    const { body } = await asPublic(node, '/coordinates?at=105.777176136,10.033333');
    const systems = body['systems'] as { uri: string; axes: string; unit: string; coordinates: [number, number] }[];
    assert.ok(systems.length > 20);
    for (const { uri, coordinates } of systems) {
      const back = (await asPublic(node, `/coordinates?at=${coordinates.join(',')}&crs=${encodeURIComponent(uri)}`))
        .body;
      assert.ok(Math.abs((back['longitude'] as number) - 105.777176136) < 1e-8, uri);
      assert.ok(Math.abs((back['latitude'] as number) - 10.033333) < 1e-8, uri);
    }
    const [item] = (await asPublic(node, `/collections/stations/items?crs=${tm3}`)).body['features'] as Json[];
    const there = (await asPublic(node, '/coordinates?at=105.8,21')).body['systems'] as typeof systems;
    const [x, y] = ((item!['geometry'] as Json)['coordinates'] as number[]).map((value) => Math.round(value * 1e3));
    const found = there.find(({ uri }) => uri === tm3)!.coordinates.map((value) => Math.round(value * 1e3));
    assert.deepEqual(found, [x, y]);
  });

  test('what is no place is refused', async () => {
    for (const at of ['', '1', 'a,b', '1,2,3', '200,10', '105,95']) {
      assert.equal((await asPublic(node, `/coordinates?at=${at}`)).status, 400, at);
    }
    assert.equal((await asPublic(node, '/coordinates?at=1,2&crs=none')).status, 400);
  });
});
