import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEmbeddedNode } from './node-under-test.ts';
import { asOperator, csv, ended, expectOk, inspected, post, readAll, upload, type Json } from './steward.ts';

/** Dust that goes up and down; the last quarter was written down in mg/m³ by somebody else. */
const rows = Array.from({ length: 400 }, (_, at) => {
  const value = 50 + 20 * Math.sin(at / 7) + ((at * 37) % 11);
  return [at + 1, at < 300 ? value.toFixed(1) : (value / 1_000).toFixed(4)] as const;
});
/** Air in °C, then a stretch in kelvin. */
const air = Array.from({ length: 400 }, (_, at) => {
  const value = 27 + 5 * Math.sin(at / 9);
  return [at + 1, (at < 300 ? value : value + 273.15).toFixed(2)] as const;
});

interface Scale {
  readonly column: string;
  readonly from: number;
  readonly to: number;
  readonly factor: number;
  readonly units?: { readonly inside: string; readonly outside: string };
}

onEmbeddedNode('numbers that seem to stand in another unit', (node) => {
  const deliverOnce = async (source: string, text: string) => {
    const { id } = await upload(node, source, text);
    const delivery = await inspected(node, Number(id));
    const [layer] = delivery['layers'] as { profile: { scales?: Scale[] } }[];
    return { id: Number(id), scales: layer!.profile.scales ?? [] };
  };
  const load = async (id: number, layer: Json) => {
    const body = { layers: [{ layer: '', key: ['stt'], ...layer }], openness: 'open', acceptLoss: true };
    const { body: answer } = await expectOk(post(node, `/deliveries/${id}/runs`, body));
    const [run] = answer['runs'] as { id: number }[];
    return ended(node, run!.id);
  };
  const valuesOf = async (collection: string) =>
    (await readAll(node, collection)).map(({ properties }) => Number(properties['bui']));

  test('are told and left, until somebody ticks the box: then they are brought to the rest, for that load', async () => {
    const text = csv(['stt', 'bui'], rows);
    const { id, scales } = await deliverOnce('bui', text);
    assert.deepEqual(
      scales.map(({ column, factor }) => [column, factor]),
      [['bui', 1_000]],
    );
    const page = await asOperator(node, `/deliveries/${id}`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /name="acceptScales"/);
    await load(id, {});
    assert.ok((await valuesOf('bui'))[399]! < 1);
    const accepted = await load(id, { acceptScales: true });
    assert.equal(accepted.counts.stored, 400);
    const values = await valuesOf('bui');
    assert.ok(
      values.every((value) => value > 20 && value < 90),
      String(values.slice(-3)),
    );
    const { body } = await expectOk(asOperator(node, `/runs/${accepted.id}`));
    const rules = (body['issueCounts'] as Json[]).map(({ rule }) => rule);
    assert.ok(rules.includes('scale-changed') && !rules.includes('unit-suspected'), rules.join(', '));
    const again = await deliverOnce('bui', csv(['stt', 'bui'], rows.slice(0, 200)));
    await load(again.id, {});
    assert.ok(
      (await valuesOf('bui')).every((value) => value > 20 && value < 90),
      'the rows of another file are its own',
    );
  });

  test('the units that explain it are named where they are known', async () => {
    const { scales } = await deliverOnce('nhiet-do', csv(['stt', 'nhiệt độ'], air));
    assert.deepEqual(
      scales.map(({ units }) => units),
      [{ inside: 'K', outside: '°C' }],
    );
  });
});
