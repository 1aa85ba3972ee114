import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/index.ts';
import { formatProblems, inspect, readLayer } from '../../src/formats/index.ts';
import { fileOf, look, readAll, readOnly, refusals, workFolder, zipOf } from './reading.ts';

const csv = 'ten,so\nA,1\nB,2\n';
const geojson = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]}';
const workbook = () => readFileSync(join('test', 'fixtures', 'xlsx', 'several-sheets.xlsx'));

describe('archives are unpacked by what they are, not by their names', () => {
  const packed = [
    { means: 'gzip', content: () => gzipSync(csv), entry: ['tep'] },
    {
      means: 'gzip of several members',
      content: () => Buffer.concat([gzipSync('ten,so\nA,1\n'), gzipSync('B,2\n')]),
      entry: ['tep'],
    },
    { means: 'gzip twice', content: () => gzipSync(gzipSync(csv)), entry: ['tep', 'tep'] },
    { means: 'zip', content: () => zipOf({ 'a/tram.csv': csv }), entry: ['a/tram.csv'] },
    {
      means: 'gzip in zip',
      content: () => zipOf({ 'tram.csv.gz': gzipSync(csv) }),
      entry: ['tram.csv.gz', 'tram.csv'],
    },
    {
      means: 'zip in gzip',
      content: async () => gzipSync(await zipOf({ 'tram.csv': csv })),
      entry: ['tep', 'tram.csv'],
    },
    {
      means: 'zip in zip',
      content: async () => zipOf({ 'trong.zip': await zipOf({ 'tram.csv': csv }) }),
      entry: ['trong.zip', 'tram.csv'],
    },
  ];
  for (const { means, content, entry } of packed) {
    test(means, async () => {
      const read = await readOnly(fileOf(await content(), 'tep.gz'));
      assert.deepEqual(read.layer.entry, entry);
      assert.equal(read.layer.id, '');
      assert.deepEqual(read.rows, [
        ['A', '1'],
        ['B', '2'],
      ]);
    });
  }

  test('a zip of several files gives a layer for each sheet and file; junk is passed over', async () => {
    const inner = await zipOf({ 'tram.xlsx': workbook() });
    const content = await zipOf({
      'Số liệu/a.csv': csv,
      'b.bin': geojson,
      'inner.zip': inner,
      '__MACOSX/._a.csv': 'x',
      '.DS_Store': 'x',
      'doc.pdf': '%PDF-1.7 …',
    });
    const file = fileOf(content, 'tat-ca.zip');
    const { layers, refused } = await look(file);
    assert.deepEqual(
      layers.map(({ id, format }) => `${id} ${format}`),
      [
        'Số liệu/a.csv csv',
        'b.bin geojson',
        'inner.zip/tram.xlsx#Nước mặt xlsx',
        'inner.zip/tram.xlsx#Nước ngầm xlsx',
        'inner.zip/tram.xlsx#Nháp xlsx',
        'inner.zip/tram.xlsx#Trống xlsx',
        'inner.zip/tram.xlsx#Chỉ có đầu xlsx',
      ],
    );
    assert.deepEqual(
      refused.map(({ name, problem }) => [name, problem.code]),
      [['tat-ca.zip/doc.pdf', 'document-not-data']],
    );
    assert.deepEqual((await readAll(file, layers[3]!)).rows, [
      ['G1', 30, 6.9],
      ['G2', 45, 6.5],
    ]);
    assert.deepEqual(
      readdirSync(workFolder).filter((name) => name.startsWith('reading-')),
      [],
    );
  });
});

describe('what cannot be read is refused with a reason', () => {
  const xlsx = workbook();
  const cfb = (name: string) =>
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(1_000),
      Buffer.from(name, 'utf16le'),
      Buffer.alloc(100),
    ]);
  const cases = [
    { means: 'nothing', content: () => '', is: 'empty-file' },
    { means: 'blank lines', content: () => '\n\n', is: 'empty-file' },
    { means: 'nothing in gzip', content: () => gzipSync(''), is: 'empty-file' },
    { means: 'gzip cut short', content: () => gzipSync(csv.repeat(1000)).subarray(0, 60), is: 'truncated-file' },
    {
      means: 'zip cut short',
      content: async () => (await zipOf({ 'a.csv': csv })).subarray(0, -30),
      is: 'truncated-file',
    },
    { means: 'xlsx cut short', content: () => xlsx.subarray(0, 3_000), is: 'truncated-file' },
    { means: 'PDF', content: () => '%PDF-1.4\n', is: 'document-not-data' },
    {
      means: 'Word',
      content: () => zipOf({ '[Content_Types].xml': '<Types>wordprocessingml</Types>' }),
      is: 'document-not-data',
    },
    { means: 'old Word', content: () => cfb('WordDocument'), is: 'document-not-data' },
    { means: 'old Excel without its content', content: () => cfb('Workbook'), is: 'damaged-file' },
    { means: 'xlsx with a password', content: () => cfb('EncryptedPackage'), is: 'encrypted-file' },
    {
      means: 'an OpenDocument spreadsheet without its content',
      content: () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }),
      is: 'damaged-file',
    },
    { means: 'a picture', content: () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), is: 'document-not-data' },
    { means: 'the beginning of a GeoPackage', content: () => 'SQLite format 3\0', is: 'truncated-file' },
    { means: 'the beginning of a Parquet file', content: () => 'PAR1….', is: 'truncated-file' },
    { means: 'XML', content: () => '<?xml version="1.0"?><a/>', is: 'no-records-in-xml' },
    { means: 'RAR', content: () => 'Rar!\x1a\x07', is: 'packed-otherwise' },
    { means: 'binary', content: () => Buffer.from([1, 2, 0, 4, 0, 0, 0, 9]), is: 'format-not-recognised' },
  ];
  for (const { means, content, is } of cases) {
    test(means, async () => assert.deepEqual(await refusals(fileOf(await content(), 'tep')), [`tep: ${is}`]));
  }

  test('an entry with a password', async () => {
    const zip = await zipOf({ 'a.csv': csv });
    // Bit 0 of the flags, in the local header and in the central directory (APPNOTE 4.4.4).
    for (const signature of ['PK\x03\x04', 'PK\x01\x02'])
      zip[zip.indexOf(signature) + (signature === 'PK\x03\x04' ? 6 : 8)]! |= 1;
    assert.deepEqual(await refusals(fileOf(zip, 'a.zip')), ['a.zip/a.csv: encrypted-file']);
  });
  test('an entry whose checksum is wrong', async () => {
    const zip = await zipOf({ 'a.csv': csv });
    zip[zip.indexOf('PK\x01\x02') + 16]! ^= 1;
    assert.deepEqual(await refusals(fileOf(zip, 'a.zip')), ['a.zip/a.csv: damaged-file']);
  });
  test('every problem speaks both languages', () => {
    for (const [code, { title, detail }] of Object.entries(formatProblems)) {
      for (const text of [title.vi, title.en, detail.vi, detail.en]) assert.ok(text.length > 5, code);
      const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
      assert.deepEqual(places(detail.vi), places(detail.en), code);
    }
  });
});

describe('bombs are bounded', () => {
  const zeros = Buffer.alloc(4_000_000, 'a,b\n');
  const limits = { ratioFromBytes: 1_000_000, ratio: 50 };
  test('gzip', async () =>
    assert.deepEqual(await refusals(fileOf(gzipSync(zeros), 'z'), limits), ['z: unpacks-too-large']));
  test('zip', async () =>
    assert.deepEqual(await refusals(fileOf(await zipOf({ a: zeros }), 'z'), limits), ['z: unpacks-too-large']));
  test('many files', async () => {
    const zip = await zipOf(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.csv`, csv])));
    assert.deepEqual(await refusals(fileOf(zip, 'z'), { entries: 20 }), ['z: too-many-entries']);
  });
  test('archives in archives', async () => {
    const deep = gzipSync(gzipSync(gzipSync(gzipSync(csv))));
    assert.deepEqual(await refusals(fileOf(deep, 'z')), ['z: nested-too-deep']);
  });
  test('a signal ends the reading and leaves nothing behind', async () => {
    const controller = new AbortController();
    const file = fileOf(gzipSync(await zipOf({ 'a.csv': csv.repeat(100_000) })), 'z');
    const { layers } = await look(file);
    const batches = readLayer(file, layers[0]!, { workFolder, signal: controller.signal });
    await batches.next();
    controller.abort();
    await assert.rejects(
      async () => {
        for await (const _ of batches);
      },
      { name: 'AbortError' },
    );
    assert.deepEqual(
      readdirSync(workFolder).filter((name) => name.startsWith('reading-')),
      [],
    );
  });
});

describe('whatever the bytes, reading ends with rows or with a Problem', () => {
  const originals: readonly [string, () => Buffer][] = [
    ['csv', () => Buffer.from('# x\nten,"s\n""o"\n"Cần, Thơ",1\nB,2\n')],
    ['geojson', () => Buffer.from(geojson)],
    ['gzip', () => gzipSync(csv)],
    ['xlsx', workbook],
  ];
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.option(fc.nat()), twice: fc.boolean() });
  for (const [name, original] of originals) {
    test(`changed ${name}`, async () => {
      const bytes = original();
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          let changed = Buffer.from(bytes);
          for (const { at, byte, cut, twice } of changes) {
            if (changed.length === 0) break;
            changed[at % changed.length] = byte;
            if (cut !== null) changed = changed.subarray(0, cut % (changed.length + 1));
            if (twice)
              changed = Buffer.concat([changed, changed.subarray(at % (changed.length + 1))]).subarray(0, 20_000);
          }
          await readWhatever(changed);
        }),
        { numRuns: name === 'xlsx' ? 150 : 200 },
      );
    });
  }
  test('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => readWhatever(Buffer.from(bytes))),
      { numRuns: 200 },
    );
  });
  test('random text of the characters that matter', async () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ',', ';', '\n', '\r', '{', '}', '[', ']', ':', '#', 'a', '1', '\x1e', '<'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, (content) => readWhatever(Buffer.from(content))),
      { numRuns: 400 },
    );
  });
});

async function readWhatever(bytes: Buffer): Promise<void> {
  const file = fileOf(bytes, 'x');
  const limits = { unpackedBytes: 50_000_000 };
  const { layers } = await inspect(file, { workFolder, limits });
  for (const layer of layers) {
    try {
      for await (const batch of readLayer(file, layer, { workFolder, limits })) {
        assert.equal(batch.rows.length, batch.positions.length);
        for (const row of batch.rows) assert.equal(row.length, layer.columns.length);
      }
    } catch (error) {
      assert.ok(error instanceof Problem, String(error));
    }
  }
  assert.ok(existsSync(workFolder));
}
