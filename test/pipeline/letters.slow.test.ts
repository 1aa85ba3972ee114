import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import iconv from 'iconv-lite';
import { skipWithoutGdal } from '../formats/gdal.ts';
import { tableEncoder } from '../letters/encoders.ts';
import { shippedLetters } from '../letters/shipped.ts';
import { onBothNodes } from './node-under-test.ts';
import { asOperator, deliver, expectOk, post, readAll, upload, type Json } from './steward.ts';

const names = ['Phường Cái Khế', 'Xã Mỹ Khánh', 'Huyện Phú Quốc', 'Thị trấn Óc Eo', 'Xã Hòa An', 'Suối Lìn'];
const table = `Tên xã;Số hộ\n${names.map((name, at) => `${name};${at + 1},5`).join('\n')}\n`;

let encode: (id: string, text: string) => Uint8Array<ArrayBuffer>;
before(async () => {
  const { encodings } = await shippedLetters();
  encode = (id, text) => {
    const carrier = tableEncoder(
      encodings.find((one) => one.id === id)!,
      encodings,
    )(text);
    // The opposite of the reader: characters under the number of a byte are that byte.
    return Uint8Array.from(carrier, (letter) =>
      letter.charCodeAt(0) < 0x100 ? letter.charCodeAt(0) : iconv.encode(letter, 'windows-1252')[0]!,
    );
  };
});

onBothNodes('legacy letters', (node) => {
  const namesIn = async (collection: string) =>
    (await readAll(node, collection)).map(({ properties }) => properties['ten_xa']);

  test('one table in other letters each time is the same data', async () => {
    for (const id of ['tcvn3', 'vni', 'viscii', 'windows-1258']) {
      const run = await deliver(node, 'same-table', encode(id, table), { key: ['ten_xa'] });
      assert.equal(run.state, 'done', JSON.stringify(run.problem));
      if (id !== 'tcvn3') assert.equal(run.counts.unchanged, names.length, `${id}: ${JSON.stringify(run.counts)}`);
    }
    const run = await deliver(node, 'same-table', table, { key: ['ten_xa'] });
    assert.equal(run.counts.unchanged, names.length);
    assert.deepEqual(await namesIn('same-table'), names);
  });

  test('the run says what was converted, the delivery why', async () => {
    const run = await deliver(node, 'told', encode('tcvn3', table));
    const { body } = await expectOk(asOperator(node, `/runs/${run.id}/issues?lang=en`));
    assert.match(JSON.stringify(body), /letters written in tcvn3 were turned into Unicode/);
    const delivery = await expectOk(asOperator(node, `/deliveries/${run.delivery}`));
    const [layer] = delivery.body['layers'] as { profile: { columns: { title: string; letters: Json }[] } }[];
    const [column] = layer!.profile.columns;
    assert.equal(column!.title, 'Tên xã');
    assert.deepEqual(column!.letters['found'], [{ id: 'tcvn3', share: 1 }]);
    const page = await asOperator(node, `/deliveries/${run.delivery}`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /Ph­êng C¸i KhÕ/);
    assert.match(page.text, /Phường Cái Khế/);
  });

  test('a steward may name other letters; the source remembers', async () => {
    const bytes = encode('tcvn3', table);
    await deliver(node, 'kept', bytes, { letters: ['unicode'] });
    const asTheyStand = names.map((name) => Buffer.from(encode('tcvn3', name)).toString('latin1'));
    assert.deepEqual(await namesIn('kept'), asTheyStand);
    const again = await deliver(node, 'kept', bytes);
    assert.equal(again.counts.unchanged, names.length);
    await deliver(node, 'kept', bytes, { letters: ['Tên xã=tcvn3'], acceptLoss: true });
    assert.deepEqual(await namesIn('kept'), names);
  });

  const gpkg = { skip: skipWithoutGdal };
  test('a GeoPackage, whose texts are Unicode by its rule, may hold letters of a font by column', gpkg, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'letters-'));
    try {
      const shown = (name: string) => Buffer.from(encode('tcvn3', name)).toString('latin1');
      const rows = names.map((name) => `${shown(name)};${name}`).join('\n');
      writeFileSync(join(folder, 'a.csv'), `ten;ten_moi\n${rows}\n`);
      execFileSync('ogr2ogr', ['-f', 'GPKG', join(folder, 'a.gpkg'), join(folder, 'a.csv')]);
      const file = new Uint8Array(readFileSync(join(folder, 'a.gpkg')));
      await deliver(node, 'lying', file, { name: 'a.gpkg', letters: ['ten=tcvn3', 'ten_moi=unicode'] });
      const read = (await readAll(node, 'lying')).map(({ properties }) => [properties['ten'], properties['ten_moi']]);
      assert.deepEqual(
        read,
        names.map((name) => [name, name]),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('letters that nobody knows, and a column that is not there, are refused', async () => {
    const delivery = await upload(node, 'refused', encode('vni', table));
    for (const [letters, code] of [
      ['tcvn-9', 'letters-unknown'],
      ['Không có=vni', 'mapping-unknown-column'],
    ]) {
      const { status, body } = await post(node, `/deliveries/${String(delivery['id'])}/runs`, {
        layers: [{ layer: '', letters: [letters] }],
      });
      assert.equal(status, 400);
      assert.match(String(body['type']), new RegExp(`${code}$`));
    }
  });
});
