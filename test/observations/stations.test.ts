import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes, type NodeInProcess } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The last whole five minutes: stations send then. */
const last = Math.floor(Date.now() / (5 * minute)) * 5 * minute;
const iso = (at: number): string => new Date(at).toISOString();
type Json = Record<string, unknown>;

onBothNodes('Pages of stations', (node) => {
  const ids: Record<string, number> = {};
  before(async () => {
    for (const [id, openness, shownLayer] of [
      ['mo', 'open', 'all'],
      ['kin', 'closed', 'all'],
      ['duyet', 'open', 'approved'],
    ]) {
      assert.equal((await post(node, '/networks', { id, title: `Mạng ${id}`, openness, shownLayer })).status, 201);
    }
    const rows: string[] = [];
    const say = (station: string, parameter: string, back: number, value: number, status = '00') =>
      rows.push(`${station},${parameter},µg/m³,${iso(last - back)},${value},${status}`);
    // A day of five minutes; two hours are missing in the middle.
    for (let back = 0; back < 30 * hour; back += 5 * minute) {
      if (back > 10 * hour && back < 12 * hour) continue;
      say('HN1', 'PM25', back, 30);
      say('HN1', 'PM10', back, 60);
    }
    say('HN2', 'PM10', 3 * hour, 12);
    say('HN3', 'PM10', 0, 13, '02');
    say('Đống Đa', 'PM10', 0, 14, '01');
    await push(node, 'mo', rows);
    await push(node, 'kin', [`K1,PM10,µg/m³,${iso(last)},77,00`]);
    await push(node, 'duyet', [`D1,PM10,µg/m³,${iso(last)},88,00`]);
    for (const row of await node.db().query<{ id: number; code: string }>(sql`select id, code from thing`)) {
      ids[row.code] = row.id;
    }
    const place = { name: 'Hà Nội', description: 'Hà Nội', encodingType: 'application/geo+json' };
    const location = { type: 'Point', coordinates: [105.85, 21.03] };
    await new StaService(node).create(`/Things(${ids['HN1']})/Locations`, { ...place, location });
    await settled(node);
  });
  const publicly = (path: string, accept = 'application/json') => read(node, path, accept);
  const names = (body: Json): string[] => (body['stations'] as { name: string }[]).map(({ name }) => name);

  test('of an hour or a day each station has the mean of it, and none where nothing was measured then', async () => {
    const { body } = await publicly('/stations?parameter=PM10');
    const { hours, days } = body['times'] as { hours: string[]; days: string[] };
    assert.deepEqual([hours.length, days.length], [48, 31]);
    const at = async (time: string): Promise<Record<string, number | null>> => {
      const answer = await publicly(`/stations?parameter=PM10&at=${time}`);
      assert.equal(answer.body['at'], time);
      type Row = { code: string; value: { value: number | null } | null };
      return Object.fromEntries(
        (answer.body['stations'] as Row[]).map(({ code, value }) => [code, value?.value ?? null]),
      );
    };
    const local = (back: number): string => new Date(last - back + 7 * hour).toISOString();
    assert.equal((await at(local(5 * hour).slice(0, 13)))['HN1'], 60);
    assert.equal((await at(local(3 * hour).slice(0, 13)))['HN2'], 12);
    assert.equal((await at(local(6 * hour).slice(0, 13)))['HN2'], null);
    // What waits for approval is in no mean of the public, as in no newest value.
    assert.equal((await at(local(0).slice(0, 13)))['D1'], null);
    assert.equal((await at(local(3 * hour).slice(0, 10)))['HN2'], 12);
    for (const wrong of ['2026-02-30', '2026-11-26T25', 'x']) {
      assert.equal((await publicly(`/stations?parameter=PM10&at=${wrong}`)).status, 400, wrong);
    }
    const { text } = await publicly(`/stations?parameter=PM10&at=${hours.at(-2)}&lang=en`, 'text/html');
    assert.match(text, /rel="prev"/);
    assert.match(text, /rel="next"/);
    assert.match(text, /<option value="[^"]*" selected>/);
  });

  test('classes of values stay the same from step to step of a view: what changes is the stations', async () => {
    const local = (back: number): string => new Date(last - back + 7 * hour).toISOString().slice(0, 13);
    const keys = async (at: string): Promise<string[]> => {
      const { text } = await publicly(`/stations?parameter=PM10&at=${at}&lang=en`, 'text/html');
      const caption = /<figcaption>(.*?)<\/figcaption>/s.exec(text)![1]!;
      return [...caption.matchAll(/spots class-\d.*?<\/svg>([^<]*): \d+/gs)].map(([, words]) => words!);
    };
    const [early, late] = [await keys(local(6 * hour)), await keys(local(3 * hour))];
    assert.deepEqual(early, late);
    assert.ok(early.length >= 2 && early[0]!.startsWith('below'), early.join());
    const classes = async (query: string): Promise<number[]> =>
      (await publicly(`/stations?parameter=PM10${query}`)).body['classes'] as number[];
    assert.deepEqual(await classes(`&at=${local(6 * hour)}`), await classes(''));
    // Hourly means are 60 and 12; what waits for approval is in no class of the public, nor what is closed.
    assert.deepEqual(await classes(''), [60]);
    assert.deepEqual((await publicly('/stations')).body['classes'], []);
  });

  test('each station has a state by its newest values; what is closed to the reader is not listed', async () => {
    const { body } = await publicly('/stations');
    const states = Object.fromEntries((body['stations'] as Json[]).map(({ code, state }) => [code, state]));
    assert.deepEqual(states, { HN1: 'ok', HN2: 'offline', HN3: 'fault', 'Đống Đa': 'calibrating', D1: 'withheld' });
    assert.deepEqual(body['counts'], { ok: 1, withheld: 1, offline: 1, fault: 1, calibrating: 1 });
    assert.equal((await publicly(`/stations/${ids['K1']}`)).status, 404);
    assert.equal((await publicly('/stations?network=kin')).status, 404);
    assert.deepEqual(names((await asOperator(node, '/stations?network=kin')).body), ['K1']);
  });

  test('filters by state, by name without accents, by network and parameter, whose newest value stands beside', async () => {
    assert.deepEqual(names((await publicly('/stations?state=offline')).body), ['HN2']);
    assert.deepEqual(names((await publicly('/stations?q=dong+da')).body), ['Đống Đa']);
    assert.deepEqual(names((await publicly('/stations?q=%25')).body), []);
    const { body } = await publicly('/stations?parameter=PM2,5&state=&q=&network=');
    const [one] = body['stations'] as { code: string; value: Json }[];
    assert.deepEqual([one!.code, one!.value['value'], one!.value['unit']], ['HN1', 30, 'µg/m³']);
    assert.deepEqual(
      (body['places'] as Json[]).map(({ longitude }) => longitude),
      [105.85],
    );
  });

  test('a value that nobody has approved is not shown where the network says so', async () => {
    const of = async (path: string, as: 'public' | 'operator') =>
      (as === 'public' ? await publicly(path) : await asOperator(node, path)).body;
    const values = (body: Json) => (body['stations'] as { value: Json | null }[]).map(({ value }) => value?.['value']);
    assert.deepEqual(values(await of('/stations?network=duyet&parameter=PM10', 'public')), [undefined]);
    assert.deepEqual(values(await of('/stations?network=duyet&parameter=PM10', 'operator')), [88]);
    const page = await of(`/stations/${ids['D1']}`, 'public');
    assert.deepEqual(
      (page['series'] as Json[]).map(({ value }) => value),
      [null],
    );
    assert.deepEqual((page['charts'] as Json[])[0]?.['points'], []);
    const approved = await post(node, '/networks/duyet/approvals', { from: iso(last), to: iso(last) });
    assert.equal(approved.body['changed'], 1);
    await settled(node);
    assert.deepEqual(values(await of('/stations?network=duyet&parameter=PM10', 'public')), [88]);
  });

  test('a page by key after another gives every station once', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => `P${String(i).padStart(3, '0')},PM10,µg/m³,${iso(last)},1,00`);
    assert.equal((await post(node, '/networks', { id: 'nhieu', title: 'Nhiều', openness: 'open' })).status, 201);
    await push(node, 'nhieu', rows);
    const seen: string[] = [];
    for (let path: string | null = '/stations?network=nhieu'; path !== null;) {
      const { body } = await publicly(path);
      seen.push(...names(body));
      const next = (body['links'] as { rel: string; href: string }[]).find(({ rel }) => rel === 'next');
      path = next ? new URL(next.href).pathname + new URL(next.href).search : null;
    }
    assert.deepEqual(
      seen,
      rows.map((row) => row.slice(0, 4)),
    );
  });

  test('a station shows a day value by value, with what was owed and what came, and the silence with its ends', async () => {
    const { body } = await publicly(`/stations/${ids['HN1']}?until=${encodeURIComponent(iso(last + 1000))}`);
    const [chart] = body['charts'] as { title: string; unit: string; resolution: Json; points: Json[] }[];
    assert.equal(chart!.resolution['grain'], 'raw');
    assert.equal(chart!.points.length, 288 - 23);
    const series = (body['series'] as Json[]).find(({ symbol }) => symbol === 'PM10')!;
    assert.deepEqual([series['expected'], series['received']], [288, 288 - 23]);
    const outages = body['outages'] as { from: string; to: string; seconds: number }[];
    assert.equal(outages.length, 2);
    assert.deepEqual(
      [Date.parse(outages[0]!.from), Date.parse(outages[0]!.to), outages[0]!.seconds],
      [last - 12 * hour, last - 10 * hour, 7200],
    );
  });

  test('ten years are drawn from sums, never above the limit of points; the value of a faulty device counts for nothing', async () => {
    const decade = (await publicly(`/stations/${ids['HN1']}?span=decade`)).body;
    const [chart] = decade['charts'] as {
      resolution: { grain: string; merged: number };
      points: { value: number }[];
    }[];
    assert.equal(chart!.resolution.grain, 'day');
    assert.ok(chart!.resolution.merged > 1);
    assert.deepEqual([...new Set(chart!.points.map(({ value }) => value))], [60]);
    const faulty = (await publicly(`/stations/${ids['HN3']}`)).body;
    const [point] = (faulty['charts'] as { points: Json[] }[])[0]!.points;
    assert.deepEqual([point!['value'], point!['sent'], point!['status']], [null, 13, 2]);
  });

  test('any time is drawn, from a day or a moment to another: by values, hours, days or months, as long as it is', async () => {
    type Drawn = { span: Json; charts: { resolution: Json; points: { at: number }[] }[]; series: Json[] };
    const drawn = async (query: string): Promise<Drawn> => {
      const { status, body, text } = await publicly(`/stations/${ids['HN1']}?${query}`);
      assert.equal(status, 200, text);
      return body as unknown as Drawn;
    };
    const minuteOf = (at: number): string => new Date(at + 7 * hour).toISOString().slice(0, 16);
    // Without an offset a moment is Vietnam's.
    const piece = await drawn(`from=${minuteOf(last - 4 * hour)}&to=${minuteOf(last - 3 * hour)}`);
    assert.deepEqual(
      [piece.span['name'], piece.span['from'], piece.span['to'], piece.span['isUpToNow']],
      ['own', iso(last - 4 * hour), iso(last - 3 * hour), false],
    );
    assert.equal(piece.charts[0]!.points.length, 12);
    // Without an end it goes on up to now; a day as an end is there to its end.
    assert.equal((await drawn(`from=${minuteOf(last - 4 * hour)}`)).span['isUpToNow'], true);
    const day = minuteOf(last).slice(0, 10);
    const today = await drawn(`from=${day}&to=${day}&span=year`);
    assert.equal(Date.parse(String(today.span['to'])) - Date.parse(String(today.span['from'])), 24 * hour);
    const owed = today.series.find(({ symbol }) => symbol === 'PM10')!;
    assert.ok(Number(owed['expected'] ?? 0) <= 288 - (Date.parse(String(today.span['to'])) - last) / (5 * minute) + 1);
    const grains = [];
    for (const from of [
      last - 6 * 24 * hour,
      last - 60 * 24 * hour,
      last - 4000 * 24 * hour,
      last - 25_000 * 24 * hour,
    ]) {
      const { charts } = await drawn(`from=${minuteOf(from).slice(0, 10)}`);
      grains.push(charts[0]!.resolution['grain']);
    }
    assert.deepEqual(grains, ['raw', 'hour', 'day', 'month']);
    for (const wrong of [
      'from=2026-02-30',
      'from=x',
      'from=2026-05-02&to=2026-05-01',
      'from=1700-01-01',
      'to=0001-01-01',
    ]) {
      assert.equal((await publicly(`/stations/${ids['HN1']}?${wrong}`)).status, 400, wrong);
    }
  });

  test('the file is of the time that is seen; links lead to what lies before, after, within and around it', async () => {
    const query = 'from=2026-04-15T10:00&to=2026-04-15T12:00';
    const { headers } = await publicly(`/stations/${ids['HN1']}?${query}&f=csv`);
    assert.match(headers.get('content-disposition')!, /2026-04-15T1000-2026-04-15T1200\.csv/);
    const { text } = await publicly(`/stations/${ids['HN1']}?${query}&lang=en`, 'text/html');
    const links = Object.fromEntries(
      [...text.matchAll(/href="([^"]+)#charts" data-move="(\w+)"/g)].map(([, href, name]) => {
        const { searchParams } = new URL(href!.replaceAll('&amp;', '&'), node.url());
        return [name, [searchParams.get('from'), searchParams.get('to')]];
      }),
    );
    assert.deepEqual(links, {
      back: ['2026-04-15T09:00', '2026-04-15T11:00'],
      on: ['2026-04-15T11:00', '2026-04-15T13:00'],
      in: ['2026-04-15T10:30', '2026-04-15T11:30'],
      out: ['2026-04-15T09:00', '2026-04-15T13:00'],
    });
    assert.match(text, new RegExp(`href="[^"]*${query.replaceAll('&', '&amp;').replaceAll(':', '%3A')}[^"]*f=csv`));
    assert.match(text, /<input[^>]*name="from"[^>]*value="2026-04-15"/);
  });

  test('two stations and two years stand beside each other', async () => {
    const beside = (await publicly(`/stations/${ids['HN1']}?with=${ids['HN2']}`)).body;
    const charts = beside['charts'] as { title: string; compared: { station: string; points: Json[] } | null }[];
    const compared = charts.flatMap((chart) => (chart.compared ? [chart.compared] : []));
    assert.deepEqual(
      compared.map(({ station, points }) => [station, points.length]),
      [['HN2', 1]],
    );
    assert.equal((await publicly(`/stations/${ids['HN1']}?with=${ids['K1']}`)).status, 404);
    const year = new Date(last).getUTCFullYear() - 1;
    const [chart] = (await publicly(`/stations/${ids['HN1']}?year=${year}`)).body['charts'] as typeof charts;
    assert.deepEqual(chart!.compared!.points, []);
    assert.equal((await publicly(`/stations/${ids['HN1']}?year=3000`)).status, 400);
  });

  test('the index of the hour tells its level, its cause and every step', async () => {
    const { body } = await publicly(`/stations/${ids['HN1']}`);
    const indices = body['indices'] as {
      index: string;
      title: string;
      value: number;
      level: Json;
      deciding: string;
      why: string[];
    }[];
    const [index] = indices;
    // 30 µg/m³ of the finer dust all day: 50 + (30 - 25) / 25 × 50; 60 of the coarser gives 55.
    assert.deepEqual([index!.value, index!.deciding], [60, 'PM2,5']);
    assert.ok(index!.why.some((line) => line.includes('30')) && index!.why.length > 4);
  });

  test('what is drawn is downloaded as CSV, its moments in Vietnamese time', async () => {
    const { status, text, headers } = await publicly(`/stations/${ids['HN2']}?f=csv`);
    assert.equal(status, 200, text);
    assert.match(headers.get('content-disposition')!, /attachment/);
    const lines = text.trim().split('\r\n');
    assert.equal(lines.length, 2);
    assert.equal(lines[1]!.split(',')[5], '12');
    assert.match(lines[1]!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00,HN2,PM10/);
  });

  test('the report holds received against expected and lists every silence; too long a time is refused', async () => {
    const { body } = await publicly('/stations/report?network=mo');
    const outages = body['outages'] as { name: string; to: string | null }[];
    assert.ok(outages.some(({ name, to }) => name === 'HN2' && to === null));
    assert.ok(outages.some(({ name, to }) => name === 'HN1' && to !== null));
    const csv = (await publicly('/stations/report?network=mo&f=csv')).text;
    assert.match(csv, /\r\noutage,\d+,HN1,/);
    assert.equal((await publicly('/stations/report?from=2026-01-01&to=2026-06-01')).status, 400);
  });

  test('stations that fell silent are among what should have happened and did not', async () => {
    const { body } = await asOperator(node, '/operations?lang=en');
    const told = (body['expectations'] as { id: string; state: string; detail: string }[]).find(
      ({ id }) => id === 'stations-silent',
    );
    assert.equal(told?.state, 'warning');
    assert.match(told!.detail, /HN2/);
  });

  test('pages carry map, chart and table without a script', async () => {
    const list = (await publicly('/stations?lang=en', 'text/html')).text;
    assert.ok(list.includes('<figure class="map wide stations-map">'));
    const page = (await publicly(`/stations/${ids['HN1']}?lang=en`, 'text/html')).text;
    assert.ok(page.includes('<figure class="chart"') && page.includes('Mostly because of'));
    // The line is broken where two hours are missing.
    const path = /<path class="series" d="([^"]+)"/.exec(page)![1]!;
    assert.equal(path.match(/M/g)!.length, 2);
  });
});

async function push(node: NodeInProcess, network: string, rows: readonly string[]): Promise<void> {
  const response = await fetch(new URL(`/networks/${network}/observations?every=300`, node.url()), {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv', accept: 'application/json' },
    body: `station,parameter,unit,time,value,status\n${rows.join('\n')}\n`,
  });
  const text = await response.text();
  assert.equal(response.status, 201, text);
  assert.equal((JSON.parse(text) as Json)['quarantined'], 0, text);
}

async function read(node: NodeInProcess, path: string, accept: string) {
  const response = await fetch(new URL(path, node.url()), { headers: { accept } });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Json };
}
