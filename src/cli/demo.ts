import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog, systemClock, type Config } from '../kernel/index.ts';
import type { Node } from '../node.ts';
import { openClient } from './client.ts';
import { connect } from './connect.ts';
import { loadDemoNetwork } from './demo-network.ts';
import { cliMessages as messages } from './messages.ts';
import { tellSetUp } from './serve.ts';
import type { Terminal } from './terminal.ts';

interface DemoSource {
  readonly id: string;
  readonly title: { readonly vi: string; readonly en: string };
  readonly file: string;
  readonly standard?: string;
  readonly mapping?: string;
  readonly layer?: string;
}

const examples = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../examples' : '../../examples', import.meta.url),
);

/** A node whose sample sources are connected while one watches; then it goes on serving. */
export async function demo(config: Config, terminal: Terminal): Promise<Node> {
  const { startNode } = await import('../node.ts');
  const node = await startNode(config, { log: createLog(config.logLevel === 'info' ? 'warn' : config.logLevel) });
  const client = await openClient(config, terminal.language);
  terminal.say(messages.demoTitle);
  const sources = JSON.parse(readFileSync(join(examples, 'demo.json'), 'utf8')) as DemoSource[];
  for (const [i, source] of sources.entries()) {
    terminal.say(messages.demoSource, { number: i + 1, count: sources.length, title: source.title[terminal.language] });
    await connect(client, terminal, join(examples, source.file), {
      id: source.id,
      title: source.title.vi,
      layer: source.layer ? [source.layer] : [],
      key: [],
      letters: [],
      yes: true,
      ...(source.standard ? { standard: source.standard } : {}),
      ...(source.mapping ? { mapping: join(examples, source.mapping) } : {}),
    });
  }
  terminal.say(messages.demoNetwork);
  const stored = await loadDemoNetwork(client, examples, 'tinh-mau-d-mang-tram.json', systemClock.now());
  terminal.say(messages.demoNetworkDone, { count: stored });
  const { href } = await client.send<{ href: string }>('POST', '/session/links');
  terminal.say(messages.demoLook);
  terminal.say(messages.demoHome, { url: node.url });
  terminal.say(messages.demoData, { url: node.url });
  terminal.say(messages.demoStations, { url: node.url });
  terminal.say(messages.demoApi, { url: node.url });
  terminal.say(messages.demoOperator, { url: href });
  terminal.say(messages.demoOwn, { data: config.dataFolder });
  await tellSetUp(node, terminal);
  terminal.say(messages.demoStop);
  return node;
}
