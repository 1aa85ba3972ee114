import { open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpilledMessage } from './model.ts';
import { syncFolder } from './spill-owner.ts';

/** Messages that became durable together: a file that is never written again, removed when all of them are stored. */
export interface SpillGroup {
  readonly folder: string;
  readonly file: string;
  /** Of the file and the bodies beside it, in whole blocks. */
  readonly bytes: number;
  readonly messages: readonly Listed[];
}

/** What is known of a message without reading its file. */
export interface Listed {
  readonly id: string;
  readonly network: string;
  readonly sender: string;
  readonly receivedAt: string;
  /** Of the body beside the file, in whole blocks; 0 where the message holds it. */
  readonly bodyBytes: number;
}

const blockBytes = 4_096;
export const inBlocks = (bytes: number): number => Math.ceil(bytes / blockBytes) * blockBytes;

export const bodyOf = (folder: string, id: string): string => join(folder, `${id}.body`);

export const textOf = (messages: readonly SpilledMessage[]): string =>
  messages.map((message) => `${JSON.stringify(message)}\n`).join('');

/** Writes a group: it is there whole, with the bodies that its messages name, or not at all. */
export async function writeGroup(
  folder: string,
  name: string,
  messages: readonly SpilledMessage[],
): Promise<SpillGroup> {
  const file = join(folder, `${name}.ndjson`);
  const text = textOf(messages);
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  await syncFolder(folder);
  const bodies = messages.map(({ payload, bytes }) => (payload === null ? inBlocks(bytes) : 0));
  return groupOf(folder, file, Buffer.byteLength(text), messages, bodies);
}

export async function readGroup({ file }: Pick<SpillGroup, 'file'>): Promise<SpilledMessage[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SpilledMessage);
}

/**
 * The groups in a folder in the order in which they came; those that it took over before its own. A file that holds no
 * messages any more, because the disk has spoilt it, keeps up neither the others nor the start: it is given to `setAside`,
 * with the bodies that no other names.
 */
export async function findGroups(folder: string, setAside: (file: string) => Promise<void>): Promise<SpillGroup[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const groups: SpillGroup[] = [];
  for (const entry of entries.filter((each) => each.isDirectory())) {
    groups.push(...(await findGroups(join(folder, entry.name), setAside)));
  }
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const own: SpillGroup[] = [];
  const spoilt: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.ndjson')).sort()) {
    const group = await foundGroup(folder, name);
    if (group) own.push(group);
    else spoilt.push(name);
  }
  if (spoilt.length > 0) {
    const named = new Set(own.flatMap(({ messages }) => messages.map(({ id }) => bodyOf(folder, id))));
    const bodies = names.filter((name) => name.endsWith('.body') && !named.has(join(folder, name)));
    for (const name of [...spoilt, ...bodies]) await setAside(join(folder, name));
  }
  return [...groups, ...own];
}

/** Null where the file does not hold messages. */
async function foundGroup(folder: string, name: string): Promise<SpillGroup | null> {
  const file = join(folder, name);
  const messages = await readGroup({ file }).catch((error: unknown) => {
    if (error instanceof SyntaxError) return null;
    throw error;
  });
  if (!messages) return null;
  const bodies: number[] = [];
  for (const { id, payload } of messages) {
    const size =
      payload === null
        ? await stat(bodyOf(folder, id)).then(
            (found) => found.size,
            () => 0,
          )
        : 0;
    bodies.push(inBlocks(size));
  }
  return groupOf(folder, file, (await stat(file)).size, messages, bodies);
}

function groupOf(
  folder: string,
  file: string,
  fileBytes: number,
  messages: readonly SpilledMessage[],
  bodies: readonly number[],
): SpillGroup {
  const listed = messages.map(({ id, network, sender, receivedAt }, place) => {
    return { id, network, sender, receivedAt, bodyBytes: bodies[place]! };
  });
  const bytes = bodies.reduce((sum, each) => sum + each, inBlocks(fileBytes));
  return { folder, file, bytes, messages: listed };
}
