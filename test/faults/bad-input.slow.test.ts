import assert from 'node:assert/strict';
import { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { temporaryFolder } from '../kernel/engines.ts';
import { asOperator, type Json } from '../pipeline/steward.ts';
import { asFile, firstTable, seeded } from './model-table.ts';
import { NodeProcess } from './node-process.ts';

const memoryAboveIdleMiB = 600;
const MiB = 1024 * 1024;
const table = Buffer.from(asFile(firstTable(2_000)));
const geojson = Buffer.from(
  JSON.stringify({
    type: 'FeatureCollection',
    features: Array.from({ length: 500 }, (_, i) => ({
      type: 'Feature',
      properties: { code: `W${i}` },
      geometry: { type: 'Point', coordinates: [105, 21] },
    })),
  }),
);

type Content = Buffer | ((path: string) => Promise<void>);

/** Files that hold no data that could be told from damage: each is refused, with words. */
const refused: readonly (readonly [name: string, means: string, content: Content, says: RegExp])[] = [
  ['empty.csv', 'no byte at all', Buffer.alloc(0), /empty.*send it again/is],
  ['blank.csv', 'blank lines only', Buffer.from('\n\n   \n\n'), /no (data|record)/i],
  ['header.csv', 'a header and no record', Buffer.from('code,depth\n'), /no record/i],
  ['cut.zip', 'an archive without its end', (path) => zipTo(path, { 'a.csv': table }, 0.6), /cut short|damaged/i],
  ['cut.csv.gz', 'gzip without its end', gzipSync(table).subarray(0, 400), /cut short|damaged/i],
  ['cut.geojson', 'JSON without its end', geojson.subarray(0, geojson.length - 300), /cut short|damaged/i],
  ['list.geojson', 'JSON that holds no records', Buffer.from('[1, 2, 3]'), /record|JSON/i],
  ['noise.csv', 'random bytes with the name of a table', noise(200_000), /not recognised|binary|cannot be read/i],
  ['noise.xlsx', 'random bytes with the name of a workbook', noise(200_000), /not recognised|binary|cannot be read/i],
  ['letter.csv', 'a PDF with the name of a table', Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(50_000)]), /PDF/],
  ['deep.geojson', 'a million brackets', Buffer.from('['.repeat(1_000_000)), /deep|nested|damaged|GeoJSON/i],
  ['deep-feature.geojson', 'a property nested ten thousand deep', deepFeature(10_000), /deep|nested/i],
  ['line.csv', 'one line of 100 MiB', (path) => repeatTo(path, Buffer.alloc(MiB, 'x'), 100), /long|line|column/i],
  ['bomb.zip', 'a table of 4 GiB in 4 MiB', (path) => bombTo(path, 4_096), /unpacks/i],
  ['bomb.csv.gz', 'a table of 3 GiB in 3 MiB', (path) => gzipBombTo(path, 3_072), /unpacks/i],
  ['nested.zip', 'archives in archives in archives in archives', nestedZip, /archive/i],
  ['many.zip', 'an archive of twelve thousand files', manyFiles, /tables/i],
  ['none.zip', 'an archive of nothing', (path) => zipTo(path, {}), /no |empty/i],
];

describe('files that are no data', () => {
  const folder = temporaryFolder();
  const node = new NodeProcess(join(folder, 'data'), null);
  let idleMiB = 0;

  before(async () => {
    await node.start();
    await sleep(1_000);
    idleMiB = node.memoryMiB();
  });
  after(async () => {
    await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, means, content, says] of refused) {
    test(`${means} (${name})`, async (context) => {
      const path = join(folder, name);
      if (Buffer.isBuffer(content)) writeFileSync(path, content);
      else await content(path);
      const watch = watchMemory(node);
      const { code, said, json } = await node.command('connect', path, '--id', 'refused', '--yes', '--json');
      const peakMiB = watch.end();
      rmSync(path);
      context.diagnostic(`+${Math.round(peakMiB - idleMiB)} MiB: ${said.trim().split('\n').at(-1)}`);
      assert.equal(code, 1, said);
      assert.match(said, says);
      assert.ok(json()['problem'], 'the last line says it to programs');
      assert.ok(peakMiB - idleMiB < memoryAboveIdleMiB, `${peakMiB - idleMiB} MiB above idle`);
      assert.equal((await asOperator(node, '/collections/refused')).status, 404, 'nothing is published');
      assert.equal((await fetch(`${node.url()}/readyz`)).status, 200, 'the node still serves');
    });
  }

  test('a fault inside one feature costs that feature only', async () => {
    const path = join(folder, 'wrong.geojson');
    writeFileSync(path, withFault(geojson));
    const { code, json } = await node.command('connect', path, '--yes', '--json');
    assert.deepEqual([code, json()['stored'], json()['quarantined']], [3, 499, 1]);
  });

  test('one feature of 100 MiB goes to quarantine, and the run waits for a person', async () => {
    const path = join(folder, 'feature.geojson');
    await hugeFeature(path);
    const watch = watchMemory(node);
    const { code, said, json } = await node.command('connect', path, '--id', 'refused', '--yes', '--json');
    assert.ok(watch.end() - idleMiB < memoryAboveIdleMiB);
    rmSync(path);
    assert.equal(code, 4, said);
    assert.deepEqual([code, json()['state'], json()['quarantined']], [4, 'waiting', 1]);
    assert.equal((await asOperator(node, '/collections/refused')).status, 404);
  });

  test('content decides, not the name: a table that is called a workbook is a table', async () => {
    const path = join(folder, 'table.xlsx');
    writeFileSync(path, table);
    const { code, json } = await node.command('connect', path, '--yes', '--json');
    assert.deepEqual([code, json()['stored']], [0, 2_000]);
  });

  test('a name in an archive that climbs out of it writes nothing outside', async () => {
    const path = join(folder, 'climb.zip');
    // The packer refuses such names, so one of the same length is put in their place.
    await zipTo(path, { 'AA/AA/climbed.csv': table }, 1, (bytes) =>
      replaceAll(bytes, 'AA/AA/climbed.csv', '../../climbed.csv'),
    );
    const { code } = await node.command('connect', path, '--yes');
    assert.ok(code === 0 || code === 1);

    for (const place of [folder, node.dataFolder, join(node.dataFolder, 'work')]) {
      assert.ok(!existsSync(join(place, 'climbed.csv')), place);
    }
  });

  test('afterwards a good file goes in as ever, and no refused one has left anything behind', async () => {
    const path = join(folder, 'good.csv');
    writeFileSync(path, table);
    const { code } = await node.command('connect', path, '--id', 'refused', '--yes');
    assert.equal(code, 0);
    const { body } = await asOperator(node, '/runs?state=running');
    assert.deepEqual(body['runs'] as Json[], []);
  });
});

/** The most that the process holds until `end`. */
function watchMemory(node: NodeProcess): { end(): number } {
  let peak = node.memoryMiB();
  const timer = setInterval(() => (peak = Math.max(peak, node.memoryMiB())), 25);
  return {
    end: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function noise(size: number): Buffer {
  const random = seeded(1);
  return Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
}

function withFault(json: Buffer): Buffer {
  const bytes = Buffer.from(json);
  bytes.write('@', bytes.indexOf('"geometry":', Math.floor(bytes.length / 2)) + '"geometry"'.length);
  return bytes;
}

function deepFeature(depth: number): Buffer {
  const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  return Buffer.from(
    `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"x":${deep}}}]}`,
  );
}

async function repeatTo(path: string, block: Buffer, times: number): Promise<void> {
  await pipeline(Readable.from(repeated(block, times)), createWriteStream(path));
}

function* repeated(block: Buffer, times: number): Generator<Buffer> {
  for (let i = 0; i < times; i++) yield block;
}

async function hugeFeature(path: string): Promise<void> {
  function* pieces(): Generator<Buffer> {
    yield Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"x":"');
    yield* repeated(Buffer.alloc(MiB, 'y'), 100);
    yield Buffer.from('"}}]}');
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path));
}

async function gzipBombTo(path: string, sizeMiB: number): Promise<void> {
  await pipeline(
    Readable.from(repeated(Buffer.alloc(MiB, '1,2\n'), sizeMiB)),
    createGzip({ level: 1 }),
    createWriteStream(path),
  );
}

async function bombTo(path: string, sizeMiB: number): Promise<void> {
  const archive = new ZipFile();
  archive.addReadStream(Readable.from(repeated(Buffer.alloc(MiB, '1,2\n'), sizeMiB)), 'bomb.csv');
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
}

async function zipTo(
  path: string,
  files: Readonly<Record<string, Buffer>>,
  share = 1,
  change: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<void> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(content, name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  const bytes = change(Buffer.concat(chunks));
  writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
}

async function nestedZip(path: string): Promise<void> {
  await zipTo(path, { 'a.csv': table });
  for (let depth = 0; depth < 5; depth++) await zipTo(path, { 'inner.zip': readFileSync(path) });
}

async function manyFiles(path: string): Promise<void> {
  await zipTo(
    path,
    Object.fromEntries(Array.from({ length: 12_000 }, (_, i) => [`f${i}.csv`, Buffer.from('a,b\n1,2\n')])),
  );
}

function replaceAll(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}
