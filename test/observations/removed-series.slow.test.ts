import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql, type Db } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { asOperator, expectOk, post, type Json, type Place } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';

const minutes = 5;
const stationFile = (minute: number): string => `pH\t7.2\t-\t2026041510${String(minute).padStart(2, '0')}00\t00\n`;

/** Where there is a server a second node works on it; else the one that there is does both parts. */
onBothStores('Values of series that have been removed', (databaseUrl) => {
  const nodes: Node[] = [];
  const folders: string[] = [];
  let here: Place & { db: () => Db };
  let there: Place;

  async function start(url: string | null): Promise<Place & { db: () => Db }> {
    const folder = temporaryFolder();
    folders.push(folder);
    const settings = { LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', ...(url && { LIENTHONG_DATABASE_URL: url }) };
    const node = await startNode(readConfig(settings), { log: quietLog });
    nodes.push(node);
    return { url: () => node.url, token: () => node.operatorToken, db: () => node.db };
  }

  before(async () => {
    const url = await databaseUrl();
    here = await start(url);
    there = url === null ? here : await start(url);
    await expectOk(post(here, '/networks', { id: 'mang', title: 'Mạng' }));
  });
  after(async () => {
    for (const node of nodes) await node.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const send = async (path: string, body: string, type: string): Promise<Json> => {
    const headers = { 'content-type': type };
    const { text, status, body: receipt } = await asOperator(here, path, { method: 'POST', body, headers });
    assert.equal(status, 201, text);
    return receipt;
  };
  const push = (lines: readonly string[], columns = 'station,parameter,unit,time,value') =>
    send('/networks/mang/observations', [columns, ...lines].join('\n'), 'text/csv');
  const at = (minute: number): string => new Date(Date.UTC(2026, 3, 15) + minute * 60_000).toISOString();
  const remove = async (entity: string): Promise<void> => {
    assert.equal((await asOperator(there, `/sta/v1.1/${entity}`, { method: 'DELETE' })).status, 200);
  };
  /** What a reader finds of a station. */
  const seriesOf = async (
    station: string,
  ): Promise<{ id: number; thing: number; unit: string; values: number[] }[]> => {
    const expand = `Observations($orderby=phenomenonTime),Thing`;
    const { body } = await expectOk(
      asOperator(there, `/sta/v1.1/Datastreams?$filter=Thing/name eq '${station}'&$expand=${expand}`),
    );
    return (body['value'] as Json[]).map((each) => ({
      id: Number(each['@iot.id']),
      thing: Number((each['Thing'] as Json)['@iot.id']),
      unit: String((each['unitOfMeasurement'] as Json)['symbol']),
      values: (each['Observations'] as Json[]).map(({ result }) => Number(result)),
    }));
  };

  test('a push by station and parameter makes a removed series anew, in the unit that is written now', async () => {
    await push([`K1,COD,mg/L,${at(0)},1`]);
    await push([`K1,COD,g/L,${at(minutes)},2`]);
    const [before] = await seriesOf('K1');
    assert.deepEqual([before!.unit, before!.values], ['mg/L', [1, 2000]]);
    await remove(`Datastreams(${before!.id})`);
    assert.deepEqual((await push([`K1,COD,g/L,${at(2 * minutes)},3`]))['inserted'], 1);
    const found = await seriesOf('K1');
    assert.deepEqual(found, [{ id: found[0]!.id, thing: before!.thing, unit: 'g/L', values: [3] }]);
    assert.notEqual(found[0]!.id, before!.id);
    await push([`K1,COD,mg/L,${at(3 * minutes)},4000`]);
    assert.deepEqual((await seriesOf('K1'))[0]!.values, [3, 4]);
  });

  test('a file of a removed station makes the station anew', async () => {
    const file = (minute: number) =>
      send('/networks/mang/files?name=CT_A_T1_20260415100000.txt', stationFile(minute), 'application/octet-stream');
    await file(0);
    const [before] = await seriesOf('T1');
    await remove(`Things(${before!.thing})`);
    assert.deepEqual(await seriesOf('T1'), []);
    assert.deepEqual((await file(5))['inserted'], 1);
    const [found] = await seriesOf('T1');
    assert.deepEqual(found!.values, [7.2]);
    assert.notEqual(found!.thing, before!.thing);
  });

  test('while a station is removed again and again, every value stands in a series, goes with one or is refused', async () => {
    await push([`D1,COD,mg/L,${at(0)},0`]);
    for (let round = 1; round <= 12; round++) {
      const [known] = await seriesOf('D1');
      const entity = round % 2 === 0 ? `Things(${known!.thing})` : `Datastreams(${known!.id})`;
      const [receipt] = await Promise.all([
        push([`D1,COD,mg/L,${at(round * minutes)},${round}`, `D${round + 1},COD,mg/L,${at(0)},1`]),
        remove(entity),
      ]);
      assert.equal(receipt['inserted'], 2, JSON.stringify(receipt));
      await push([`D1,COD,mg/L,${at(-minutes)},${round}`]);
    }
    assert.equal((await seriesOf('D1')).length, 1);
    const lost = await here.db().query(sql`
      select distinct o.series from observation o
      where not exists (select 1 from datastream d join thing t on t.id = d.thing where d.id = o.series)
        and not exists (select 1 from series_removed r where r.series = o.series)`);
    assert.deepEqual(lost, []);
  });

  test('a value for the number of a series that was removed while it came is refused, and says so', async () => {
    await push([`N1,COD,mg/L,${at(0)},1`]);
    const [known] = await seriesOf('N1');
    // The head of the push is read and matched; its rest comes when the series is gone.
    let rest!: () => void;
    const gone = new Promise<void>((resolve) => (rest = resolve));
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(Buffer.from(`datastream,time,value\n${known!.id},${at(minutes)},2\n`));
        await gone;
        controller.enqueue(Buffer.from(`${known!.id},${at(2 * minutes)},3\n`));
        controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'text/csv' } } as RequestInit;
    const answer = asOperator(here, '/networks/mang/observations?lang=en', init);
    await remove(`Datastreams(${known!.id})`);
    rest();
    const { body: receipt } = await answer;
    assert.deepEqual([receipt['read'], receipt['inserted'], receipt['quarantined']], [2, 0, 2]);
    const refused = (await asOperator(here, `${new URL(String(receipt['url'])).pathname}?lang=en`)).body['refused'];
    const [first] = refused as { problem: { detail: string } }[];
    assert.match(first!.problem.detail, new RegExp(`no series "${known!.id}"`));
  });
});
