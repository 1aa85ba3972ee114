import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { skipWithoutGdal } from '../formats/gdal.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onEmbeddedNode } from './node-under-test.ts';
import { asOperator, asPublic, csv, deliver, expectOk, post, readAll, upload, type Json } from './steward.ts';

const wells = csv(
  ['code', 'depth'],
  [
    ['A', 1],
    ['B', 2],
  ],
);
const springs = csv(
  ['name', 'flow'],
  [
    ['Suối Một', 5],
    ['Suối Hai', 6],
    ['Suối Ba', 7],
  ],
);

onEmbeddedNode('arrivals', (node) => {
  const folder = temporaryFolder();
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  after(() => rmSync(folder, { recursive: true, force: true }));

  describe('connect FILE', () => {
    test('--json ends with one line that names what came of it', async () => {
      const { code, json } = await node.command(
        'connect',
        file('wells.csv', wells),
        '--key',
        'code',
        '--yes',
        '--json',
      );
      assert.equal(code, 0);
      assert.deepEqual(json(), {
        dataset: 'wells',
        collection: 'wells',
        edition: 1,
        read: 2,
        stored: 2,
        inserted: 2,
        updated: 0,
        unchanged: 0,
        duplicates: 0,
        deleted: 0,
        quarantined: 0,
        issues: 0,
        run: 1,
        state: 'done',
        problem: null,
      });
    });

    test('without --yes and without a terminal nothing is published: exit 4, and the options', async () => {
      const { code, said, json } = await node.command('connect', file('springs.csv', springs), '--json');
      assert.equal(code, 4);
      assert.match(said, /--openness LEVEL/);
      assert.deepEqual((json()['choices'] as Json)['openness'], ['open', 'conditional', 'restricted', 'closed']);
      assert.equal((await asOperator(node, '/collections/springs')).status, 404);
    });

    test('a hidden sheet is listed and taken only when it is named', async () => {
      const workbook = 'test/fixtures/xlsx/several-sheets.xlsx';
      const { code, said, json } = await node.command('connect', workbook, '--id', 'sheets', '--yes', '--json');
      assert.equal(code, 0, said);
      assert.match(said, /Nháp: hidden in the workbook, so it is not taken; to take it add --layer "Nháp"/);
      assert.deepEqual(
        (json()['collections'] as Json[]).map(({ layer }) => layer),
        ['Nước mặt', 'Nước ngầm'],
      );
      const named = await node.command('connect', workbook, '--id', 'draft', '--layer', 'Nháp', '--yes', '--json');
      assert.deepEqual([named.code, named.json()['collection']], [0, 'draft']);
      assert.doesNotMatch(named.said, /not taken/);
      const again = await node.command('connect', workbook, '--id', 'draft', '--yes', '--json');
      const layers = (again.json()['collections'] as Json[]).map(({ layer }) => layer);
      assert.ok(layers.includes('Nháp'), 'what was decided once is remembered');
    });

    test('a program that names no layer gets those that are not hidden', async () => {
      const workbook = readFileSync('test/fixtures/xlsx/several-sheets.xlsx');
      const delivery = await upload(node, 'unnamed', new Uint8Array(workbook), { name: 'unnamed.xlsx' });
      const { body } = await expectOk(post(node, `/deliveries/${String(delivery['id'])}/runs`, { openness: 'open' }));
      assert.deepEqual(
        (body['runs'] as Json[]).map(({ layer }) => layer),
        ['Nước mặt', 'Nước ngầm'],
      );
    });

    test('what was decided once holds for the next delivery: no --yes, no --key', async () => {
      const next = file('wells.csv', `${wells}C,3\n`);
      const { code, json } = await node.command('connect', next, '--json');
      assert.equal(code, 0);
      assert.deepEqual([json()['unchanged'], json()['inserted'], json()['edition']], [2, 1, 2]);
    });

    test('the kind of delivery is remembered as well', async () => {
      const all = file('levels.csv', wells);
      await node.command('connect', all, '--key', 'code', '--yes', '--delivery', 'partial');
      const { json } = await node.command('connect', file('levels.csv', csv(['code', 'depth'], [['C', 3]])), '--json');
      assert.deepEqual([json()['inserted'], json()['deleted']], [1, 0]);
    });

    test('a guard ends with exit 4 and says how to go on; --accept-loss passes it', async () => {
      const fewer = file('wells.csv', csv(['code', 'depth'], [['C', 3]]));
      const stopped = await node.command('connect', fewer, '--json');
      assert.equal(stopped.code, 4);
      assert.equal(stopped.json()['state'], 'waiting');
      assert.match(stopped.said, /--accept-loss/);
      const passed = await node.command('connect', fewer, '--accept-loss', '--json');
      assert.deepEqual([passed.code, passed.json()['deleted']], [0, 2]);
    });

    test('rows in quarantine end with exit 3', async () => {
      const rows = [['A', 1], ['A', 2], ...Array.from({ length: 20 }, (_, i) => [`N${i}`, i] as const)] as const;
      const path = file('clash.csv', csv(['code', 'depth'], rows));
      const { code, json } = await node.command('connect', path, '--key', 'code', '--yes', '--json');
      assert.deepEqual([code, json()['quarantined'], json()['stored']], [3, 2, 20]);
    });

    test('a file that is not there, a key and a layer that are not in it: exit 1 with what there is', async () => {
      const missing = await node.command('connect', join(folder, 'missing.csv'), '--yes');
      assert.equal(missing.code, 1);
      assert.match(missing.said, /missing\.csv.*ENOENT/s);
      const key = await node.command('connect', file('k.csv', wells), '--key', 'id', '--yes');
      assert.equal(key.code, 1);
      assert.match(key.said, /no column "id".*code, depth/s);
      const layer = await node.command('connect', file('k.csv', wells), '--layer', 'Sheet9', '--yes');
      assert.equal(layer.code, 1);
      assert.match(layer.said, /no layer "Sheet9"/);
    });

    test('wrong usage ends with exit 2', async () => {
      assert.equal((await node.command('connect')).code, 2);
      assert.equal((await node.command('connect', 'x.csv', '--delivery', 'some')).code, 2);
    });
  });

  describe('several layers', () => {
    test('each is a choice; --layer takes the named ones', async () => {
      const path = file('two.zip', await zip({ 'wells.csv': wells, 'springs.csv': springs }));
      const open = await node.command('connect', path, '--json');
      assert.equal(open.code, 4);
      assert.deepEqual((open.json()['choices'] as Json)['layers'], ['wells.csv', 'springs.csv']);
      assert.match(open.said, /--layer NAME/);
      const { code, json } = await node.command(
        'connect',
        path,
        '--layer',
        'springs.csv',
        '--openness',
        'open',
        '--json',
      );
      assert.deepEqual([code, json()['collection'], json()['stored']], [0, 'two', 3]);
    });

    test('all of them make a dataset of several collections, ID and ID-layer, with sums', async () => {
      const path = file('both.zip', await zip({ 'wells.csv': wells, 'springs.csv': springs }));
      const { code, json } = await node.command('connect', path, '--yes', '--json');
      assert.equal(code, 0);
      assert.deepEqual([json()['read'], json()['stored']], [5, 5]);
      const collections = json()['collections'] as Json[];
      assert.deepEqual(
        collections.map((one) => [one['collection'], one['layer'], one['stored']]),
        [
          ['both', 'wells.csv', 2],
          ['both-springs', 'springs.csv', 3],
        ],
      );
      const dataset = await asPublic(node, '/datasets/both');
      assert.equal(dataset.body['numberOfItems'], 5);
    });

    test('sheets of a workbook are layers; empty ones are told and left out', async () => {
      const path = new URL('../../../test/fixtures/xlsx/several-sheets.xlsx', import.meta.url).pathname;
      const open = await node.command('connect', path, '--json');
      assert.deepEqual((open.json()['choices'] as Json)['layers'], ['Nước mặt', 'Nước ngầm', 'Nháp']);
      assert.match(open.said, /Trống: no record/);
      const { json } = await node.command(
        'connect',
        path,
        '--layer',
        'Nước ngầm',
        '--layer',
        'Nước mặt',
        '--yes',
        '--json',
      );
      const names = (json()['collections'] as Json[]).map((one) => one['collection']);
      assert.deepEqual(names, ['several-sheets', 'several-sheets-nuoc-mat']);
    });

    test('a folder is a delivery of its files, and the same files are the same delivery', async () => {
      const place = join(folder, 'thu-muc');
      mkdirSync(join(place, 'sub'), { recursive: true });
      writeFileSync(join(place, 'a.csv'), wells);
      writeFileSync(join(place, 'sub', 'b.csv'), springs);
      writeFileSync(join(place, '.hidden'), 'not data');
      const first = await node.command('connect', place, '--yes', '--json');
      const ids = (first.json()['collections'] as Json[]).map((one) => one['collection']);
      assert.deepEqual([first.code, ids], [0, ['thu-muc', 'thu-muc-sub-b']]);
      const again = await node.command('connect', place, '--json');
      assert.deepEqual([again.json()['unchanged'], again.json()['inserted'], again.json()['edition']], [5, 0, 1]);
    });
  });

  describe('several places', () => {
    const gdal = { skip: skipWithoutGdal };
    const shapes = (): string => {
      const place = join(folder, 'ranh');
      mkdirSync(place, { recursive: true });
      const feature = (ma: string) =>
        `{"type":"Feature","properties":{"ma":"${ma}"},"geometry":{"type":"Point","coordinates":[105.5,10]}}`;
      writeFileSync(
        join(folder, 'xa.geojson'),
        `{"type":"FeatureCollection","features":[${feature('01')},${feature('02')}]}`,
      );
      execFileSync('ogr2ogr', ['-f', 'ESRI Shapefile', join(place, 'xa.shp'), join(folder, 'xa.geojson')]);
      return place;
    };

    test('a .shp brings the files that belong to it, named or not', gdal, async () => {
      const place = shapes();
      const alone = await node.command('connect', join(place, 'xa.shp'), '--id', 'ranh-1', '--yes', '--json');
      assert.deepEqual([alone.code, alone.json()['stored']], [0, 2]);
      const named = ['xa.dbf', 'xa.shp', 'xa.prj', 'xa.shx'].map((name) => join(place, name));
      const together = await node.command('connect', ...named, '--id', 'ranh-2', '--yes', '--json');
      assert.deepEqual([together.code, together.json()['stored'], together.json()['dataset']], [0, 2, 'ranh-2']);
      for (const id of ['ranh-1', 'ranh-2']) {
        const features = await readAll(node, id);
        assert.deepEqual(
          features.map(({ properties }) => properties['ma']),
          ['01', '02'],
        );
      }
    });

    test('separate files become sources of their own; one that fails holds none up', async () => {
      const places = [file('mot.csv', wells), join(folder, 'khong-co.csv'), file('hai.csv', springs)];
      const { code, said } = await node.command('connect', ...places, '--yes');
      assert.equal(code, 1);
      assert.match(said, /1\/3 .*mot\.csv.*2\/3 .*khong-co\.csv.*ENOENT.*3\/3 .*hai\.csv/s);
      assert.equal((await readAll(node, 'mot')).length, 2);
      assert.equal((await readAll(node, 'hai')).length, 3);
    });

    test('several full deliveries do not go to one source; those that add do', async () => {
      const places = [
        file('q1.csv', csv(['code', 'depth'], [['A', 1]])),
        file('q2.csv', csv(['code', 'depth'], [['B', 2]])),
      ];
      const full = await node.command('connect', ...places, '--id', 'quy', '--yes');
      assert.equal(full.code, 2);
      assert.match(full.said, /q1\.csv, q2\.csv.*--delivery append.*folder/s);
      const adding = await node.command(
        'connect',
        ...places,
        '--id',
        'quy',
        '--key',
        'code',
        '--yes',
        '--delivery',
        'append',
      );
      assert.equal(adding.code, 0, adding.said);
      assert.equal((await readAll(node, 'quy')).length, 2);
    });

    test('files that would become one source are refused with what to do', async () => {
      mkdirSync(join(folder, 'khac'), { recursive: true });
      writeFileSync(join(folder, 'khac', 'mot.csv'), wells);
      const { code, said } = await node.command(
        'connect',
        join(folder, 'mot.csv'),
        join(folder, 'khac', 'mot.csv'),
        '--yes',
      );
      assert.equal(code, 2);
      assert.match(said, /"mot".*--id/s);
    });
  });

  describe('ways in', () => {
    let server: Server;
    let address: string;
    before(async () => {
      server = createServer((request, response) => {
        if (request.url === '/gone.csv') response.writeHead(410).end();
        else if (request.url === '/moved') response.writeHead(302, { location: '/wells-2026.csv' }).end();
        else response.writeHead(200, { 'content-type': 'text/csv' }).end(wells);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => server.close());

    test('an http address is fetched, redirects followed', async () => {
      const { code, json } = await node.command('connect', `${address}/moved`, '--id', 'fetched', '--yes', '--json');
      assert.deepEqual([code, json()['stored']], [0, 2]);
    });

    test('an address that gives no data: exit 1, the address and the reason', async () => {
      const { code, said } = await node.command('connect', `${address}/gone.csv`, '--yes');
      assert.equal(code, 1);
      assert.match(said, /gone\.csv.*HTTP 410/s);
      const closed = await node.command('connect', 'http://127.0.0.1:1/x.csv', '--yes');
      assert.equal(closed.code, 1);
      assert.match(closed.said, /127\.0\.0\.1:1\/x\.csv/);
    });

    test('gzip is opened on the way', async () => {
      const run = await deliver(node, 'packed', new Uint8Array(gzipSync(wells)), { name: 'wells.csv.gz' });
      assert.equal(run.counts.inserted, 2);
    });

    test('a form carries its fields and its file', async () => {
      const form = new FormData();
      form.set('id', 'by-form');
      form.set('title', 'Giếng khoan');
      form.set('file', new Blob([wells]), 'Giếng.csv');
      const taken = await asOperator(node, '/sources', { method: 'POST', body: form });
      assert.equal(taken.status, 303);
      assert.match(taken.headers.get('location')!, /^\/deliveries\/\d+$/);
      const source = await asOperator(node, '/sources/by-form');
      assert.equal(source.body['title'], 'Giếng khoan');
      const [delivery] = source.body['deliveries'] as Json[];
      assert.equal(delivery!['name'], 'Giếng.csv');
    });

    test('a file that cannot be read is refused with words, and its bytes are kept', async () => {
      const delivery = await upload(node, 'broken', 'PK\u0003\u0004 not a zip', { name: 'broken.xlsx' });
      assert.equal(delivery['state'], 'refused');
      assert.ok(String((delivery['problem'] as Json)['detail']).length > 20);
      assert.match(String(delivery['sha256']), /^[0-9a-f]{64}$/);
    });
  });

  describe('as-is collections follow their files', () => {
    test('an integer column that brings text becomes text, and older editions stay readable', async () => {
      const rows = Array.from({ length: 10 }, (_, i) => [`W${i}`, i] as const);
      await deliver(node, 'widened', csv(['code', 'value'], rows), { key: ['code'] });
      const run = await deliver(node, 'widened', csv(['code', 'value'], [...rows.slice(1), ['W10', 'chưa đo']]));
      assert.equal(run.state, 'done');
      const values = (await readAll(node, 'widened')).map((feature) => feature.properties['value']);
      assert.deepEqual(values, ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'chưa đo']);
      assert.equal((await readAll(node, 'widened', '&as-of=1')).length, 10);
    });

    test('a new column is added; rows of older editions have none of it', async () => {
      const rows = Array.from({ length: 10 }, (_, i) => [`W${i}`, i] as const);
      await deliver(node, 'grown', csv(['code', 'value'], rows), { key: ['code'] });
      const next = rows.map(([code, value]) => [code, value, value * 2] as const);
      const run = await deliver(node, 'grown', csv(['code', 'value', 'twice'], next));
      assert.deepEqual([run.state, run.counts.read], ['done', 10]);
      assert.equal((await readAll(node, 'grown'))[3]!.properties['twice'], 6);
      assert.equal((await readAll(node, 'grown', '&as-of=1'))[3]!.properties['twice'], null);
      const same = await deliver(node, 'grown', csv(['code', 'value', 'twice'], next));
      assert.deepEqual([same.counts.unchanged, same.edition], [10, null]);
    });

    test('a column that is missing once is empty, not an error', async () => {
      const run = await deliver(
        node,
        'grown',
        csv(
          ['code', 'value'],
          Array.from({ length: 10 }, (_, i) => [`W${i}`, i] as const),
        ),
      );
      assert.deepEqual([run.state, run.counts.updated], ['done', 9 + 1]);
    });
  });
});

async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
