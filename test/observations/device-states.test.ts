import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The last whole five minutes: stations send then. */
const last = Math.floor(Date.now() / (5 * minute)) * 5 * minute;
/** A moment so long before the last value, as it is answered. */
const back = (ms: number): string => new Date(last - ms).toISOString().replace('.000Z', 'Z');

interface Span {
  series: number;
  status: number;
  from: string;
  to: string | null;
  seconds: number;
  values: number;
  name: string;
}

onBothNodes('Times of calibration and device errors', (node) => {
  const ids: Record<string, number> = {};
  before(async () => {
    for (const [id, shownLayer] of [
      ['mo', 'all'],
      ['duyet', 'approved'],
    ]) {
      assert.equal(
        (await post(node, '/networks', { id, title: `Mạng ${id}`, openness: 'open', shownLayer })).status,
        201,
      );
      const rows = [];
      // A calibration of half an hour; an error that a silence cuts in two; maintenance from before the day until now.
      for (let ago = 0; ago < 30 * hour; ago += 5 * minute) {
        if (ago >= 30 * minute && ago <= 90 * minute) continue;
        const state = ago >= 5 * hour && ago <= 5.5 * hour ? '01' : ago <= 2 * hour ? '02' : '00';
        rows.push(`${id},PM10,µg/m³,${back(ago)},20,${state}`, `${id},CO,µg/m³,${back(ago)},10,03`);
      }
      const address = `${node.url()}/networks/${id}/observations?every=300`;
      const headers = { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' };
      const body = ['station,parameter,unit,time,value,status', ...rows].join('\n');
      assert.equal((await fetch(address, { method: 'POST', headers, body })).status, 201);
    }
    for (const row of await node.db().query<{ id: number; code: string }>(sql`select id, code from thing`)) {
      ids[row.code] = row.id;
    }
    await settled(node);
  });
  const publicly = async (path: string, accept = 'application/json') => {
    const answer = await fetch(node.url() + path, { headers: { accept } });
    assert.equal(answer.status, 200, path);
    return answer.text();
  };
  const station = async (code: string, query = '') =>
    JSON.parse(await publicly(`/stations/${ids[code]}${query}`)) as {
      series: { id: number; symbol: string; received: number; measured: number; expected: number }[];
      deviceStates: Span[];
    };
  const told = (spans: Span[]) => spans.map(({ status, from, to, values }) => [status, from, to, values]);

  test('each has start, end and number of values; a silence ends it; one without an end lasts', async () => {
    const { series, deviceStates } = await station('mo');
    const own = (symbol: string) =>
      deviceStates.filter((one) => one.series === series.find((each) => each.symbol === symbol)!.id);
    assert.deepEqual(told(own('PM10')), [
      [2, back(25 * minute), null, 6],
      [2, back(2 * hour), back(95 * minute), 6],
      [1, back(5.5 * hour), back(5 * hour), 7],
    ]);
    assert.deepEqual(
      own('PM10').map(({ seconds }) => seconds),
      [1500, 1500, 1800],
    );
    // What lasted when the time begins is told from its own beginning.
    assert.deepEqual(told(own('CO')), [
      [3, back(25 * minute), null, 6],
      [3, back(30 * hour - 5 * minute), back(95 * minute), 341],
    ]);
  });

  test('of another time only what touches it is told', async () => {
    const query = `?from=${back(5.25 * hour)}&to=${back(4 * hour)}`;
    const { deviceStates } = await station('mo', query);
    assert.deepEqual(told(deviceStates.filter(({ status }) => status === 1)), [
      // Its values up to the end of the time are counted, from its beginning.
      [1, back(5.5 * hour), back(5 * hour), 7],
    ]);
  });

  test('what came is counted apart from what was measured', async () => {
    const { series } = await station('mo', '?span=week');
    const co = series.find(({ symbol }) => symbol === 'CO')!;
    assert.ok(co.received > 200 && co.measured === 0, JSON.stringify(co));
    const pm10 = series.find(({ symbol }) => symbol === 'PM10')!;
    assert.ok(pm10.measured > 200 && pm10.measured <= pm10.received - 13 + 1, JSON.stringify(pm10));
  });

  test('they stand in the report, its file and on the pages; who sees approved values only is told none', async () => {
    const { body } = await asOperator(node, '/stations/report');
    assert.deepEqual(new Set((body['deviceStates'] as Span[]).map(({ name }) => name)), new Set(['mo', 'duyet']));
    const csv = await publicly('/stations/report?f=csv');
    assert.match(csv, /^device-state,mo,mo,PM10,[^,]+\+07:00,[^,]+\+07:00,1800,,,,01,7\r?$/m);
    assert.match(csv, /^device-state,mo,mo,PM10,[^,]+\+07:00,,1500,,,,02,6\r?$/m);
    assert.doesNotMatch(csv, /^device-state,duyet/m);
    for (const path of [`/stations/${ids['mo']}?lang=en`, '/stations/report?lang=en']) {
      const page = await publicly(path, 'text/html');
      assert.match(page, /Calibration, maintenance and device errors/);
      assert.match(page, /still lasts/);
      assert.match(page, /calibrating/);
    }
    assert.deepEqual((await station('duyet')).deviceStates, []);
  });
});
