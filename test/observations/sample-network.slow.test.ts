import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openClient } from '../../src/cli/client.ts';
import { loadDemoNetwork } from '../../src/cli/demo-network.ts';
import { readConfig } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';

interface Listed {
  readonly id: number;
  readonly code: string;
  readonly state: string;
  readonly longitude: number | null;
}

onBothNodes('the sample network on a node', (node) => {
  const json = async <T>(path: string): Promise<T> =>
    (await (await fetch(new URL(path, node.url()), { headers: { accept: 'application/json' } })).json()) as T;
  let stations: readonly Listed[];
  before(async () => {
    const client = await openClient(readConfig({ LIENTHONG_DATA: node.folder() }), 'vi');
    const now = new Date();
    assert.equal(await loadDemoNetwork(client, 'examples', 'tinh-mau-d-mang-tram.json', now), 3_912);
    // Loaded again within the hour it changes nothing, and a station has one place.
    assert.equal(await loadDemoNetwork(client, 'examples', 'tinh-mau-d-mang-tram.json', now), 0);
    await client.close();
    ({ stations } = await json<{ stations: Listed[] }>('/stations'));
  });

  test('its stations send, calibrate and are silent as the sample says, each in its place', () => {
    const states = Object.fromEntries(stations.map(({ code, state }) => [code, state]));
    assert.deepEqual(states, { 'MD-KK01': 'ok', 'MD-KK02': 'ok', 'MD-KK03': 'calibrating', 'MD-KK04': 'offline' });
    assert.ok(stations.every(({ longitude }) => longitude !== null));
  });

  test('anybody sees the index of a station with its level, once hours are summed up', async () => {
    const { id } = stations.find(({ code }) => code === 'MD-KK02')!;
    type Page = { indices: { value: number | null; level: { title: string } | null }[] };
    let indices: Page['indices'] = [];
    for (let looks = 0; looks < 100 && indices.length === 0; looks++) {
      ({ indices } = await json<Page>(`/stations/${id}`));
      if (indices.length === 0) await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.ok(indices[0]!.value! > 50, JSON.stringify(indices));
    assert.ok(indices[0]!.level!.title.length > 0);
  });

  test('the home page counts the stations, and those that send on time', async () => {
    const { numbers } = await json<{ numbers: { stations: number; sending: number } }>('/');
    assert.equal(numbers.stations, 4);
    assert.equal(numbers.sending, 3);
  });
});
