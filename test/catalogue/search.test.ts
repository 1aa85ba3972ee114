import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from '../pipeline/steward.ts';

interface Group {
  readonly kind: string;
  readonly hits: { title: string; text: string | null; href: string }[];
}

onBothNodes('one box searches data and places', (node) => {
  before(async () => {
    const rows = [['A1', '01', 'Nguyễn Văn A']];
    const columns = ['ma_gieng', 'tinh', 'chu_ho'];
    await deliver(node, 'gieng-khoan', csv(columns, rows), { key: ['ma_gieng'], openness: 'open' });
    await deliver(node, 'tram-khi', csv(['ma', 'bui_min'], [['T1', 5]]), { key: ['ma'], openness: 'open' });
    await deliver(node, 'kin', csv(['ma', 'giếng'], [['T1', 5]]), { key: ['ma'], openness: 'closed' });
    await deliver(node, 'mot-phan', csv(['ma', 'dien_thoai'], [['T1', '0901']]), {
      key: ['ma'],
      openness: 'restricted',
    });
    const granted = await post(node, '/datasets/mot-phan/grants', {
      ...{ grantee: 'public', actions: ['read'], purpose: 'thử', legalBasis: 'thử' },
      collections: { 'mot-phan': { columns: { dien_thoai: 'removed' } } },
    });
    assert.equal(granted.status, 201);
  });

  const search = async (q: string, caller: typeof asPublic = asPublic, query = ''): Promise<Group[]> => {
    const { status, body } = await caller(node, `/search?q=${encodeURIComponent(q)}${query}`);
    assert.equal(status, 200);
    return body['groups'] as Group[];
  };
  const ids = (groups: readonly Group[]) =>
    groups.find(({ kind }) => kind === 'dataset')!.hits.map(({ href }) => href.split('/').at(-1));

  describe('datasets', () => {
    test('are found by title, and by their columns, with or without marks, from a beginning', async () => {
      for (const q of ['giếng khoan', 'gieng', 'GIENG KHO', 'chủ hộ']) {
        assert.ok(ids(await search(q)).includes('gieng-khoan'), q);
      }
      assert.deepEqual(ids(await search('bụi mịn')), ['tram-khi']);
    });

    test('one word that is not there does not hide what the others find; nothing found is an empty list', async () => {
      assert.ok(ids(await search('giếng khoan xyz')).includes('gieng-khoan'));
      assert.deepEqual(ids(await search('xyzzy')), []);
      assert.deepEqual(ids(await search('')), []);
    });

    test('that a caller may not know of, and columns that are hidden from him, are not found', async () => {
      assert.ok(!ids(await search('kin')).includes('kin'));
      assert.ok(ids(await search('kin', asOperator)).includes('kin'));
      assert.deepEqual(ids(await search('dien thoai')), []);
      assert.deepEqual(ids(await search('dien thoai', asOperator)), ['mot-phan']);
    });
  });

  describe('places', () => {
    const places = (groups: readonly Group[]) => groups.find(({ kind }) => kind === 'place')!.hits;

    test('are found by name and by code, those of today first', async () => {
      const [first] = places(await search('Cần Thơ'));
      assert.match(first!.href, /\/units\/vn-core\/provinces-34\/92$/);
      assert.equal(first!.title, 'Thành phố Cần Thơ');
      assert.ok(places(await search('can tho', asPublic, '&kind=place')).length > 0);
    });

    test('lead to a page with what the place was, what lies in it, and the data of it', async () => {
      const { status, body } = await asPublic(node, '/units/vn-core/provinces-34/92');
      assert.equal(status, 200);
      const codes = (name: string) => (body[name] as Json[]).map((each) => each['code']);
      assert.deepEqual(codes('before').toSorted(), ['92', '93', '94']);
      assert.ok(codes('within').length > 90);
      assert.deepEqual(body['data'], []);
    });

    describe('have the rows that carry their code', () => {
      /** Old communes of Hà Nội and one of Cao Bằng, three times each; one of Hà Nội was divided, within the city. */
      const hanoi = ['00001', '00004', '00006', '00007', '00008', '00013', '00016', '00019', '00022', '00025'];
      before(async () => {
        const rows = [...hanoi, '01273'].flatMap((code) => [1, 2, 3].map((n) => [`${code}-${n}`, code, n]));
        const content = csv(['id', 'Mã xã', 'so'], rows);
        await deliver(node, 'theo-xa', content, { key: ['id'], openness: 'restricted' });
        const granted = await post(node, '/datasets/theo-xa/grants', {
          ...{ grantee: 'public', actions: ['read'], purpose: 'thử', legalBasis: 'thử' },
          collections: { 'theo-xa': { rows: 'so = 1' } },
        });
        assert.equal(granted.status, 201);
      });
      const countAt = async (path: string, caller: typeof asPublic) => {
        const { body } = await caller(node, `/units/vn-core/${path}`);
        return (body['data'] as Json[]).find((each) => each['collection'] === 'theo-xa')?.['count'];
      };

      test('or the code of what lies in them, in the lists of before and of today', async () => {
        assert.equal(await countAt('communes-before-2025/00001', asOperator), 3);
        assert.equal(await countAt('provinces-63/01', asOperator), 3 * hanoi.length);
        assert.equal(await countAt('provinces-34/01', asOperator), 3 * hanoi.length);
        assert.equal(await countAt('provinces-34/04', asOperator), 3);
        assert.equal(await countAt('provinces-34/92', asOperator), undefined);
      });

      test('as far as the caller sees them', async () => {
        assert.equal(await countAt('communes-before-2025/00001', asPublic), 1);
        assert.equal(await countAt('provinces-34/01', asPublic), hanoi.length);
      });

      test('and a link that gives just these', async () => {
        const { body } = await asPublic(node, '/units/vn-core/provinces-34/01');
        const { pathname, search } = new URL(String((body['data'] as Json[])[0]!['href']));
        assert.equal((await asPublic(node, pathname + search)).body['numberMatched'], hanoi.length);
      });
    });

    test('that are not in the list are not there', async () => {
      assert.equal((await asPublic(node, '/units/vn-core/provinces-34/XX')).status, 404);
      assert.equal((await asPublic(node, '/units/vn-core/units-of-measure/m')).status, 404);
    });
  });

  test('an unknown kind is refused with the kinds there are', async () => {
    const { status, body } = await asPublic(node, '/search?q=a&kind=x');
    assert.equal(status, 400);
    assert.match(String(body['detail']), /dataset, place/);
  });
});
