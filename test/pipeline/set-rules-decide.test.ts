import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { writeFiles } from '../packs/pack-folder.ts';
import { onBothNodes, type NodeInProcess } from './node-under-test.ts';
import { asOperator, byId, csv, deliver, ended, expectOk, post, readAll, upload, type Json, type Run } from './steward.ts'; // prettier-ignore
import { zipped } from './zipped.ts';

/** A pack whose rules over many rows are all of severity error. */
const pack = {
  'trial/pack.yaml': `id: trial
version: 0.1.0
title: { vi: Thử, en: Trial }
maintainers: [A test]
sources: [{ title: A law, confidence: V }]
codelists:
  wards:
    title: { vi: Khu, en: Wards }
    sources: [{ title: A law, confidence: V }]
`,
  'trial/codelists/wards.csv': `code,label_vi,label_en,valid_from,valid_to,source
W1,Khu 1,Ward 1,,,A law
W2,Khu 2,Ward 2,,,A law
`,
  'trial/standards/wards.yaml': `id: wards
version: 0.1.0
sources: [{ title: A law, confidence: V }]
title: { vi: Khu, en: Wards }
geometry: { types: [Polygon, MultiPolygon], required: true }
areas: code
key: [code]
properties:
  - { name: code, title: { vi: Mã, en: Code }, type: string, required: true, codelist: wards }
`,
  'trial/standards/plots.yaml': `id: plots
version: 0.1.0
sources: [{ title: A law, confidence: V }]
title: { vi: Thửa, en: Plots }
geometry: { types: [Polygon], required: true }
key: [code]
properties:
  - { name: code, title: { vi: Mã, en: Code }, type: string, required: true }
  - { name: ward, title: { vi: Khu, en: Ward }, type: string }
  - { name: deed, title: { vi: Giấy, en: Deed }, type: string }
  - { name: size, title: { vi: Diện tích, en: Size }, type: number }
checks:
  - { id: one-deed, kind: unique, severity: error, title: { vi: Một giấy, en: One deed }, by: [deed] }
  - { id: no-overlap, kind: overlap, severity: error, title: { vi: Không chồng, en: No overlap }, above: 0.1 }
  - id: size-as-drawn
    kind: area
    severity: error
    title: { vi: Khớp hình, en: Fits the shape }
    property: size
    tolerance: { share: 0.02, absolute: 1 }
  - id: in-ward
    kind: inside
    severity: error
    title: { vi: Trong khu, en: Inside its ward }
    property: ward
    of: { standard: wards }
    above: 1
`,
  'trial/standards/totals.yaml': `id: totals
version: 0.1.0
sources: [{ title: A law, confidence: V }]
title: { vi: Tổng, en: Totals }
key: [ward]
properties:
  - { name: ward, title: { vi: Khu, en: Ward }, type: string, required: true }
  - { name: total, title: { vi: Tổng, en: Total }, type: number }
`,
  'trial/standards/shares.yaml': `id: shares
version: 0.1.0
sources: [{ title: A law, confidence: V }]
title: { vi: Phần, en: Shares }
key: [ward, part]
properties:
  - { name: ward, title: { vi: Khu, en: Ward }, type: string, required: true }
  - { name: part, title: { vi: Phần, en: Part }, type: integer, required: true }
  - { name: size, title: { vi: Diện tích, en: Size }, type: number }
checks:
  - id: add-up
    kind: sum
    severity: error
    title: { vi: Cộng lại bằng tổng, en: Adds up }
    property: size
    by: [ward]
    of: { standard: totals, property: total, by: [ward] }
    tolerance: { share: 0, absolute: 0.5 }
`,
};

const packs = temporaryFolder();
before(() => writeFiles(packs, pack));
after(() => rmSync(packs, { recursive: true, force: true }));

/** A square of so many metres, about, with its lower left corner so many metres from a place. */
function square(east: number, north: number, size: number): number[][][] {
  const [x, y] = [105.84 + east / 103_900, 21.04 + north / 110_700];
  const [w, h] = [size / 103_900, size / 110_700];
  return [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]]; // prettier-ignore
}

interface Plot {
  readonly code: string;
  readonly at: number;
  readonly deed?: string;
  readonly size?: number;
  readonly ward?: string;
}

function features(rows: readonly { readonly properties: Json; readonly coordinates: unknown }[]): string {
  const made = rows.map(({ properties, coordinates }) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features: made });
}

/** Plots of 400 m² in a row; ward W1 holds the first 100 m of it. */
const plots = (rows: readonly Plot[]): string =>
  features(
    rows.map(({ code, at, deed = code, size = 400, ward = 'W1' }) => ({
      properties: { code, ward, deed, size },
      coordinates: square(at, 0, 20),
    })),
  );

function mapping(geometry: 'layer' | 'none', ...names: readonly string[]): Json {
  return { fields: names.map((name) => ({ target: name, column: name })), geometry: { from: geometry } };
}

const asPlots = {
  name: 'plots.geojson',
  standard: 'trial/plots',
  mapping: mapping('layer', 'code', 'ward', 'deed', 'size'),
  acceptLoss: true,
};

async function quarantineOf(node: NodeInProcess, run: Run): Promise<Record<string, string[]>> {
  const { body } = await expectOk(asOperator(node, `/runs/${run.id}/quarantine?limit=100`));
  const rows = body['rows'] as { cells: Json; issues: { rule: string }[] }[];
  return Object.fromEntries(
    rows.map(({ cells, issues }) => [String(cells['code'] ?? `${cells['ward']}:${cells['part']}`), issues.map(({ rule }) => rule)]), // prettier-ignore
  );
}

onBothNodes(
  'rules over many rows that decide',
  (node) => {
    before(async () => {
      const wards = features([{ properties: { code: 'W1' }, coordinates: square(-10, -10, 110) }]);
      const run = await deliver(node, 'wards', wards, {
        name: 'wards.geojson',
        standard: 'trial/wards',
        mapping: mapping('layer', 'code'),
      });
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
    });

    test('a row that breaks one goes to the quarantine with the rule; the others are stored', async () => {
      const run = await deliver(
        node,
        'plots',
        plots([
          { code: 'good', at: 0 },
          { code: 'over-a', at: 20 },
          { code: 'over-b', at: 30 },
          { code: 'deed-a', at: 50, deed: 'D' },
          { code: 'deed-b', at: 70, deed: 'D' },
          { code: 'wrong-size', at: 160, size: 500, ward: 'W2' },
          { code: 'outside', at: 200 },
        ]),
        asPlots,
      );
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
      const { read, stored, quarantined } = run.counts;
      assert.deepEqual({ read, stored, quarantined }, { read: 7, stored: 1, quarantined: 6 });
      assert.deepEqual(await quarantineOf(node, run), {
        'over-a': ['no-overlap'],
        'over-b': ['no-overlap'],
        'deed-a': ['one-deed'],
        'deed-b': ['one-deed'],
        'wrong-size': ['size-as-drawn'],
        outside: ['in-ward'],
      });
      assert.deepEqual([...byId(await readAll(node, 'plots')).keys()], ['good']);
    });

    test('of a partial delivery only what is new is refused: the stored neighbour stays', async () => {
      const run = await deliver(node, 'plots', plots([{ code: 'late', at: 10 }]), { ...asPlots, kind: 'partial' });
      assert.deepEqual(await quarantineOf(node, run), { late: ['no-overlap'] });
      assert.deepEqual([...byId(await readAll(node, 'plots')).keys()], ['good']);
    });

    test('a key whose new row is refused keeps its last good version', async () => {
      const run = await deliver(node, 'plots', plots([{ code: 'good', at: 0, size: 900 }]), asPlots);
      assert.deepEqual([run.counts.quarantined, run.counts.deleted], [1, 0]);
      assert.equal(byId(await readAll(node, 'plots')).get('good')!['size'], 400);
    });

    test('parts that do not add up are refused together', async () => {
      const totals = csv(['ward', 'total'], [['W1', 300], ['W2', 100]]); // prettier-ignore
      const shares = csv(['ward', 'part', 'size'], [['W1', 1, 100], ['W1', 2, 200], ['W2', 1, 60], ['W2', 2, 30]]); // prettier-ignore
      const files = await zipped({ 'a-totals.csv': totals, 'b-shares.csv': shares });
      const delivery = await upload(node, 'sums', files, { name: 'sums.zip' });
      const [first, second] = (delivery['layers'] as { id: string }[]).map(({ id }) => id).sort();
      const load = async (layer: string, standard: string, ...names: readonly string[]) => {
        const body = { layers: [{ layer, standard, mapping: mapping('none', ...names) }], acceptLoss: true };
        const begun = await expectOk(post(node, `/deliveries/${String(delivery['id'])}/runs`, body));
        return ended(node, (begun.body['runs'] as { id: number }[])[0]!.id);
      };
      await load(first!, 'trial/totals', 'ward', 'total');
      const run = await load(second!, 'trial/shares', 'ward', 'part', 'size');
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
      assert.deepEqual([run.counts.stored, run.counts.quarantined], [2, 2]);
      assert.deepEqual(await quarantineOf(node, run), { 'W2:1': ['add-up'], 'W2:2': ['add-up'] });
    });

    describe('a rule looks only at what the owner of the dataset may read', () => {
      const outside = [{ code: 'outside', at: 200 }];
      const belong = (owner: string, openness: string) =>
        node.db().query(sql`update resource set owner = ${owner}, openness = ${openness} where id = 'wards'`);
      after(() => belong('node', 'open'));

      test('closed data of another owner is not looked at, and the run says so in both languages', async () => {
        await belong('another-agency', 'closed');
        const run = await deliver(node, 'strange', plots(outside), asPlots);
        assert.deepEqual([run.state, run.counts.stored, run.counts.quarantined], ['done', 1, 0]);
        const said = (await expectOk(asOperator(node, `/runs/${run.id}`))).text;
        assert.match(said, /không được đọc lớp dữ liệu theo mô hình trial\/wards/);
        const english = (await expectOk(asOperator(node, `/runs/${run.id}?lang=en`))).text;
        assert.match(english, /may not read the collection of the standard trial\/wards/);
        assert.doesNotMatch(english, /another-agency/);
      });

      test('open data of another owner is looked at', async () => {
        await belong('another-agency', 'open');
        const run = await deliver(node, 'open-wards', plots(outside), asPlots);
        assert.deepEqual(await quarantineOf(node, run), { outside: ['in-ward'] });
      });

      test('so is what the owner keeps closed himself', async () => {
        await belong('node', 'closed');
        const run = await deliver(node, 'own-wards', plots(outside), asPlots);
        assert.deepEqual(await quarantineOf(node, run), { outside: ['in-ward'] });
      });
    });
  },
  { packs },
);
