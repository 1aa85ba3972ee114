import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { inPython, lacks } from './python.ts';

const hours = 24 * 30;
const start = Date.UTC(2026, 3, 1) - 7 * 3_600_000;

/** Means by station, the types of the columns, and what a condition on the time leaves. */
const program = `
import sys, json, duckdb
month = duckdb.read_parquet(sys.argv[1])
print(json.dumps({
    'means': duckdb.sql("select station, count(*), round(avg(value), 3) from month group by station order by station").fetchall(),
    'types': dict(zip(month.columns, [str(kind) for kind in month.types])),
    'day': duckdb.sql("select count(*) from month where time >= timestamptz '2026-04-10 00:00:00+07' and time < timestamptz '2026-04-11 00:00:00+07'").fetchall()[0][0],
    'sorted': duckdb.sql("select count(*) from (select series, time, lag(series) over () as s, lag(time) over () as t from month) where s = series and t >= time").fetchall()[0][0],
}))
`;

onEmbeddedNode('DuckDB', (node) => {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-duckdb-'));
  const file = join(folder, 'month.parquet');

  before(async () => {
    assert.equal((await post(node, '/networks', { id: 'thang', title: 'Tháng', openness: 'open' })).status, 201);
    const rows = Array.from({ length: hours }, (_one, hour) => {
      const time = new Date(start + hour * 3_600_000).toISOString();
      return `Cầu Mới,COD,mg/L,${time},${hour % 10}\nBến Phà,COD,mg/L,${time},${hour % 4}`;
    });
    const pushed = await fetch(new URL('/networks/thang/observations', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\n${rows.join('\n')}\n`,
    });
    assert.equal(pushed.status, 201);
    const month = await fetch(new URL('/networks/thang/months/2026-04.parquet', node.url()));
    writeFileSync(file, Buffer.from(await month.arrayBuffer()));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('reads a month of a network as it was downloaded', { skip: lacks('duckdb') }, async () => {
    const found = (await inPython(program, file)) as { types: Record<string, string> };
    assert.deepEqual(
      { ...found, types: { time: found.types['time'], value: found.types['value'], station: found.types['station'] } },
      {
        means: [
          ['Bến Phà', hours, 1.5],
          ['Cầu Mới', hours, 4.5],
        ],
        types: { time: 'TIMESTAMP WITH TIME ZONE', value: 'DOUBLE', station: 'VARCHAR' },
        day: 48,
        sorted: 0,
      },
    );
  });
});
