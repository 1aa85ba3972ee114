import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeProcess } from './node-process.ts';

const parts = 10;

/**
 * Milliseconds from the moment at which a push is sent until a reader of the live stream has its event. Ten pushes a
 * second, together `perSecond` observations, over so many seconds.
 */
export async function eventDelays(
  node: NodeProcess,
  { network, perSecond, seconds }: { readonly network: string; readonly perSecond: number; readonly seconds: number },
): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  const stop = await follow(`${node.url}/networks/${network}/live`, node.token, (text) => {
    const now = performance.now();
    for (const [, time] of text.matchAll(/"time":"([^"]+)"/g)) {
      const sent = sentAt.get(time!);
      if (sent === undefined) continue;
      sentAt.delete(time!);
      delays.push(now - sent);
    }
  });
  const lines = perSecond / parts;
  const start = Date.UTC(2024, 6);
  const push = (i: number): Promise<void> => {
    const time = new Date(start + i * 1_000).toISOString();
    const rows = Array.from({ length: lines }, (_, station) => `E${station},PM10,µg/m³,${time},${station % 50}`);
    sentAt.set(time, performance.now());
    return send(node, network, `station,parameter,unit,time,value\n${rows.join('\n')}\n`);
  };
  // The first one makes the stations.
  await push(0);
  await sleep(1_000);
  delays.length = 0;
  const pushes: Promise<unknown>[] = [];
  const begun = performance.now();
  for (let i = 1; i <= seconds * parts; i++) {
    pushes.push(push(i));
    await sleep(Math.max(0, begun + (i * 1_000) / parts - performance.now()));
  }
  await Promise.all(pushes);
  await sleep(2_000);
  stop();
  if (sentAt.size > 0) throw new Error(`${sentAt.size} pushes were never heard of.`);
  return delays;
}

async function send(node: NodeProcess, network: string, body: string): Promise<void> {
  const response = await fetch(`${node.url}/networks/${network}/observations?every=1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'text/csv', accept: 'application/json' },
    body,
  });
  if (response.status !== 201) throw new Error(await response.text());
  await response.arrayBuffer();
}

/** Resolves when the stream is open; gives what ends it. */
function follow(address: string, token: string, hear: (text: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
    const sent = request(address, { headers }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`${address} answered ${answer.statusCode}.`));
      let held = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        held += text;
        const end = held.lastIndexOf('\n\n');
        if (end < 0) return;
        hear(held.slice(0, end));
        held = held.slice(end);
      });
      answer.on('error', () => {});
      resolve(() => sent.destroy());
    });
    sent.once('error', reject);
    sent.end();
  });
}
