import assert from 'node:assert/strict';
import { sql } from '../../src/kernel/index.ts';
import type { NodeInProcess } from '../pipeline/node-under-test.ts';
import { post } from '../pipeline/steward.ts';
import { settled } from './settled.ts';
import { StaService } from './sta-service.ts';

const hour = 3_600_000;

/**
 * Opens the network `mo`: stations A to D around one place, with 160 hours of PM10 up to the last whole hour; D wanders off
 * in the last twelve. Gives the stations' numbers by code.
 */
export async function openWithWanderingStation(node: NodeInProcess): Promise<Record<string, number>> {
  const last = Math.floor(Date.now() / hour) * hour;
  const opened = { id: 'mo', title: 'Mạng mở', openness: 'open', shownLayer: 'all' };
  assert.equal((await post(node, '/networks', opened)).status, 201);
  const rows = ['A', 'B', 'C', 'D'].flatMap((code, n) =>
    Array.from({ length: 160 }, (_, ago) => {
      const wave = 12 * Math.sin((ago * Math.PI) / 12) + ((ago * 7919 * (n + 1)) % 101) / 100;
      // Within what is usual there: no limit of single values sees it.
      const value = 50 + n + wave + (code === 'D' ? Math.max(0, 12 - ago) : 0);
      return `${code},PM10,µg/m³,${new Date(last - ago * hour).toISOString()},${value.toFixed(2)}`;
    }),
  );
  const answer = await fetch(`${node.url()}/networks/mo/observations?every=3600`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
    body: ['station,parameter,unit,time,value', ...rows].join('\n'),
  });
  assert.equal(answer.status, 201);
  const ids: Record<string, number> = {};
  for (const row of await node.db().query<{ id: number; code: string }>(sql`select id, code from thing`)) {
    ids[row.code] = row.id;
    const location = { type: 'Point', coordinates: [105.8 + row.id / 1000, 21] };
    const place = { name: row.code, description: row.code, encodingType: 'application/geo+json', location };
    await new StaService(node).create(`/Things(${row.id})/Locations`, place);
  }
  await settled(node);
  return ids;
}
