import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, nextOf, post, type Feature, type Json } from '../pipeline/steward.ts';

const columns = ['code', 'district', 'depth', 'phone', 'measured', 'longitude', 'latitude'];
const first = [
  ['W1', 'A', 10, '0901', '2025-01-01', 105.11, 21.02],
  ['W2', 'A', 20, '0902', '2025-02-01', 105.21, 21.12],
  ['W3', 'B', 30, '0903', '2025-03-01', 106.31, 20.22],
  ['W4', 'B', 40, '0904', '2025-04-01', 106.41, 20.32],
  ['W5', 'C', 50, '0905', '2025-05-01', 107.51, 19.42],
] as const;
/** W1: only the hidden phone changes; W2: the depth; W3 moves to district A; W5 goes, W6 comes. */
const second = [
  ['W1', 'A', 10, '0991', '2025-01-01', 105.11, 21.02],
  ['W2', 'A', 25, '0902', '2025-02-01', 105.21, 21.12],
  ['W3', 'A', 30, '0903', '2025-03-01', 106.31, 20.22],
  ['W4', 'B', 41, '0904', '2025-04-01', 106.41, 20.32],
  ['W6', 'A', 60, '0906', '2025-06-01', 105.61, 21.52],
] as const;

const reasons = { purpose: 'Quản lý nước dưới đất', legalBasis: 'NĐ 278/2025/NĐ-CP' };
const featuresOf = (body: Json): Feature[] => body['features'] as Feature[];
const idsOf = (body: Json): string[] => featuresOf(body).map(({ id }) => id);

onBothNodes('grants', (node) => {
  const items = (id: string, query = '') => asPublic(node, `/collections/${id}/items?limit=100${query}`);
  const grant = (id: string, words: Json) =>
    post(node, `/datasets/${id}/grants`, { grantee: 'public', ...reasons, ...words });
  const wells = (id: string, key: string[] = ['code']) =>
    deliver(node, id, csv(columns, first), { key, openness: 'restricted' });
  const next = (id: string) => deliver(node, id, csv(columns, second), { acceptLoss: true });

  test('nobody sees restricted data; a grant shows it, taking it back hides it, and its history stays', async () => {
    await wells('history');
    assert.equal((await items('history')).status, 404);
    const made = await grant('history', { actions: ['read'] });
    assert.equal(made.status, 201, made.text);
    assert.equal((await items('history')).body['numberMatched'], 5);
    const id = String(made.body['id']);
    await post(node, `/grants/${id}`, {
      grantee: 'public',
      actions: ['read'],
      ...reasons,
      collections: { history: { rows: "district = 'A'" } },
    });
    assert.deepEqual(idsOf((await items('history')).body), ['W1', 'W2']);
    assert.equal((await post(node, `/grants/${id}/end`)).status, 303);
    assert.equal((await items('history')).status, 404);
    const { body } = await asOperator(node, `/grants/${id}`);
    assert.deepEqual(
      (body['history'] as Json[]).map((version) => [version['version'], version['state']]),
      [
        [2, 'ended'],
        [1, 'ended'],
      ],
    );
    assert.equal((await post(node, `/grants/${id}/end`)).status, 409);
  });

  test('each action is a right of its own: knowing, reading, taking away, following', async () => {
    await wells('actions');
    await grant('actions', { actions: ['know'] });
    const known = await asPublic(node, '/datasets/actions');
    assert.deepEqual([known.body['contentGranted'], known.body['collections']], [false, []]);
    assert.equal((await items('actions')).status, 404);
    await grant('actions', { actions: ['read'] });
    assert.equal((await items('actions')).status, 200);
    for (const path of ['/collections/actions/items?f=csv', '/collections/actions/changes']) {
      const refused = await asPublic(node, path);
      assert.equal(refused.status, 403, path);
      assert.match(String(refused.body['type']), /not-granted$/);
    }
    await grant('actions', { actions: ['download', 'subscribe'] });
    assert.equal((await asPublic(node, '/collections/actions/items?f=csv')).status, 200);
    assert.equal((await asPublic(node, '/collections/actions/changes')).status, 200);
  });

  describe('rows', () => {
    before(async () => {
      await wells('rows');
      await grant('rows', { actions: ['download', 'subscribe'], collections: { rows: { rows: "district = 'A'" } } });
    });

    test('that are not granted are in no page, count, filter, box, summary or file', async () => {
      const page = await items('rows');
      assert.deepEqual([idsOf(page.body), page.body['numberMatched']], [['W1', 'W2'], 2]);
      assert.equal((await items('rows', '&filter=depth > 15')).body['numberMatched'], 1);
      assert.equal((await items('rows', '&bbox=106,20,107,21')).body['numberMatched'], 0);
      assert.equal((await items('rows', '&district=B')).body['numberMatched'], 0);
      const summary = await asPublic(node, '/collections/rows/summary?by=district&measure=count(),max(depth)');
      assert.deepEqual(
        (summary.body['groups'] as Json[]).map((group) => group['values']),
        [{ 'count()': 2, 'max(depth)': 20 }],
      );
      assert.doesNotMatch((await asPublic(node, '/collections/rows/items?f=csv')).text, /W3|W4|W5/);
      assert.equal((await asPublic(node, '/collections/rows/items/W3')).status, 404);
    });

    test('leave no trace in extent, period, counts, quality and lineage', async () => {
      const { body } = await asPublic(node, '/collections/rows');
      assert.equal(body['numberOfItems'], 2);
      assert.deepEqual(body['extent'], {
        spatial: { bbox: [[105.11, 21.02, 105.21, 21.12]], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' },
        temporal: { interval: [['2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z']] },
      });
      assert.equal((body['editions'] as Json[])[0]!['count'], undefined);
      const dataset = (await asPublic(node, '/datasets/rows')).body;
      assert.equal(dataset['numberOfItems'], 2);
      assert.equal((dataset['collections'] as Json[])[0]!['quality'], null);
      const lineage = (await asPublic(node, '/collections/rows/items/W2')).body['lineage'] as Json;
      assert.equal(lineage['position'], undefined);
    });

    test('come and go in the feed of changes as they come into sight and out of it', async () => {
      await wells('feed');
      await grant('feed', {
        actions: ['subscribe'],
        collections: { feed: { rows: "district = 'A'", columns: { phone: 'removed' } } },
      });
      await next('feed');
      const { body } = await asPublic(node, '/collections/feed/changes?since=1');
      const changes = (body['changes'] as Json[]).map(({ op, id }) => `${op} ${id}`).toSorted();
      assert.deepEqual(changes, ['insert W3', 'insert W6', 'update W2']);
      const versions = (await asPublic(node, '/collections/feed/items/W1')).body['history'] as Json[];
      assert.equal(versions.length, 1, 'a change of the hidden phone alone is no version');
    });
  });

  describe('columns', () => {
    test('that are hidden answer like columns that do not exist, on every door', async () => {
      await wells('columns');
      await grant('columns', { actions: ['read'], collections: { columns: { columns: { phone: 'removed' } } } });
      for (const query of ['COLUMN=0901', "filter=COLUMN = '0901'", 'sortby=COLUMN', 'filter=COLUMN IS NULL']) {
        const hidden = await items('columns', `&${query.replace('COLUMN', 'phone')}`);
        const absent = await items('columns', `&${query.replace('COLUMN', 'nosuch')}`);
        assert.equal(hidden.status, 400, query);
        assert.equal(hidden.text.replaceAll('phone', 'X'), absent.text.replaceAll('nosuch', 'X'), query);
      }
      assert.doesNotMatch((await items('columns')).text, /090\d/);
      const measured = await asPublic(node, '/collections/columns/summary?by=phone');
      assert.equal(measured.status, 400);
      assert.doesNotMatch((await asPublic(node, '/collections/columns/queryables?f=schema')).text, /phone/);
    });

    test('of which the id is made are not told by the id either', async () => {
      await wells('keyed', ['phone']);
      await grant('keyed', { actions: ['read'], collections: { keyed: { columns: { phone: 'removed' } } } });
      const ids = idsOf((await items('keyed')).body);
      assert.equal(new Set(ids).size, 5);
      assert.ok(
        ids.every((id) => /^[0-9a-f]{24}$/.test(id)),
        ids.join(),
      );
      const one = await asPublic(node, `/collections/keyed/items/${ids[2]}`);
      assert.equal((one.body['properties'] as Json)['code'], 'W3');
      assert.equal((await asPublic(node, '/collections/keyed/items/0903')).status, 404);
    });

    test('marked as personal are seen only by who is granted them by name', async () => {
      await wells('marked');
      await grant('marked', { actions: ['read'] });
      const before = await items('marked');
      assert.match(before.text, /0901/);
      const seenBefore = before.headers.get('etag')!;
      await post(node, '/datasets/marked/classification', { marks: { marked: { phone: 'personal' } } });
      assert.doesNotMatch((await items('marked')).text, /0901/);
      const kept = { headers: { 'if-none-match': seenBefore } };
      assert.equal(
        (await asPublic(node, '/collections/marked/items?limit=100', kept)).status,
        200,
        'a kept page is not confirmed',
      );
      await next('marked');
      assert.doesNotMatch((await items('marked')).text, /0902/, 'the next delivery keeps the mark');
      await grant('marked', { actions: ['read'], collections: { marked: { columns: { phone: 'shown' } } } });
      assert.match((await items('marked')).text, /0902/);
    });

    test('can be hashed: equal values stay equal, nothing can be looked up, two grants give two hashes', async () => {
      const phones = async (id: string) => {
        await wells(id);
        await grant(id, { actions: ['read'], collections: { [id]: { columns: { district: 'hashed' } } } });
        return featuresOf((await items(id)).body).map(({ properties }) => String(properties['district']));
      };
      const [one, other] = [await phones('hashed'), await phones('hashed-too')];
      assert.ok(one.every((hash) => /^[0-9a-f]{24}$/.test(hash)));
      assert.deepEqual([one[0] === one[1], one[0] === one[2], one[0] === other[0]], [true, false, false]);
      assert.equal((await items('hashed', `&district=${one[0]}`)).body['numberMatched'], 2);
      assert.equal((await items('hashed', '&district=A')).body['numberMatched'], 0);
    });

    test('can be rounded, the position too: a box tests the position that is seen', async () => {
      await wells('snapped');
      await grant('snapped', {
        actions: ['read'],
        collections: {
          snapped: {
            columns: { geometry: { snapped: 1 }, depth: 'snapped:20', longitude: 'removed', latitude: 'removed' },
          },
        },
      });
      const seen = featuresOf((await items('snapped')).body);
      assert.deepEqual(
        seen.map(({ geometry }) => geometry!['coordinates']),
        [
          [105, 21],
          [105, 21],
          [106, 20],
          [106, 20],
          [108, 19],
        ],
      );
      assert.deepEqual(
        seen.map(({ properties }) => properties['depth']),
        [20, 20, 40, 40, 60],
      );
      assert.equal((await items('snapped', '&bbox=105.1,21,105.2,21.1')).body['numberMatched'], 0);
      assert.equal((await items('snapped', '&bbox=104.9,20.9,105.05,21.05')).body['numberMatched'], 2);
      assert.equal((await items('snapped', '&filter=depth > 50')).body['numberMatched'], 1);
      const extent = (await asPublic(node, '/collections/snapped')).body['extent'] as { spatial: { bbox: number[][] } };
      assert.deepEqual(extent.spatial.bbox, [[105, 19, 108, 21]]);
    });

    test('marked as secret are granted to nobody, and keep a dataset from being opened', async () => {
      await wells('secret');
      await post(node, '/datasets/secret/classification', { marks: { secret: { depth: 'secret' } } });
      const asked = await grant('secret', {
        actions: ['read'],
        collections: { secret: { columns: { depth: 'shown' } } },
      });
      assert.match(String(asked.body['type']), /secret-column$/);
      const opened = await post(node, '/datasets/secret/classification', { openness: 'open' });
      assert.match(String(opened.body['type']), /secret-not-open$/);
    });
  });

  test('several grants are added up row by row', async () => {
    await wells('added');
    const one = {
      rows: "district = 'A'",
      others: 'removed',
      columns: { code: 'shown', depth: 'shown', geometry: 'shown' },
    };
    const two = { rows: "district = 'B'", others: 'removed', columns: { code: 'shown', phone: 'shown' } };
    for (const scope of [one, two]) await grant('added', { actions: ['read'], collections: { added: scope } });
    const seen = featuresOf((await items('added')).body);
    assert.deepEqual(
      seen.map(({ geometry, properties: { code, depth, phone } }) => [code, depth, phone, geometry !== null]),
      [
        ['W1', 10, null, true],
        ['W2', 20, null, true],
        ['W3', null, '0903', false],
        ['W4', null, '0904', false],
      ],
    );
    assert.equal((await items('added', '&filter=depth IS NULL')).body['numberMatched'], 2);
  });

  describe('how much and how long', () => {
    test('a request is given the rows that the grant allows, and goes on by its link', async () => {
      await wells('portions');
      await grant('portions', { actions: ['read'], rowsPerRequest: 2 });
      const page = await items('portions');
      assert.deepEqual([idsOf(page.body), page.body['numberMatched']], [['W1', 'W2'], 5]);
      assert.deepEqual(idsOf((await asPublic(node, nextOf(page.body)!)).body), ['W3', 'W4']);
    });

    test('a day has its quota; what is beyond is refused until midnight', async () => {
      await wells('quota');
      await grant('quota', { actions: ['read'], rowsPerDay: 7 });
      assert.equal(idsOf((await items('quota')).body).length, 5);
      assert.equal(idsOf((await items('quota')).body).length, 2);
      const refused = await items('quota');
      assert.equal(refused.status, 429);
      assert.match(String(refused.body['type']), /quota-used-up$/);
    });

    test('a grant holds from its first day to its last', async () => {
      await wells('terms');
      await grant('terms', { actions: ['read'], from: '2099-01-01' });
      assert.equal((await items('terms')).status, 404);
      assert.equal((await grant('terms', { actions: ['read'], from: '2020-01-01', until: '2021-01-01' })).status, 201);
      assert.equal((await items('terms')).status, 404);
    });
  });

  test('a grant that cannot be used is refused with the field, what stands there and what may', async () => {
    await wells('bad');
    const faults: [Json, RegExp][] = [
      [{ actions: ['read'], grantee: 'somebody' }, /grantee.*organisation:CODE/],
      [{ actions: ['look'] }, /actions.*know, read/],
      [{ actions: [] }, /actions/],
      [{ actions: ['read'], collections: { nosuch: {} } }, /collections.*bad/],
      [{ actions: ['read'], collections: { bad: { columns: { nosuch: 'shown' } } } }, /column\.bad\.nosuch.*geometry/],
      [{ actions: ['read'], collections: { bad: { columns: { phone: 'snapped:1' } } } }, /column\.bad\.phone.*hashed/],
      [{ actions: ['read'], collections: { bad: { rows: 'nosuch = 1' } } }, /nosuch/],
      [{ actions: ['read'], until: '31/12/2026' }, /until.*YYYY-MM-DD/],
      [{ actions: ['read'], rowsPerDay: 0 }, /rowsPerDay/],
      [{ actions: ['read'], purpose: '' }, /purpose/],
    ];
    for (const [words, expected] of faults) {
      const answer = await grant('bad', words);
      assert.ok(answer.status === 422 || answer.status === 400, answer.text);
      assert.match(String(answer.body['detail']), expected);
    }
  });

  test('is said in plain words, in both languages', async () => {
    await wells('words');
    const made = await grant('words', {
      grantee: 'role:H26.5/officer',
      actions: ['read', 'download'],
      until: '2027-01-01',
      rowsPerDay: 10_000,
      collections: { words: { rows: "district = 'A'", columns: { phone: 'hashed', geometry: 'snapped:0.01' } } },
    });
    const read = async (language: string) =>
      ((await asOperator(node, `/grants/${String(made.body['id'])}?lang=${language}`)).body['words'] as string[]).join(
        ' ',
      );
    assert.match(
      await read('en'),
      /Officers of the organisation H26\.5 may read it and download it, from .* until 01\/01\/2027.*phone: replaced by a hash.*Only rows.*district = 'A'.*10,000 rows a day.*NĐ 278/,
    );
    assert.match(await read('vi'), /Cán bộ nghiệp vụ của cơ quan H26\.5 được xem và tải về.*trước ngày 01\/01\/2027/);
    assert.equal((await items('words')).status, 404, 'the public is no officer of that organisation');
  });

  test('an owner sees exactly what a grantee sees, and nobody else may look so', async () => {
    await wells('viewed');
    const made = await grant('viewed', {
      grantee: 'role:H26.5/officer',
      actions: ['read'],
      collections: { viewed: { rows: "district = 'A'" } },
    });
    assert.equal(made.status, 201);
    const look = (as: string) => asOperator(node, `/collections/viewed/items?view-as=${as}`);
    assert.deepEqual(idsOf((await look('role:H26.5/officer')).body), ['W1', 'W2']);
    assert.deepEqual(idsOf((await look('role:H26.5/steward')).body), ['W1', 'W2'], 'a steward is an officer too');
    for (const as of ['public', 'organisation:H26.5', 'role:H26.6/officer']) {
      assert.equal((await look(as)).status, 404, as);
    }
    assert.equal((await asPublic(node, '/collections/viewed/items?view-as=role:H26.5/officer')).status, 403);
    assert.equal((await asOperator(node, '/sources?view-as=public')).status, 400);
  });

  test('only owners see and make grants; for others the page is not there', async () => {
    await wells('owners');
    assert.equal((await asPublic(node, '/datasets/owners/grants')).status, 401);
    const foreign = await asPublic(node, '/datasets/owners/grants', {
      method: 'POST',
      body: JSON.stringify({ grantee: 'public', actions: ['read'], ...reasons }),
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(foreign.status, 401);
  });
});
