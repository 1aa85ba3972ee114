import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { csvLine } from '../kernel/index.ts';
import type { Client } from './client.ts';

const hourMs = 3_600_000;

/** A sample network as it lies in `examples/`: who it is, where its stations stand, the file of its values. */
export interface DemoNetwork {
  readonly network: {
    readonly id: string;
    readonly title: string;
    readonly titleEn: string;
    readonly openness: 'open';
  };
  readonly everySeconds: number;
  readonly stamp: 'instant' | 'start' | 'end';
  readonly values: string;
  readonly stations: readonly {
    readonly code: string;
    readonly name: string;
    readonly longitude: number;
    readonly latitude: number;
  }[];
}

/** Opens the network, pushes its values and tells where its stations stand, by the doors that senders use. Answers how many values were stored. */
export async function loadDemoNetwork(client: Client, folder: string, file: string, now: Date): Promise<number> {
  const described = JSON.parse(readFileSync(join(folder, file), 'utf8')) as DemoNetwork;
  const { network, everySeconds, stamp, values, stations } = described;
  const at = `/networks/${network.id}`;
  const { networks } = await client.get<{ networks: { id: string }[] }>('/networks');
  if (!networks.some(({ id }) => id === network.id)) await client.send('POST', '/networks', network);
  const rows = bulkRows(readFileSync(join(folder, values), 'utf8'), now);
  const push = `${at}/observations?every=${everySeconds}&stamp=${stamp}&name=${values}`;
  const { inserted } = await client.upload<{ inserted: number }>(push, Readable.from([rows]));
  const list = await client.get<{ stations: { id: number; code: string; longitude: number | null }[] }>(
    `/stations?network=${network.id}`,
  );
  for (const { id, code, longitude } of list.stations) {
    const told = stations.find((one) => one.code === code);
    if (!told || longitude !== null) continue;
    const thing = `${at}/sta/v1.1/Things(${id})`;
    await client.send('PATCH', thing, { name: told.name });
    await client.send('POST', `${thing}/Locations`, {
      name: told.name,
      description: told.name,
      encodingType: 'application/geo+json',
      location: { type: 'Point', coordinates: [told.longitude, told.latitude] },
    });
  }
  return inserted;
}

/** The sample says how many hours before its newest value each was; the newest is at the hour that ended last. */
export function bulkRows(sample: string, now: Date): string {
  const newest = Math.floor(now.getTime() / hourMs) * hourMs;
  const [, ...lines] = sample.trimEnd().split('\n');
  const rows = lines.map((line) => {
    const comma = line.indexOf(',');
    const time = new Date(newest - Number(line.slice(0, comma)) * hourMs).toISOString();
    return `${time},${line.slice(comma + 1)}\n`;
  });
  return csvLine(['time', 'station', 'parameter', 'unit', 'value', 'status']) + rows.join('');
}
