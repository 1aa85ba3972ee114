import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, csv, deliver, post, type Json } from '../pipeline/steward.ts';

const words = {
  title: 'Giếng khoan tỉnh Cà Mau',
  titleEn: 'Wells of Ca Mau',
  description: 'Mỗi dòng là một giếng.',
  contact: 'Chi cục Thuỷ lợi',
};

onBothNodes('the words about a dataset', (node) => {
  before(async () => {
    await deliver(node, 'gieng', csv(['ma'], [['A'], ['B']]), { key: ['ma'], openness: 'open' });
  });
  const dataset = async (query = ''): Promise<Json> => (await asPublic(node, `/datasets/gieng${query}`)).body;
  const versions = async (): Promise<Json[]> =>
    (await asOperator(node, '/datasets/gieng/metadata')).body['versions'] as Json[];

  test('are what came with the source until somebody writes better ones', async () => {
    assert.equal((await dataset())['title'], 'gieng');
    assert.deepEqual(await versions(), []);
    assert.equal((await post(node, '/datasets/gieng/metadata', words)).status, 303);
    const now = await dataset();
    assert.deepEqual(
      [now['title'], now['description'], now['contact']],
      [words.title, words.description, words.contact],
    );
    const english = await dataset('?lang=en');
    assert.deepEqual([english['title'], english['description']], [words.titleEn, words.description]);
  });

  test('are kept when the next delivery comes', async () => {
    await deliver(node, 'gieng', csv(['ma'], [['A'], ['B'], ['C']]));
    assert.equal((await dataset())['title'], words.title);
  });

  test('can be taken back to any former version, which is a new version', async () => {
    assert.deepEqual(
      (await versions()).map((version) => [version['version'], version['title'], version['madeBy']]),
      [
        [1, words.title, 'operator'],
        [0, 'gieng', 'source'],
      ],
    );
    assert.equal((await post(node, '/datasets/gieng/metadata/0/restore')).status, 303);
    const now = await dataset();
    assert.deepEqual([now['title'], now['contact']], ['gieng', null]);
    assert.equal((await versions()).length, 3);
    assert.equal((await post(node, '/datasets/gieng/metadata/7/restore')).status, 404);
  });

  describe('are refused', () => {
    test('without a title, with a field nobody knows, and longer than a page can show', async () => {
      for (const wrong of [{ title: '' }, { title: ' \t' }, { ...words, extent: 'x' }, { title: 'x'.repeat(201) }]) {
        assert.equal((await post(node, '/datasets/gieng/metadata', wrong)).status, 422);
      }
    });

    test('in the reader’s language, at the field that is meant', async () => {
      const refused = async (language: string) =>
        (await post(node, `/datasets/gieng/metadata?lang=${language}`, { titleEn: 'x'.repeat(201) })).body['errors'];
      assert.deepEqual(await refused('vi'), [
        { pointer: '/title', detail: 'chưa có giá trị' },
        { pointer: '/titleEn', detail: 'dài quá, nhiều nhất 200 ký tự' },
      ]);
      assert.deepEqual(await refused('en'), [
        { pointer: '/title', detail: 'is missing' },
        { pointer: '/titleEn', detail: 'is too long, at most 200 characters' },
      ]);
    });

    test('from who does not look after the dataset', async () => {
      assert.equal((await asPublic(node, '/datasets/gieng/metadata')).status, 401);
    });
  });
});
