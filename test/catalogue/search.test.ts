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
