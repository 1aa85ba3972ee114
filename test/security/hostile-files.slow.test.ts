import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { asOperator, csv, deliver, upload, type Json } from '../pipeline/steward.ts';
import { zipped } from '../pipeline/zipped.ts';

type Bytes = string | Uint8Array<ArrayBuffer>;

/** What a document type could do, where it is listened to. */
const attacks = (address: string) =>
  ({
    'entities that grow': `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`,
    'a file of the machine': `<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>`,
    'an address to fetch': `<!DOCTYPE x [<!ENTITY c SYSTEM "${address}/entity">]>`,
    'a parameter entity': `<!DOCTYPE x [<!ENTITY % p SYSTEM "${address}/parameter"> %p;]>`,
    'a document type elsewhere': `<!DOCTYPE x SYSTEM "${address}/dtd">`,
  }) as const;

const workbook = (sheet: string) =>
  zipped({
    '[Content_Types].xml':
      '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/s.xml"/></Relationships>',
    'xl/worksheets/s.xml': sheet,
  });

/** The same text in every kind of file that is read as XML; `{T}` is where the document type stands. */
const kinds: Readonly<Record<string, (type: string) => Bytes | Promise<Bytes>>> = {
  'records.xml': (type) => `<?xml version="1.0"?>${type}<rows><row><a>&c;</a></row><row><a>2</a></row></rows>`,
  'places.kml': (type) =>
    `<?xml version="1.0"?>${type}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&c;</name><Point><coordinates>105,21</coordinates></Point></Placemark></Document></kml>`,
  'places.kmz': (type) =>
    zipped({
      'doc.kml': `<?xml version="1.0"?>${type}<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&c;</name><Point><coordinates>105,21</coordinates></Point></Placemark></kml>`,
    }),
  'answer.gml': (type) =>
    `<?xml version="1.0"?>${type}<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><a><name>&c;</name></a></gml:featureMember></wfs:FeatureCollection>`,
  'sheet.xml': (type) =>
    `<?xml version="1.0"?>${type}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">&c;</Data></Cell></Row></Table></Worksheet></Workbook>`,
  'book.xlsx': (type) =>
    workbook(
      `<?xml version="1.0"?>${type}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>`,
    ),
  'book.ods': (type) =>
    zipped({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<?xml version="1.0"?>${type}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row><table:table-cell><text:p>&c;</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
    }),
};

onEmbeddedNode('hostile files', (node) => {
  let listening: Server;
  let address: string;
  const asked: string[] = [];

  before(async () => {
    listening = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('<!ENTITY c "fetched">');
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  });
  after(() => listening.close());

  describe('XML', () => {
    for (const [file, make] of Object.entries(kinds)) {
      test(`${file}: no document type is listened to, nothing is fetched or read`, async () => {
        for (const [attack, type] of Object.entries(attacks(address))) {
          const delivery = await upload(node, 'hostile', await make(type), { name: file });
          // One that only names a document type elsewhere is read as if it did not.
          if (attack !== 'a document type elsewhere') {
            assert.equal(delivery['state'], 'refused', `${file}, ${attack}: ${JSON.stringify(delivery)}`);
            assert.match(JSON.stringify(delivery['problem']), /unsafe-xml/, `${file}, ${attack}`);
          }
          assert.doesNotMatch(JSON.stringify(delivery), /root:|fetched|aaaaaaaaaaaaaaaaaaaa/, attack);
        }
        assert.deepEqual(asked, []);
      });
    }
  });

  describe('archives', () => {
    test('names that lead out of the folder make no file there', async () => {
      const archive = new ZipFile();
      // yazl refuses such names itself: they are put in afterwards, in the same length.
      const names = ['aaaaaaaaaescaped.csv', 'bbbbbbbbbescaped.csv'];
      for (const name of names) archive.addBuffer(Buffer.from('a,b\n1,2\n'), name, { compress: false });
      archive.end();
      const chunks: Buffer[] = [];
      for await (const chunk of archive.outputStream) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks)
        .toString('latin1')
        .replaceAll('aaaaaaaaa', '../../../')
        .replaceAll('bbbbbbbbb', '/tmp/././');
      const delivery = await upload(node, 'slip', new Uint8Array(Buffer.from(text, 'latin1')), {
        name: '../../slip.zip',
      });
      assert.ok(['inspected', 'refused'].includes(String(delivery['state'])));
      for (const folder of [node.folder(), dirname(node.folder()), dirname(dirname(node.folder())), '/tmp']) {
        assert.ok(!readdirSync(folder).some((name) => /escaped\.csv|slip\.zip/.test(name)), folder);
      }
    });

    test('what unpacks to a thousand times its size is refused before it is unpacked', async () => {
      const bomb = new ZipFile();
      bomb.addBuffer(Buffer.alloc(160 * 1024 ** 2, '1\n'), 'bomb.csv');
      bomb.end();
      const chunks: Buffer[] = [];
      for await (const chunk of bomb.outputStream) chunks.push(chunk as Buffer);
      const delivery = await upload(node, 'bomb', new Uint8Array(Buffer.concat(chunks)), { name: 'bomb.zip' });
      assert.equal(delivery['state'], 'refused');
      assert.match(String((delivery['problem'] as Json)['type']), /unpacks-too-large$/);
    });
  });

  describe('formulas', () => {
    const formulas = ['=HYPERLINK("http://x","y")', '+cmd|calc', '-2+3+cmd', '@SUM(A1)', '\t=1', '＝1+1'];

    test('in cells are text, and leave in CSV so that no spreadsheet runs them', async () => {
      const rows = formulas.map((formula, i) => [`F${i}`, `"${formula.replaceAll('"', '""')}"`]);
      await deliver(node, 'formulas', csv(['code', 'note'], rows), { key: ['code'], openness: 'open' });
      const { text } = await asOperator(node, '/collections/formulas/items?f=csv');
      const cells = text.split(/\r?\n/).flatMap((line) => line.split(','));
      assert.ok(cells.some((cell) => cell.includes("'=HYPERLINK")));
      assert.deepEqual(
        cells.filter((cell) => /^"?[=+@\t＝]|^"?-[^\d]/.test(cell)),
        [],
      );
      const summary = await asOperator(node, '/collections/formulas/summary?by=note&f=csv');
      assert.equal(summary.status, 200);
      assert.doesNotMatch(summary.text, /^"?[=+@\t＝]/m);
    });

    test('of a workbook are not computed: what counts is the value that stands with them', async () => {
      const book = await workbook(`<worksheet><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>note</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="str"><f>WEBSERVICE("${address}/formula")</f><v>=1+1</v></c></row>
        <row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3" t="str"><v>x</v></c></row>
        </sheetData></worksheet>`);
      await deliver(node, 'computed', book, { name: 'computed.xlsx', openness: 'open' });
      assert.match((await asOperator(node, '/collections/computed/items?f=csv')).text, /A,'=1\+1/);
      assert.deepEqual(asked, []);
    });

    test('in rows that are handed back as a workbook are typed as text, and none is written as a formula', async () => {
      const standard = 'vn-air/ambient-air-measurements';
      const rows = formulas.map((formula, i) => [`A${i}`, '31/02/2026', `"${formula.replaceAll('"', '""')}"`]);
      const run = await deliver(node, 'back', csv(['station_code', 'time', 'note'], rows), {
        standard,
        acceptLoss: true,
      });
      const answer = await fetch(`${node.url()}/runs/${run.id}/quarantine?f=xlsx`, {
        headers: { authorization: `Bearer ${node.token()}` },
      });
      assert.equal(answer.status, 200);
      const sheet = entryOf(Buffer.from(await answer.arrayBuffer()), 'xl/worksheets/sheet1.xml');
      assert.ok(sheet.includes('HYPERLINK'), sheet.slice(0, 2_000));
      assert.doesNotMatch(sheet, /<f[ >]/);
      for (const [cell] of sheet.matchAll(/<c [^>]*>(?:(?!<\/c>).)*(?:HYPERLINK|SUM|calc)(?:(?!<\/c>).)*<\/c>/g)) {
        assert.match(cell, /t="inlineStr"/);
      }
    });

    test('in what a stranger sends leave the audit log as text too', async () => {
      await fetch(`${node.url()}/runs?x==1%2B1`, { headers: { 'user-agent': '=cmd|calc' } });
      const { text } = await asOperator(node, '/audit?f=csv');
      assert.doesNotMatch(text, /(^|,)"?=/m);
    });
  });
});

/** The text of one entry of a zip, by its central directory (APPNOTE 4.3.12). */
function entryOf(zip: Buffer, wanted: string): string {
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at !== -1; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    if (name !== wanted) continue;
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    return (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
  }
  throw new Error(`no ${wanted} in the archive`);
}
