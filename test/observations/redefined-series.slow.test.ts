import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startNode, type Node } from '../../src/node.ts';
import { readConfig, sql } from '../../src/kernel/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { onBothStores } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { quietLog } from '../support/quiet-log.ts';
import { datastream, StaService, station } from './sta-service.ts';

/** On a server a second node takes the deliveries: what the first one changes, it must notice. */
onBothStores('Series that are defined otherwise by SensorThings', (databaseUrl) => {
  const folders = [temporaryFolder(), temporaryFolder()];
  let nodes: Node[] = [];
  let sta: StaService;
  let minutes = 0;
  const at = () => new Date(Date.UTC(2026, 3, 1) + minutes++ * 60_000).toISOString();
  const place = (node: Node) => ({ url: () => node.url, token: () => node.operatorToken });

  before(async () => {
    const url = await databaseUrl();
    for (const folder of url === null ? folders.slice(0, 1) : folders) {
      nodes.push(
        await startNode(
          readConfig({
            ...{ LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'error' },
            ...(url !== null && { LIENTHONG_DATABASE_URL: url }),
          }),
          { log: quietLog },
        ),
      );
    }
    sta = new StaService(place(nodes[0]!));
    assert.equal((await post(place(nodes[0]!), '/networks', { id: 'doi', title: 'Đổi' })).status, 201);
  });
  after(async () => {
    for (const node of nodes) await node.close();
    nodes = [];
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const deliver = async (path: string, body: string) => {
    const node = nodes.at(-1)!;
    const response = await fetch(new URL(`/networks/doi${path}`, node.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.operatorToken}`, 'content-type': 'text/csv' },
      body,
    });
    assert.equal(response.status, 201);
    return (await response.json()) as { inserted: number; quarantined: number };
  };
  const push = (rows: readonly string[]) =>
    deliver('/observations', `station,parameter,unit,time,value\n${rows.join('\n')}\n`);
  const seriesOf = async (code: string, symbol = 'COD') => {
    const rows = await nodes[0]!.db.query<{ id: number; ucum: string | null; values: number[] }>(sql`
      select d.id, d.ucum, array(select value from observation o where o.series = d.id order by time) as values
      from datastream d join thing t on t.id = d.thing join observed_property p on p.id = d.observed_property
      where d.network = 'doi' and t.code = ${code} and p.symbol = ${symbol} order by d.id`);
    return rows;
  };
  const change = async (series: number, body: object) => {
    const { status, text } = await sta.send('PATCH', `/Datastreams(${series})`, body);
    assert.equal(status, 200, text);
  };
  const unit = (symbol: string) => ({ unitOfMeasurement: { name: symbol, symbol, definition: '' } });

  test('a new unit is that of the next push: values in another one are converted to it, and none is refused for the old one', async () => {
    await push([`T1,COD,mg/L,${at()},5`, `T1,COD,g/L,${at()},0.006`]);
    const [series] = await seriesOf('T1');
    assert.deepEqual([series!.ucum, series!.values], ['mg/L', [5, 6]]);
    await change(series!.id, unit('g/L'));
    await push([`T1,COD,g/L,${at()},0.007`, `T1,COD,mg/L,${at()},8`, `T1,COD,mg/L,${at()},9`]);
    assert.deepEqual((await seriesOf('T1'))[0]!.values.slice(2), [0.007, 0.008, 0.009]);
    await change(series!.id, unit('°C'));
    const { inserted, quarantined } = await push([`T1,COD,°C,${at()},20`, `T1,COD,mg/L,${at()},8`]);
    assert.deepEqual([inserted, quarantined], [1, 1]);
  });

  test('files of stations follow too', async () => {
    const file = (time: string, value: string) =>
      deliver(`/files?name=CT_A_T2_${time}.txt`, `COD\t${value}\tmg/L\t${time}\t00\n`);
    await file('20260415103500', '5');
    const [series] = await seriesOf('T2');
    await change(series!.id, unit('g/L'));
    await file('20260415104000', '6');
    assert.deepEqual((await seriesOf('T2'))[0]!.values, [5, 0.006]);
  });

  test('a series that is given to another station is that station’s; the first one gets a new series', async () => {
    await push([`T3,COD,mg/L,${at()},1`, `T4,pH,-,${at()},7`]);
    const [series] = await seriesOf('T3');
    const [other] = await nodes[0]!.db.query<{ thing: number }>(sql`
      select id as thing from thing where network = 'doi' and code = 'T4'`);
    await change(series!.id, { Thing: { '@iot.id': other!.thing } });
    await push([`T4,COD,mg/L,${at()},2`, `T3,COD,mg/L,${at()},3`]);
    assert.deepEqual((await seriesOf('T4'))[0]!.values, [1, 2]);
    const made = await seriesOf('T3');
    assert.deepEqual([made[0]!.values, made[0]!.id === series!.id], [[3], false]);
  });

  test('a thousand values that were matched before are matched once more, not each by itself', async () => {
    await push([`T5,COD,mg/L,${at()},1`]);
    const [series] = await seriesOf('T5');
    await change(series!.id, unit('g/L'));
    const { inserted } = await push(Array.from({ length: 1_000 }, () => `T5,COD,mg/L,${at()},1000`));
    assert.equal(inserted, 1_000);
    assert.ok((await seriesOf('T5'))[0]!.values.slice(1).every((value) => value === 1));
  });

  test('an entity that is made gets the code of its unit, where a pack knows how it is written', async () => {
    const thing = await sta.create('/Things', station('Đo'));
    const codes = [
      [unit('mg/L'), 'mg/L'],
      [unit('µg/m³'), 'ug/m3'],
      [{ unitOfMeasurement: { name: 'degree', symbol: '?', definition: 'https://ucum.org/#Cel' } }, 'Cel'],
      [unit('con cá'), null],
    ] as const;
    for (const [given, code] of codes) {
      const id = await sta.create(`/Things(${thing})/Datastreams`, { ...datastream('x'), ...given });
      const [row] = await nodes[0]!.db.query<{ ucum: string | null }>(
        sql`select ucum from datastream where id = ${id}`,
      );
      assert.equal(row!.ucum, code);
      const read = await sta.get(`/Datastreams(${id})`);
      assert.deepEqual(read['unitOfMeasurement'], given.unitOfMeasurement, 'it stays as it was written');
    }
  });
});
