import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { bulkRows, type DemoNetwork } from '../../src/cli/demo-network.ts';
import type { Mapping } from '../../src/harmonise/model.ts';
import { loadPacks, type PackSet, type Text } from '../../src/packs/index.ts';

interface DemoSource {
  readonly id: string;
  readonly title: Text;
  readonly file: string;
  readonly layer?: string;
  readonly standard: string;
  readonly mapping: string;
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(`examples/${name}`, 'utf8')) as T;
}

describe('the sample sources', () => {
  let set: PackSet;
  let sources: readonly DemoSource[];
  before(async () => {
    set = await loadPacks('packs');
    sources = await readJson<readonly DemoSource[]>('demo.json');
  });

  test('are four files, each with a mapping to a standard and a title that says sample', async () => {
    assert.equal(sources.length, 4);
    for (const source of sources) {
      await access(`examples/${source.file}`);
      assert.match(source.title.vi, /dữ liệu mẫu/);
      assert.match(source.title.en, /sample data/);
    }
  });

  test('map to existing properties, each once, and fill all that are required', async () => {
    for (const source of sources) {
      const { properties } = set.standard(source.standard);
      const targets = (await readJson<Mapping>(source.mapping)).fields.map((field) => field.target);
      assert.equal(new Set(targets).size, targets.length, source.mapping);
      for (const target of targets)
        assert.ok(
          properties.some((each) => each.name === target),
          target,
        );
      for (const each of properties.filter((property) => property.required)) assert.ok(targets.includes(each.name));
    }
  });

  test('name the columns of the CSV file and of the GeoJSON file as they stand there', async () => {
    const csv = await readFile('examples/tinh-mau-b-khong-khi.csv', 'utf8');
    assert.equal(csv[0], '\ufeff');
    const header = csv.slice(1).split('\r\n')[0]!.split(';');
    const fromCsv = await readJson<Mapping>('tinh-mau-b-khong-khi.mapping.json');
    assert.deepEqual(
      fromCsv.fields.flatMap((field) => field.column ?? []),
      header,
    );

    const stations = await readJson<{ features: { properties: object }[] }>('tinh-mau-c-tram.geojson');
    assert.equal(stations.features.length, 12);
    const fromStations = await readJson<Mapping>('tinh-mau-c-tram.mapping.json');
    const names = fromStations.fields.map((field) => field.column!).sort();
    for (const { properties } of stations.features) assert.deepEqual(Object.keys(properties).sort(), names);
  });

  test('the CSV file holds 241 records, one of them twice and three that cannot be accepted', async () => {
    const lines = (await readFile('examples/tinh-mau-b-khong-khi.csv', 'utf8')).trimEnd().split('\r\n').slice(1);
    assert.equal(lines.length, 241);
    assert.equal(new Set(lines).size, 240);
    assert.equal(lines.filter((line) => /;-12,4;|;31\/11\/2026 |;hỏng máy;/.test(line)).length, 3);
  });

  test('the network of stations sends until the hour that has just ended, whenever it is loaded', async () => {
    const rows = bulkRows(
      await readFile('examples/tinh-mau-d-mang-tram.csv', 'utf8'),
      new Date('2031-05-04T10:20:00Z'),
    );
    const [header, ...lines] = rows.trimEnd().split('\n');
    assert.equal(header!.trim(), 'time,station,parameter,unit,value,status');
    const times = lines.map((line) => line.slice(0, line.indexOf(',')));
    assert.equal(times[0], '2031-04-27T11:00:00.000Z');
    assert.equal(times.at(-1), '2031-05-04T10:00:00.000Z');
    const { network, stations } = await readJson<DemoNetwork>('tinh-mau-d-mang-tram.json');
    assert.match(network.title, /dữ liệu mẫu/);
    assert.match(network.titleEn, /sample data/);
    const codes = new Set(lines.map((line) => line.split(',')[1]));
    assert.deepEqual([...codes].sort(), stations.map(({ code }) => code).sort());
  });
});
