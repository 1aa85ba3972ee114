import { InvalidArgumentError, type Command } from 'commander';
import { copyFileSync, createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import {
  outsideFile,
  readOutside,
  readSigningKey,
  verifyBundle,
  type BundleLine,
  type Verification,
} from '../access/index.ts';
import type { Message, Parameters } from '../kernel/index.ts';
import { auditMessages as messages } from './audit-messages.ts';
import type { Client } from './client.ts';
import { exitCodes } from './exit-codes.ts';
import { withClient, type OpenSession, type Session, type SetCode } from './session.ts';
import type { Terminal } from './terminal.ts';

const several = (value: string, before: string[]): string[] => [...before, value];

/** `audit verify`, `export`, `list`, `rotate-key`, `erase`. */
export function auditCommands(program: Command, session: OpenSession, setCode: SetCode): void {
  const audit = program.command('audit').description('The audit log: check, export, list, keys, erasure');
  audit
    .command('verify')
    .description('Find any removal, insertion, reordering or edit; exit code 1 where there is one')
    .option('--outside <file>', 'a further copy of the checkpoints, e.g. what a syslog collector wrote', several, [])
    .option('--bundle <file>', 'check a bundle instead of the store')
    .option('--json', 'as JSON')
    .action(async (options: VerifyOptions) => setCode(await verify(session(), options)));
  audit
    .command('export')
    .description('Write a bundle (entries, signed checkpoints, public keys) and a program that checks it')
    .argument('<file>')
    .option('--from <day>', 'from this day or moment on')
    .option('--to <day>', 'to the end of this day, or a moment')
    .action(async (file: string, options: Range) => setCode(await exportBundle(session(), file, options)));
  const list = audit
    .command('list')
    .description('Entries, newest first')
    .option('--limit <number>', 'how many', '50')
    .option('--json', 'one JSON object a line');
  for (const name of ['who', 'action', 'resource', 'outcome', 'from', 'to']) list.option(`--${name} <value>`);
  list.action(async (options: Record<string, string | boolean>) => setCode(await listEntries(session(), options)));
  audit
    .command('rotate-key')
    .description('Put a new signing key in place, signed by the old one')
    .option('--lost', 'the file of the old key is gone')
    .action(async (options: { lost?: boolean }) => setCode(await rotate(session(), options.lost ?? false)));
  audit
    .command('erase')
    .description('Take the personal data of a person out of the log; the chain stays valid')
    .requiredOption('--who <id>', 'user:… or client:…')
    .requiredOption('--reason <text>', 'on what basis; kept, so it must not name the person')
    .action(async (options: { who: string; reason: string }) => setCode(await erase(session(), options)));
}

interface VerifyOptions {
  readonly outside: readonly string[];
  readonly bundle?: string;
  readonly json?: boolean;
}
interface Range {
  readonly from?: string;
  readonly to?: string;
}

/** The check runs here, over what the node hands out: so that it needs no trust in more than that. */
async function verify(session: Session, options: VerifyOptions): Promise<number> {
  for (const file of [...options.outside, ...(options.bundle === undefined ? [] : [options.bundle])]) {
    if (!existsSync(file)) throw new InvalidArgumentError(`there is no file ${file}`);
  }
  if (options.bundle !== undefined) return check(session, createReadStream(options.bundle), options);
  return withClient(session, async (client) => check(session, await client.download('/audit/export'), options));
}

async function check({ config, terminal }: Session, bundle: Readable, options: VerifyOptions): Promise<number> {
  const own = outsideFile(config.dataFolder);
  const copies = [...(existsSync(own) ? [own] : []), ...options.outside];
  const result = await verifyBundle(parse(bundle), {
    outside: copies.length === 0 ? null : (node, keys) => readOutside(linesOf(copies), node, keys),
    trustedKey: options.bundle === undefined ? (readSigningKey(config.auditKeyFile)?.id ?? null) : null,
  });
  if (options.json) terminal.print(JSON.stringify(result));
  else tell(terminal, result);
  return result.damages.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function* parse(bundle: Readable): AsyncGenerator<BundleLine> {
  for await (const line of createInterface({ input: bundle, crlfDelay: Infinity })) {
    if (line !== '') yield JSON.parse(line) as BundleLine;
  }
}

async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}

function tell(terminal: Terminal, { damages, doubts, ...counts }: Verification): void {
  const say = (message: Message, parameters: Parameters = {}) => terminal.say(message, parameters);
  const { entries, checkpoints, first, last } = counts;
  say(damages.length === 0 ? messages.whole : messages.damaged, {
    entries,
    checkpoints,
    first,
    last,
    count: damages.length,
  });
  for (const { kind, from, to, at } of damages) {
    say(messages[kind], { place: from === to ? String(from) : `${from}–${to}` });
    if (at !== null) say(messages.near, { at });
  }
  say(messages.cannotExclude);
  for (const { kind, from = 0, to = 0 } of doubts) say(messages[kind], { from: String(from), to: String(to) });
}

/** The program that checks a bundle stands beside the product, not in it: an auditor can read it in a quarter of an hour. */
function verifierFile(): string {
  const candidates = ['../../bin/verify-audit.mjs', '../../../bin/verify-audit.mjs'];
  return candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync)!;
}

async function exportBundle(session: Session, file: string, { from, to }: Range): Promise<number> {
  return withClient(session, async (client) => {
    const query = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
    const arriving = `${file}.part`;
    try {
      await pipeline(await client.download(`/audit/export?${query}`), createWriteStream(arriving, { mode: 0o600 }));
      await rename(arriving, file);
    } finally {
      await rm(arriving, { force: true });
    }
    const verifier = join(dirname(file), 'verify-audit.mjs');
    copyFileSync(verifierFile(), verifier);
    const key = readSigningKey(session.config.auditKeyFile);
    session.terminal.say(messages.exported, { file, verifier, key: key?.id ?? '?' });
    return exitCodes.done;
  });
}

interface Listed {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly outcome: string;
  readonly who?: string;
  readonly target?: string;
  readonly resources?: readonly string[];
}

async function listEntries(session: Session, options: Record<string, string | boolean>): Promise<number> {
  const { json, limit, ...filters } = options;
  return withClient(session, async (client) => {
    let [left, before] = [Number(limit), ''];
    while (left > 0) {
      const asked = { ...(filters as Record<string, string>), limit: String(Math.min(left, 1_000)) };
      const page = await readPage(client, before === '' ? asked : { ...asked, before });
      for (const entry of page.entries) session.terminal.print(json ? JSON.stringify(entry) : lineOf(entry));
      left -= page.entries.length;
      if (page.next === null) break;
      before = String(page.next);
    }
    return exitCodes.done;
  });
}

function readPage(client: Client, query: Record<string, string>) {
  return client.get<{ entries: Listed[]; next: number | null }>(`/audit?${new URLSearchParams(query)}`);
}

function lineOf({ number, at, action, outcome, who, target, resources }: Listed): string {
  const about = target ?? resources?.join(' ') ?? '';
  return `${String(number).padStart(8)}  ${at}  ${action.padEnd(8)}  ${outcome.padEnd(7)}  ${who ?? '–'}  ${about}`;
}

async function rotate(session: Session, lost: boolean): Promise<number> {
  return withClient(session, async (client) => {
    const { id, previous } = await client.send<{ id: string; previous: string }>('POST', '/audit/keys', { lost });
    session.terminal.say(messages.rotated, { id, previous });
    return exitCodes.done;
  });
}

async function erase(session: Session, { who, reason }: { who: string; reason: string }): Promise<number> {
  return withClient(session, async (client) => {
    const { entries } = await client.send<{ entries: number }>('POST', '/audit/erasures', { who, reason });
    session.terminal.say(messages.wasErased, { entries });
    return exitCodes.done;
  });
}
