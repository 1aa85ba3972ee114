import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asPublic, post } from '../pipeline/steward.ts';

onBothNodes('A month as Parquet', (node) => {
  const push = async (rows: string): Promise<void> => {
    const pushed = await fetch(new URL('/networks/thang/observations', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\n${rows}\n`,
    });
    assert.equal(pushed.status, 201);
  };
  const address = (): string => `${node.url()}/networks/thang/months/2026-04.parquet`;

  before(async () => {
    assert.equal((await post(node, '/networks', { id: 'thang', title: 'Tháng', openness: 'open' })).status, 201);
    await push(
      [
        'T2,COD,mg/L,2026-04-10T00:00:00+07:00,3',
        'T1,pH,-,2026-04-30T23:55:00+07:00,7.5',
        'T1,pH,-,2026-04-01T00:00:00+07:00,7',
        'T1,pH,-,2026-03-31T23:55:00+07:00,1',
        'T1,pH,-,2026-05-01T00:00:00+07:00,1',
        'T1,pH,-,2026-04-02T00:00:00+07:00,',
      ].join('\n'),
    );
  });

  test('a reader of ranges finds the month of Vietnam’s calendar, sorted by series and time', async () => {
    const file = await asyncBufferFromUrl({ url: address() });
    const rows = await parquetReadObjects({ file });
    assert.deepEqual(
      rows.map(({ station, parameter, unit, time, value }) => [
        station,
        parameter,
        unit,
        (time as Date).toISOString(),
        value,
      ]),
      [
        ['T2', 'COD', 'mg/L', '2026-04-09T17:00:00.000Z', 3],
        ['T1', 'pH', '-', '2026-03-31T17:00:00.000Z', 7],
        ['T1', 'pH', '-', '2026-04-01T17:00:00.000Z', null],
        ['T1', 'pH', '-', '2026-04-30T16:55:00.000Z', 7.5],
      ],
    );
    const metadata = await parquetMetadataAsync(file);
    assert.match(metadata.key_value_metadata!.find(({ key }) => key === 'flag')!.value!, /QARTOD/);
  });

  test('parts are given as asked; what is outside the file is refused', async () => {
    const whole = Buffer.from(await (await fetch(address())).arrayBuffer());
    const part = await fetch(address(), { headers: { range: 'bytes=4-9' } });
    assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 4-9/${whole.length}`]);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(4, 10));
    const end = await fetch(address(), { headers: { range: 'bytes=-4' } });
    assert.equal(await end.text(), 'PAR1');
    const outside = await fetch(address(), { headers: { range: `bytes=${whole.length}-` } });
    assert.equal(outside.status, 416);
    await outside.arrayBuffer();
  });

  test('its mark stands until a value of the month changes', async () => {
    const etag = (await fetch(address())).headers.get('etag')!;
    const again = await fetch(address(), { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
    await push('T2,COD,mg/L,2026-06-01T00:00:00+07:00,3');
    assert.equal((await fetch(address())).headers.get('etag'), etag, 'another month is another file');
    await push('T2,COD,mg/L,2026-04-10T00:00:00+07:00,4');
    const changed = await fetch(address(), { headers: { 'if-none-match': etag } });
    assert.equal(changed.status, 200);
    const old = await fetch(address(), { headers: { range: 'bytes=4-9', 'if-range': etag } });
    assert.equal(old.status, 200, 'no part of another state is given');
    await Promise.all([changed.arrayBuffer(), old.arrayBuffer()]);
  });

  test('a month without values, and what is no month, are told apart', async () => {
    assert.equal(
      (await asPublic(node, '/networks/thang/months/2020-01.parquet', { headers: { accept: '*/*' } })).status,
      404,
    );
    assert.equal(
      (await asPublic(node, '/networks/thang/months/2020-13.parquet', { headers: { accept: '*/*' } })).status,
      400,
    );
    assert.equal(
      (await asPublic(node, '/networks/khac/months/2026-04.parquet', { headers: { accept: '*/*' } })).status,
      404,
    );
  });
});
