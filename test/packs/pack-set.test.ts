import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { closed, describePacks, loadPacks, slug, type PackPart } from '../../src/packs/index.ts';
import { changed, goodFiles, packFolder, writeFiles } from './pack-folder.ts';

const twoOfAName = {
  ...goodFiles,
  'snow/pack.yaml': goodFiles['rain/pack.yaml']!.replace('id: rain', 'id: snow').split('codelists:')[0]!,
  'snow/standards/rainfall.yaml': goodFiles['rain/standards/rainfall.yaml']!.replace(', codelist: gauges', ''),
};

describe('finding things in packs', () => {
  test('a standard by its pack and id, and by the bare id where it is the only one', async (t) => {
    const set = await loadPacks(await packFolder(t, goodFiles));
    assert.equal(set.standard('rain/rainfall'), set.standard('rainfall'));
    assert.equal(set.standard('rainfall').properties[2]!.codelist, 'rain/gauges');
    assert.throws(() => set.standard('rain/rainfal'), { code: 'unknown-standard', message: /rain\/rainfall/ });
  });

  test('a bare id that two packs use is a problem that names both', async (t) => {
    const set = await loadPacks(await packFolder(t, twoOfAName));
    const message = /rain\/rainfall, snow\/rainfall/;
    assert.throws(() => set.standard('rainfall'), { code: 'ambiguous-standard', message });
    assert.equal(set.standard('snow/rainfall').pack, 'snow');
  });

  test('lists, units and coordinate systems that nobody has', async (t) => {
    const set = await loadPacks(await packFolder(t, goodFiles));
    assert.equal(set.codelist('rain/gauges').entries.length, 2);
    assert.equal(set.codelist('vn-core/units').entries[1]!.labelVi, 'mét, thước');
    assert.equal(set.unit('mm').factor, 0.001);
    assert.throws(() => set.codelist('gauges'), { code: 'unknown-codelist' });
    assert.throws(() => set.unit('MM3'), { code: 'unknown-unit' });
    assert.throws(() => set.crs('EPSG:0'), { code: 'unknown-crs' });
  });
});

describe('reload', () => {
  test('takes changes; a pack that has become bad stays at its last good version', async (t) => {
    const folder = await packFolder(t, goodFiles);
    const set = await loadPacks(folder);

    await writeFiles(folder, changed('rain/standards/rainfall.yaml', 'key: [station]', 'key: [staton]'));
    await set.reload();
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['rain', 'vn-core'],
    );
    assert.deepEqual(
      set.refused.map(({ id, keptVersion }) => [id, keptVersion]),
      [['rain', '1.0.0']],
    );
    assert.deepEqual(set.standard('rainfall').key, ['station']);
    assert.match(
      describePacks(set, 'en').join('\n'),
      /rain: the files are refused, still in use is version 1\.0\.0\n {2}rain\/standards\/rainfall\.yaml:4:7 /,
    );

    const mended = goodFiles['rain/standards/rainfall.yaml']!.replace('maximum: 900', 'maximum: 950');
    await writeFiles(folder, { 'rain/standards/rainfall.yaml': mended });
    await set.reload();
    assert.deepEqual(set.refused, []);
    assert.equal(set.standard('rainfall').properties[1]!.maximum, 950);
  });

  test("a pack that depends on a bad pack goes on with that one's last good version", async (t) => {
    const folder = await packFolder(t, goodFiles);
    const set = await loadPacks(folder);
    await writeFiles(folder, { 'vn-core/pack.yaml': 'id: [' });
    await set.reload();
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['rain', 'vn-core'],
    );
    assert.deepEqual(
      set.refused.map((each) => each.id),
      ['vn-core'],
    );
  });

  test('a last good version that no longer fits what it depends on is not kept', async (t) => {
    const folder = await packFolder(t, goodFiles);
    const set = await loadPacks(folder);
    await writeFiles(folder, {
      'vn-core/codelists/units.csv': goodFiles['vn-core/codelists/units.csv']!.replace('mm,milimét', 'cm,xentimét'),
    });
    await set.reload();
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['vn-core'],
    );
    assert.match(set.refused[0]!.faults.at(-1)!.reason.en, /Version 1\.0\.0, in use until now, no longer fits/);
  });

  test('a pack whose folder is gone is gone', async (t) => {
    const folder = await packFolder(t, goodFiles);
    const set = await loadPacks(folder);
    await rm(join(folder, 'rain'), { recursive: true });
    await set.reload();
    assert.deepEqual(
      set.packs.map((pack) => pack.id),
      ['vn-core'],
    );
  });
});

describe('parts of other modules', () => {
  const limitsPart: PackPart<{ limit: number; standard: string }> = {
    name: 'thresholds',
    extension: '.yaml',
    schema: closed({ standard: slug, limit: { type: 'number' } }, ['standard', 'limit']),
    read: (file) => file.value as { limit: number; standard: string },
    check: (value, file, context) => {
      if (context.standard(value.standard)) return;
      file.refuse(['standard'], { vi: 'Không có mô hình.', en: 'No such standard.' });
    },
  };

  test('are read, checked with their schema, and found by name', async (t) => {
    const files = { ...goodFiles, 'rain/thresholds/heavy.yaml': 'standard: rainfall\nlimit: 50\n' };
    const set = await loadPacks(await packFolder(t, files), { parts: [limitsPart] });
    assert.deepEqual(
      set.part('thresholds').map(({ pack, value }) => [pack, value]),
      [['rain', { standard: 'rainfall', limit: 50 }]],
    );
  });

  test('refuse their pack with their own reasons', async (t) => {
    const files = { ...goodFiles, 'rain/thresholds/heavy.yaml': 'limit: 50\nstandard: snowfall\n' };
    const set = await loadPacks(await packFolder(t, files), { parts: [limitsPart] });
    assert.deepEqual(set.refused[0]!.faults, [
      {
        file: 'rain/thresholds/heavy.yaml',
        line: 2,
        column: 11,
        reason: { vi: 'Không có mô hình.', en: 'No such standard.' },
      },
    ]);
  });
});
