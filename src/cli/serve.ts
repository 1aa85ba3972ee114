import type { Node } from '../node.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { cliMessages as messages } from './messages.ts';

/** Starts a node and serves until SIGTERM or SIGINT; drains, then resolves with 0. */
export async function serve(
  session: Session,
  start: (session: Session) => Promise<Node> = startPlain,
): Promise<number> {
  const stopAsked = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  const node = await start(session);
  await stopAsked;
  session.terminal.say(messages.stopping);
  await node.close();
  return exitCodes.done;
}

/** Until the node has its organisation, each start prints a fresh link for its set-up. */
export async function tellSetUp(node: Node, terminal: Terminal): Promise<void> {
  const link = await node.setUpLink();
  if (link !== null) terminal.say(messages.setUpLink, { link });
}

async function startPlain({ config, terminal }: Session): Promise<Node> {
  const { startNode } = await import('../node.ts');
  const node = await startNode(config);
  terminal.say(messages.serving, { url: node.url, engine: node.db.engine });
  await tellSetUp(node, terminal);
  return node;
}
