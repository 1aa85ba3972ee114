import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onBothNodes, onEmbeddedNode } from './node-under-test.ts';
import { asOperator, asPublic, byId, csv, deliver, expectOk, readAll, type Json } from './steward.ts';

/** Old communes: one that went whole, two that met in one, one that was divided, one that nobody knows. */
const rows = [
  ['a', '00001', 1.5, 100], // Phường Phúc Xá, to 00097
  ['b', '00004', 2, 200], // Phường Trúc Bạch, to 00004: an old and a new code that look alike
  ['c', '00007', 4, 400], // Phường Cống Vị, divided between two
  ['d', '99999', 8, 800],
  ['e', '00019', 16, 1600], // Phường Điện Biên, divided
  ['f', '00022', 32, 3200],
  ['g', null, 64, 6400],
] as const;
const more = ['00006', '00008', '00040', '00013', '00016', '00025', '00028', '00031', '00034', '00037'];
const table = csv(
  ['id', 'Mã xã', 'dien_tich', 'dan_so'],
  [...rows, ...more.map((code, index) => [`m${index}`, code, 1, 10] as const)],
);

interface Group {
  readonly key: Json;
  readonly label: Json;
  readonly oneOf?: Record<string, { code: string; label: string | null }[]>;
  readonly values: Json;
}
const groupsOf = (body: Json) => body['groups'] as Group[];

onBothNodes('a table read in old and new codes', (node) => {
  const collection = 'bang-cu';
  const read = async (query: string) => byId(await readAll(node, collection, query));

  test('a column of old codes is recognised for what it is, and nothing in it changes', async () => {
    const run = await deliver(node, collection, table, { key: ['id'] });
    assert.equal(run.counts.stored, rows.length + more.length);
    const stored = await read('');
    assert.deepEqual(stored.get('b'), { id: 'b', ma_xa: '00004', dien_tich: 2, dan_so: 200 });
  });

  test('units=after translates one to one and many to one, keeps the stored code beside', async () => {
    const after = await read('&units=after');
    assert.deepEqual(after.get('a'), {
      ...{ id: 'a', ma_xa: '00097', ma_xa_stored: '00001', ma_xa_one_of: null },
      ...{ dien_tich: 1.5, dan_so: 100 },
    });
    assert.equal(after.get('b')!['ma_xa'], '00004');
  });

  test('a divided commune stays one of several, all listed; an unknown code becomes nothing', async () => {
    const after = await read('&units=after');
    const { ma_xa: code, ma_xa_one_of: oneOf } = after.get('c')!;
    assert.equal(code, null);
    assert.ok(Array.isArray(oneOf) && oneOf.length === 2 && oneOf.includes('00025'), JSON.stringify(oneOf));
    assert.deepEqual([after.get('d')!['ma_xa'], after.get('d')!['ma_xa_stored']], [null, '99999']);
    assert.deepEqual([after.get('g')!['ma_xa'], after.get('g')!['ma_xa_stored']], [null, null]);
  });

  test('one item is read so too, and says the stored code; its history stays as stored', async () => {
    const path = `/collections/${collection}/items/a`;
    const { body } = await expectOk(asOperator(node, `${path}?units=after`));
    const { ma_xa: code, ma_xa_stored: stored } = body['properties'] as Json;
    assert.deepEqual([code, stored], ['00097', '00001']);
    const [version] = body['history'] as { properties: Json }[];
    assert.equal(version!.properties['ma_xa'], '00001');
    const page = await asOperator(node, `${path}?units=after&lang=en`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /as stored/);
    assert.match(page.text, /href="[^"]*items\/a\?[^"]*units=before/);
    assert.equal((await asOperator(node, `${path}?units=later`)).status, 400);
    assert.equal((await asOperator(node, '/collections/khong-co/items/a?units=after')).status, 404);
  });

  test('so are the changes, and their next page', async () => {
    const first = await expectOk(asOperator(node, `/collections/${collection}/changes?since=0&units=after&limit=3`));
    const changes = first.body['changes'] as { id: string; feature: { properties: Json } }[];
    const a = changes.find(({ id }) => id === 'a')!;
    assert.deepEqual([a.feature.properties['ma_xa'], a.feature.properties['ma_xa_stored']], ['00097', '00001']);
    const links = first.body['links'] as { rel: string; href: string }[];
    assert.match(links.find(({ rel }) => rel === 'next')!.href, /units=after/);
  });

  test('filters and order speak of the codes that are read', async () => {
    const filtered = await readAll(node, collection, "&units=after&filter=ma_xa='00097'&sortby=-ma_xa");
    assert.deepEqual(filtered.map(({ id }) => id).includes('a'), true);
    assert.ok(filtered.every(({ properties }) => properties['ma_xa'] === '00097'));
    const equal = await readAll(node, collection, '&units=after&ma_xa_stored=00001');
    assert.deepEqual(equal.map(({ id }) => id), ['a']); // prettier-ignore
    const paged = await readAll(node, collection, '&units=after&limit=3');
    assert.equal(paged.length, rows.length + more.length);
  });

  test('CSV carries the same columns; old codes asked as before stay as they are', async () => {
    const { text } = await expectOk(asOperator(node, `/collections/${collection}/items?f=csv&units=after&limit=1`));
    assert.equal(text.split('\r\n')[0], 'id,id,ma_xa,ma_xa_stored,ma_xa_one_of,dien_tich,dan_so');
    const before = await read('&units=before');
    assert.deepEqual(before.get('a'), { id: 'a', ma_xa: '00001', dien_tich: 1.5, dan_so: 100 });
  });

  test('what cannot be read so is refused with words', async () => {
    await deliver(node, 'khong-ma', csv(['id', 'ten'], [['1', 'a']]));
    const answer = await asOperator(node, '/collections/khong-ma/items?units=after');
    assert.deepEqual([answer.status, answer.body['type']], [400, new URL('/problems/no-unit-column', node.url()).href]);
    const wrong = await asOperator(node, `/collections/${collection}/items?units=later`);
    assert.equal(wrong.status, 400);
  });

  test('an older edition is read in new codes too', async () => {
    await deliver(node, collection, csv(['id', 'Mã xã', 'dien_tich', 'dan_so'], [['a', '00004', 9, 9]]), {
      key: ['id'],
      kind: 'partial',
    });
    assert.equal((await read('&units=after')).get('a')!['ma_xa'], '00004');
    assert.equal((await read('&units=after&as-of=1')).get('a')!['ma_xa'], '00097');
  });

  describe('a summary', () => {
    const summary = async (query: string) =>
      (await expectOk(asOperator(node, `/collections/${collection}/summary?as-of=1&${query}`))).body;

    test('groups by new unit, divided ones in groups of their own: the totals hold', async () => {
      const body = await summary('by=ma_xa&units=after&measure=count(),sum(dan_so)');
      const groups = groupsOf(body);
      const total = (name: string) => groups.reduce((sum, group) => sum + Number(group.values[name] ?? 0), 0);
      assert.deepEqual([total('count()'), total('sum(dan_so)')], [17, 12_800]);
      const divided = groups.find((group) => group.oneOf?.['ma_xa']?.some(({ code }) => code === '00025'))!;
      assert.equal(divided.key['ma_xa'], null);
      assert.ok(divided.oneOf!['ma_xa']!.every(({ label }) => label !== null));
      const whole = groups.find((group) => group.key['ma_xa'] === '00097')!;
      assert.match(String(whole.label['ma_xa']), /Hồng Hà/);
    });

    test('lifts communes to provinces: a commune divided inside one province is sure there', async () => {
      const groups = groupsOf(await summary('by=ma_xa&units=after&level=province&measure=sum(dien_tich)'));
      assert.deepEqual(
        groups.map(({ key, label, oneOf }) => [key['ma_xa'], label['ma_xa'], oneOf]),
        [
          ['01', 'Thành phố Hà Nội', undefined],
          [null, undefined, undefined],
        ],
      );
      assert.equal(groups[0]!.values['sum(dien_tich)'], 65.5);
      assert.equal(groups[1]!.values['sum(dien_tich)'], 72);
    });

    test('without grouping is one group; filters count', async () => {
      const [all] = groupsOf(await summary('measure=count(),mean(dien_tich),max(dan_so)'));
      assert.deepEqual(all!.values, { 'count()': 17, 'mean(dien_tich)': 137.5 / 17, 'max(dan_so)': 6400 });
      const [some] = groupsOf(await summary('filter=dan_so>500&measure=count()'));
      assert.equal(some!.values['count()'], 4);
    });

    test('comes as CSV and as a page', async () => {
      const path = `/collections/${collection}/summary?as-of=1&by=ma_xa&units=after&level=province`;
      const { text } = await expectOk(asOperator(node, `${path}&f=csv`));
      assert.equal(text.split('\r\n')[1], '01,Thành phố Hà Nội,,15');
      const page = await expectOk(asOperator(node, path, { headers: { accept: 'text/html' } }));
      assert.match(page.text, /Thành phố Hà Nội/);
    });

    const refused: readonly (readonly [string, string])[] = [
      ['by=khong_co', 'bad-grouping'],
      ['by=ma_xa&measure=sum(ma_xa)', 'bad-measure'],
      ['measure=median(dan_so)', 'bad-measure'],
      ['by=ma_xa&level=continent', 'invalid-parameter'],
    ];
    for (const [query, code] of refused) {
      test(`${query} is refused: ${code}`, async () => {
        const answer = await asOperator(node, `/collections/${collection}/summary?${query}`);
        assert.deepEqual([answer.status, String(answer.body['type']).split('/').at(-1)], [400, code]);
      });
    }

    test('what the public may not see it may not sum up', async () => {
      await deliver(node, 'kin', csv(['id', 'n'], [['1', 2]]), { openness: 'closed' });
      assert.equal((await asOperator(node, '/collections/kin/summary')).status, 200);
      assert.equal((await asPublic(node, '/collections/kin/summary')).status, 404);
      assert.equal((await asPublic(node, `/collections/${collection}/summary`)).status, 200);
    });
  });

  describe('a standard with units', () => {
    const figures = csv(
      ['Tỉnh', 'Xã', 'Năm', 'Diện tích', 'Dân số', 'Mật độ'],
      [
        ['Hà Nội', 'Phường Hồng Hà', 2025, 15, 1000, 100],
        ['ha noi', 'P. Ba Dinh', 2025, 5, 3000, 500],
        ['Hà Nội', 'Phường Ba Đìn', 2025, 5, 1, 1],
      ],
    );

    test('takes names in, keeps back what is only near', async () => {
      const run = await deliver(node, 'so-lieu', figures, { standard: 'vn-core/unit-figures', acceptLoss: true });
      assert.deepEqual([run.counts.stored, run.counts.quarantined], [2, 1]);
      const stored = await readAll(node, 'so-lieu');
      assert.deepEqual(stored.map(({ id }) => id), ['00097:2025', '00004:2025']); // prettier-ignore
      const issues = await expectOk(asOperator(node, `/runs/${run.id}/issues`));
      assert.match(issues.text, /00004 Phường Ba Đình/);
    });

    test('sums what the standard calls summable, weighs means as it says, and refuses the rest', async () => {
      const path = '/collections/so-lieu/summary?by=province_code&measure=';
      const { body } = await expectOk(asOperator(node, `${path}sum(population),mean(density)`));
      assert.deepEqual(groupsOf(body)[0]!.values, { 'sum(population)': 4000, 'mean(density)': 200 });
      const answer = await asOperator(node, `${path}sum(density)`);
      assert.match(String(answer.body['type']), /not-summable$/);
    });

    test('reads new codes as old: a unit made of several is one of them', async () => {
      const before = byId(await readAll(node, 'so-lieu', '&units=before'));
      const hongHa = before.get('00097:2025')!;
      assert.equal(hongHa['commune_code'], null);
      assert.ok((hongHa['commune_code_one_of'] as string[]).includes('00001'));
      assert.equal(hongHa['province_code'], '01');
    });
  });

  describe('a node that knows the areas of units', () => {
    const square = (west: number) => [[west, 21], [west + 1, 21], [west + 1, 22], [west, 22], [west, 21]]; // prettier-ignore
    const area = (code: string, west: number) => ({
      type: 'Feature',
      properties: { code, name: code },
      geometry: { type: 'Polygon', coordinates: [square(west)] },
    });
    // Cống Vị (00007) was divided between 00025 and 00008.
    const areas = JSON.stringify({ type: 'FeatureCollection', features: [area('00025', 105), area('00008', 106)] });
    const places = csv(
      ['id', 'Mã xã', 'longitude', 'latitude'],
      [
        ['west', '00007', 105.5, 21.5],
        ['east', '00007', 106.5, 21.5],
        ['border', '00007', 106, 21.5],
        ['outside', '00007', 107.5, 21.5],
        ['whole', '00001', 107.5, 21.5],
      ],
    );

    test('tells by place in which part of a divided unit a feature lies', async () => {
      const run = await deliver(node, 'ranh-gioi', areas, { name: 'a.geojson', standard: 'vn-core/commune-areas' });
      assert.equal(run.counts.stored, 2);
      await deliver(node, 'diem', places, { key: ['id'] });
      const after = byId(await readAll(node, 'diem', '&units=after'));
      const read = (id: string) => [after.get(id)!['ma_xa'], after.get(id)!['ma_xa_one_of']];
      assert.deepEqual(read('west'), ['00025', null]);
      assert.deepEqual(read('east'), ['00008', null]);
      assert.deepEqual(read('whole'), ['00097', null], 'what the code decides no place changes');
      for (const id of ['border', 'outside']) assert.deepEqual(read(id), [null, ['00008', '00025']], id);
    });

    test('to those only who may see the areas', async () => {
      const path = "/collections/diem/items?units=after&filter=id='west'";
      const codeFor = async (ask: typeof asPublic) => {
        const { body } = await expectOk(ask(node, path));
        return (body['features'] as { properties: Json }[])[0]!.properties['ma_xa'];
      };
      assert.equal(await codeFor(asPublic), '00025');
      await deliver(node, 'ranh-gioi', areas, {
        name: 'a.geojson',
        openness: 'closed',
        standard: 'vn-core/commune-areas',
      });
      assert.deepEqual([await codeFor(asPublic), await codeFor(asOperator)], [null, '00025']);
    });
  });
});

onEmbeddedNode('addresses and names of units by the API', (node) => {
  const ask = async (query: string) => (await expectOk(asPublic(node, `/units/match?${query}`))).body;
  const first = (body: Json) => (body['candidates'] as Json[])[0]!;

  test('an old address gives the old commune, what it stands in and the new one', async () => {
    const body = await ask(`q=${encodeURIComponent('xã Tân Phú, h. Châu Thành, Bến Tre')}`);
    const { code, score, above, elsewhere } = first(body) as { code: string; score: number; above: Json[]; elsewhere: Json[] }; // prettier-ignore
    assert.deepEqual([body['outcome'], code, score > 0.9], ['sure', '28840', true]);
    assert.deepEqual(above.map(({ label }) => label), ['Huyện Châu Thành', 'Tỉnh Bến Tre']); // prettier-ignore
    assert.ok(elsewhere.every(({ scheme }) => scheme === 'vn-after-2025') && elsewhere.length > 0);
  });

  test('a name is found in its list, inside the unit above', async () => {
    const open = await ask(`q=${encodeURIComponent('Phường 1')}&list=vn-core/communes-before-2025`);
    assert.equal(open['outcome'], 'ambiguous');
    const inside = await ask(`q=P.01&list=vn-core/communes-before-2025&within=764`);
    assert.deepEqual([inside['outcome'], first(inside)['code']], ['sure', '26890']);
  });

  test('a day chooses the lists in force', async () => {
    const address = encodeURIComponent('Phường Ngọc Hà, Hà Nội');
    assert.equal(first(await ask(`q=${address}&on=2024-01-01`))['list'], 'vn-core/communes-before-2025');
    assert.equal(first(await ask(`q=${address}&on=2026-01-01`))['list'], 'vn-core/communes-after-2025');
  });

  test('what makes no sense is refused, nothing asked is an empty page', async () => {
    for (const query of ['q=x&list=no/such', 'q=x&on=today', 'q=x&list=vn-core/provinces-34&within=99']) {
      assert.equal((await asPublic(node, `/units/match?${query}`)).status, 400, query);
    }
    const page = await expectOk(asPublic(node, '/units/match', { headers: { accept: 'text/html' } }));
    assert.match(page.text, /Tìm đơn vị hành chính/);
  });
});
