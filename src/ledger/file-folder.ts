import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  fill,
  sql,
  type Db,
  type DoctorCheck,
  type Expectation,
  type Finding,
  type Log,
  type Message,
  type Parameters,
} from '../kernel/index.ts';
import type { BlobStore } from './blobs.ts';

/** So often a node says that it is there, and it counts as there for so long afterwards. */
const beatMs = 60_000;
const aliveMs = 5 * beatMs;
/** So many of the newest deliveries are looked for; `doctor` looks for all. */
const newest = 200;

export interface FileFolderContext {
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly log: Log;
}

const title: Message = { vi: 'Kho tệp gốc', en: 'Kept files' };
const messages = {
  shared: { vi: 'Mọi nút dùng chung một kho tệp gốc.', en: 'All nodes keep their files in one folder.' },
  elsewhere: {
    vi: 'Nút khác trên cùng cơ sở dữ liệu giữ tệp gốc ở nơi khác ({places}), nên nút này không đọc được tệp giao cho nút kia và ngược lại. Hãy dừng các nút, chép tệp của cả hai vào một thư mục dùng chung, gắn nó làm {folder} trên mọi máy, rồi khởi động lại.',
    en: 'Another node on this database keeps its files elsewhere ({places}), so neither can read what was delivered to the other. Stop the nodes, copy the files of both into one shared folder, mount it as {folder} on every machine, and start again.',
  },
  absent: {
    vi: '{count} trong {looked} tệp gốc gần nhất không có ở {folder}: chúng được giao cho nút có kho khác, hoặc đã mất. Hãy chép chúng từ nút kia, hoặc từ bản sao lưu.',
    en: '{count} of the {looked} newest kept files are not in {folder}: they were delivered to a node with another folder, or are lost. Copy them from that node, or from a backup.',
  },
} as const;

/**
 * Nodes on one database must keep files in one folder, and nothing else tells when they do not. Each folder has an id of
 * its own, which its nodes renew in the database. Returns what ends the watch.
 */
export async function watchFileFolder(context: FileFolderContext): Promise<() => Promise<void>> {
  const { db, blobs, log } = context;
  const id = await folderId(blobs.folder);
  let told = '';
  const beat = async (): Promise<void> => {
    // The embedded store has one node.
    if (db.engine === 'server') await renew(db, id, blobs.folder);
    const { detail, state } = await examine(context);
    const text = state === 'ok' ? '' : fill(detail.message, 'en', detail.parameters);
    if (text !== '' && text !== told) log.error({ folder: resolve(blobs.folder) }, text);
    told = text;
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ error: String(error) }, 'the folder of files could not be looked at'));
  }, beatMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await db.query(sql`delete from file_folder where id = ${id}`);
  };
}

/** What /operations says of the folder of files. */
export function fileFolderExpectation(context: FileFolderContext): Expectation {
  return { id: 'file-folder', check: () => examine(context) };
}

/** The same as a line of `doctor`. */
export function fileFolderCheck(context: FileFolderContext): DoctorCheck {
  return {
    name: 'file-folder',
    run: async () => {
      const { state, detail } = await examine(context);
      const value = `${await folderId(context.blobs.folder)} ${resolve(context.blobs.folder)}`;
      if (state === 'ok') return { ok: true, value };
      return { ok: false, value, advice: detail.message, parameters: detail.parameters ?? {} };
    },
  };
}

async function examine({ db, blobs }: FileFolderContext): Promise<Finding> {
  const folder = resolve(blobs.folder);
  const others = await otherFolders(db, await folderId(blobs.folder));
  if (others.length > 0) return failed(messages.elsewhere, { places: others.join('; '), folder });
  const { looked, count } = await absentFiles(db, blobs);
  if (count > 0) return failed(messages.absent, { count, looked, folder });
  return { state: 'ok', since: null, title, detail: { message: messages.shared }, href: null };
}

function failed(message: Message, parameters: Parameters): Finding {
  return { state: 'failed', since: null, title, detail: { message, parameters }, href: null };
}

/** The id of a folder lies in it, so that it is the same for all who mount it, wherever. */
async function folderId(folder: string): Promise<string> {
  const file = join(folder, 'folder-id');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  await mkdir(folder, { recursive: true });
  const made = `${file}-${randomUUID()}`;
  await writeFile(made, randomUUID());
  // Of nodes that make one at once the first wins, and nobody reads half an id.
  await link(made, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(made);
  return (await readFile(file, 'utf8')).trim();
}

async function renew(db: Db, id: string, folder: string): Promise<void> {
  await db.query(sql`
    insert into file_folder (id, host, path, alive_until)
    values (${id}, ${hostname()}, ${resolve(folder)}, clock_timestamp() + ${aliveMs}::float8 * interval '1 millisecond')
    on conflict (id) do update
      set host = excluded.host, path = excluded.path, alive_until = excluded.alive_until`);
}

async function otherFolders(db: Db, own: string): Promise<string[]> {
  const rows = await db.query<{ place: string }>(sql`
    select host || ':' || path as place from file_folder
    where id <> ${own} and alive_until > clock_timestamp() order by place`);
  return rows.map(({ place }) => place);
}

async function absentFiles(db: Db, blobs: BlobStore): Promise<{ looked: number; count: number }> {
  const rows = await db.query<{ sha256: string }>(sql`
    select distinct sha256 from (select sha256 from delivery order by id desc limit ${newest}) d`);
  const here = await Promise.all(rows.map(({ sha256 }) => blobs.has(sha256)));
  return { looked: rows.length, count: here.filter((kept) => !kept).length };
}
