import { basename, resolve } from 'node:path';
import { filesBeside } from '../formats/index.ts';
import { Problem } from '../kernel/index.ts';
import { ApiError, type Client } from './client.ts';
import { connect, idOfPlace, type ConnectOptions } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

/** From what needs somebody most to what needs nobody: the code of several connections is the worst of theirs. */
const worstFirst = [
  exitCodes.wrongUsage,
  exitCodes.failed,
  exitCodes.waitsForPerson,
  exitCodes.doneWithQuarantine,
  exitCodes.done,
] as const;

/**
 * `connect PLACE...`: files that belong to another one of them come with it; what remains is connected one after the
 * other, each as its own source, or as deliveries that add to one (`--id` with `--delivery append` or `partial`).
 */
export async function connectAll(
  client: Client,
  terminal: Terminal,
  places: readonly string[],
  options: ConnectOptions,
): Promise<number> {
  const separate = await separateOf(places);
  if (separate.length === 1) return connect(client, terminal, separate[0]!, options);
  const refusal = refusalOf(separate, options);
  if (refusal) {
    terminal.say(...refusal);
    return exitCodes.wrongUsage;
  }
  const codes: number[] = [];
  for (const [index, place] of separate.entries()) {
    terminal.say(messages.nextOfSeveral, { number: index + 1, count: separate.length, name: place });
    codes.push(await connect(client, terminal, place, options).catch((error: unknown) => tellOf(error, terminal)));
  }
  return worstFirst.find((code) => codes.includes(code)) ?? Math.max(...codes);
}

/** What is wrong with one place holds none of the others up. */
function tellOf(error: unknown, terminal: Terminal): number {
  if (!(error instanceof Problem || error instanceof ApiError)) throw error;
  const { title, detail } =
    error instanceof Problem ? error.toDocument(terminal.language) : { title: '', detail: error.message };
  terminal.say({ vi: '{words}', en: '{words}' }, { words: [title, detail].filter(Boolean).join('\n') });
  return exitCodes.failed;
}

/** Without those that belong to another one, and each once. */
async function separateOf(places: readonly string[]): Promise<string[]> {
  const paths = new Map(places.map((place) => [/^https?:\/\//i.test(place) ? place : resolve(place), place]));
  const belonging = new Set<string>();
  for (const path of paths.keys()) for (const beside of await filesBeside(path)) belonging.add(beside);
  return [...paths].filter(([path]) => !belonging.has(path)).map(([, place]) => place);
}

/** Why several places cannot be connected with these options. */
function refusalOf(places: readonly string[], options: ConnectOptions): Parameters<Terminal['say']> | null {
  const names = (some: readonly string[]): string => some.map((place) => basename(place)).join(', ');
  const { id, delivery } = options;
  if (id !== undefined) {
    if (delivery === 'append' || delivery === 'partial') return null;
    return [messages.severalToOne, { places: names(places), count: places.length, id }];
  }
  const byId = new Map<string, string[]>();
  for (const place of places) byId.set(idOfPlace(place), [...(byId.get(idOfPlace(place)) ?? []), place]);
  const clash = [...byId].find(([, same]) => same.length > 1);
  return clash ? [messages.sameNames, { places: names(clash[1]), id: clash[0] }] : null;
}
