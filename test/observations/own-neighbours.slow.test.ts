import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { deriveNeighbours } from '../../src/observations/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, post } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';
import { openWithWanderingStation } from './wandering-station.ts';

interface Version {
  version: number;
  neighbours: { series: number; name: string; difference: number }[];
  suspect: number | null;
  madeBy: string;
  reason: string;
}

onBothNodes('Neighbours of a series, chosen by hand', (node) => {
  let stations: Record<string, number>;
  const series: Record<string, number> = {};
  const address = (code: string): string => `/networks/mo/series/${series[code]}/neighbours`;
  const others = (code: string): number[] =>
    'ABCD'
      .replace(code, '')
      .split('')
      .map((each) => series[each]!);
  const derive = () => deriveNeighbours(node.db(), { now: () => new Date() }, new AbortController().signal);
  const versions = async (code: string): Promise<Version[]> =>
    (await asOperator(node, address(code))).body['versions'] as Version[];
  const isSuspect = async (code: string): Promise<boolean> => {
    await settled(node);
    const { body } = await asPublic(node, `/stations/${stations[code]}`);
    return (body['series'] as { against: string[] }[])[0]!.against.includes('neighbour');
  };
  const told = ({ version, suspect, madeBy, reason, neighbours }: Version) => ({
    ...{ version, isHeld: suspect !== null, madeBy, reason },
    neighbours: neighbours
      .map(({ name }) => name)
      .toSorted()
      .join(''),
  });

  before(async () => {
    stations = await openWithWanderingStation(node);
    for (const [code, id] of Object.entries(stations)) {
      const [stream] = await new StaService(node).values(`/Things(${id})/Datastreams`);
      series[code] = Number(stream!['@iot.id']);
    }
    assert.equal(await derive(), 4);
  });

  test('what the job found is seen by who looks after the network, and offered to choose from', async () => {
    const derived = { version: 1, isHeld: true, madeBy: 'derived', reason: 'derived', neighbours: 'ABC' };
    assert.deepEqual((await versions('D')).map(told), [derived]);
    const { body } = await asOperator(node, address('D'));
    assert.deepEqual(
      (body['offered'] as { name: string }[]).map(({ name }) => name),
      ['C', 'B', 'A'],
    );
    assert.ok([401, 404].includes((await asPublic(node, address('D'))).status));
    assert.equal((await asOperator(node, '/networks/mo/series/999999/neighbours')).status, 404);
    assert.match(
      (await asOperator(node, `/stations/${stations['D']}`, { headers: { accept: 'text/html' } })).text,
      /\/neighbours"/,
    );
    assert.doesNotMatch(
      (await asPublic(node, `/stations/${stations['D']}`, { headers: { accept: 'text/html' } })).text,
      /\/neighbours"/,
    );
  });

  test('a choice that cannot be is refused, and nothing changes', async () => {
    const refused = [
      { neighbours: others('D').slice(1), suspect: 5 },
      { neighbours: [...others('D'), series['D']], suspect: 5 },
      { neighbours: [...others('D'), 999_999], suspect: 5 },
      { suspect: 5 },
      { neighbours: others('D') },
      { neighbours: others('D'), suspect: 0 },
    ];
    for (const body of refused) assert.equal((await post(node, address('D'), body)).status, 422, JSON.stringify(body));
    assert.equal((await versions('D')).length, 1);
  });

  test('the history is judged by what was chosen, and the job leaves it alone', async () => {
    assert.equal(await isSuspect('D'), true);
    const answer = await post(node, address('D'), { neighbours: others('D'), suspect: 40 });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(await isSuspect('D'), false);
    const [own] = await versions('D');
    assert.deepEqual(told(own!), { version: 2, isHeld: true, madeBy: 'operator', reason: 'set', neighbours: 'ABC' });
    // D stands a little above the others: 3, 2 and 1 above A, B and C.
    assert.ok(own!.neighbours.every(({ name, difference }) => Math.abs(difference - (3 - 'ABC'.indexOf(name))) < 1));
    await derive();
    assert.equal((await versions('D')).length, 2);
  });

  test('on the page: a refused form keeps what was typed, a good one leads back to the page', async () => {
    const send = (fields: [string, string][]) =>
      asOperator(node, `${address('D')}?lang=en`, {
        method: 'POST',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
    const refused = await send([
      ['neighbours', String(series['A'])],
      ['suspect', '7.5'],
    ]);
    assert.equal(refused.status, 422);
    assert.match(refused.text, /name="suspect"[^>]*value="7.5"/);
    assert.match(refused.text, /class="error" id="field-neighbours-error"/);
    assert.match(refused.text, new RegExp(`value="${series['A']}"[^>]* checked`));
    assert.doesNotMatch(refused.text, new RegExp(`value="${series['B']}"[^>]* checked`));
    const good = await send([
      ...others('D').map((one): [string, string] => ['neighbours', String(one)]),
      ['suspect', '3'],
    ]);
    assert.equal(good.status, 303, good.text.slice(0, 300));
    assert.ok(good.headers.get('location')?.includes(address('D')));
    assert.equal(await isSuspect('D'), true);
    const page = await asOperator(node, `${address('D')}?lang=en`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /Take the choice back/);
  });

  test('taken back, the job finds neighbours at once; there is nothing to take back then', async () => {
    const answer = await post(node, `${address('D')}/take-back`, {});
    assert.equal(answer.status, 201, answer.text);
    await until(async () => (await versions('D')).length === 5, 'the job');
    const [found, back] = (await versions('D')).map(told);
    assert.deepEqual(found, { version: 5, isHeld: true, madeBy: 'derived', reason: 'derived', neighbours: 'ABC' });
    assert.deepEqual(back, { version: 4, isHeld: false, madeBy: 'operator', reason: 'taken-back', neighbours: '' });
    assert.equal((await post(node, `${address('D')}/take-back`, {})).status, 409);
    assert.equal(await isSuspect('D'), true);
  });

  test('a choice goes with the unit it was said in; a neighbour that becomes another series drops out', async () => {
    for (const code of ['A', 'D']) await post(node, address(code), { neighbours: others(code), suspect: 5 });
    const unitOfMeasurement = { name: 'milligram', symbol: 'mg/m³', definition: 'ucum:mg/m3' };
    const changed = await new StaService(node).send('PATCH', `/Datastreams(${series['D']})`, { unitOfMeasurement });
    assert.equal(changed.status, 200, changed.text);
    const [own] = await versions('D');
    assert.deepEqual(
      { ...told(own!), version: 0 },
      { version: 0, isHeld: false, madeBy: 'derived', reason: 'redefined', neighbours: '' },
    );
    const [around] = await versions('A');
    assert.deepEqual(
      { ...told(around!), version: 0 },
      { version: 0, isHeld: true, madeBy: 'operator', reason: 'redefined', neighbours: 'BC' },
    );
  });
});
