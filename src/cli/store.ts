import type { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { enterLater } from '../access/index.ts';
import { createLog, move, restore, systemClock, type DoctorResource } from '../kernel/index.ts';
import { findRunning } from './client.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import { withClient, type OpenSession, type Session, type SetCode } from './session.ts';

/** `backup`, `restore`, `move`, `doctor`: the store as a whole. */
export function storeCommands(program: Command, session: OpenSession, setCode: SetCode): void {
  program
    .command('backup')
    .description('Write a backup of everything while the node serves (.gz packs it)')
    .argument('<file>')
    .action(async (file: string) => setCode(await backup(session(), file)));
  program
    .command('restore')
    .description('Restore a backup into an empty data folder, or an empty database')
    .argument('<file>')
    .action(async (file: string) => setCode(await restoreStore(session(), file)));
  program
    .command('move')
    .description('Move the embedded store to a PostgreSQL server; can be interrupted and run again')
    .requiredOption('--to <url>', 'postgres://… of an empty database with PostGIS')
    .action(async (options: { to: string }) => setCode(await moveStore(session(), options.to)));
  program
    .command('doctor')
    .description('Examine the node: versions, locks, disk, counts, files, clock, backup age')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => setCode(await examine(session(), options.json ?? false)));
}

/** Written beside its place and renamed when whole, so that a broken-off backup never looks like one. */
async function backup(session: Session, file: string): Promise<number> {
  return withClient(session, async (client) => {
    const arriving = `${file}.part`;
    try {
      const packed = file.endsWith('.gz') ? '?compression=gzip' : '';
      await pipeline(await client.download(`/backup${packed}`), createWriteStream(arriving, { mode: 0o600 }));
      await rename(arriving, file);
    } finally {
      await rm(arriving, { force: true });
    }
    const { size } = await stat(file);
    session.terminal.say(messages.backupDone, { file, size: `${(size / 1024 ** 2).toFixed(1)} MiB` });
    return exitCodes.done;
  });
}

async function restoreStore({ config, terminal }: Session, file: string): Promise<number> {
  const { migrations } = await import('../modules.ts');
  const summary = await restore(file, {
    dataFolder: config.dataFolder,
    databaseUrl: config.databaseUrl,
    modules: migrations,
    clock: systemClock,
    log: createLog('warn'),
  });
  enterLater(config.dataFolder, {
    action: 'restore',
    operation: 'restore',
    who: 'operator',
    via: 'command',
    details: { from: basename(file), tables: summary.tables, rows: summary.rows },
  });
  terminal.say(messages.restoreDone, { tables: summary.tables, rows: summary.rows, files: summary.files });
  return exitCodes.done;
}

async function moveStore({ config, terminal }: Session, url: string): Promise<number> {
  const running = await findRunning(config);
  if (running) {
    terminal.say(messages.nodeIsRunning, { url: running.base });
    return exitCodes.failed;
  }
  const { leases, migrations } = await import('../modules.ts');
  const summary = await move({
    dataFolder: config.dataFolder,
    url,
    modules: migrations,
    leases,
    clock: systemClock,
    log: createLog('warn'),
    onProgress: ({ table, done, tables }) => terminal.progress(table, tables === 0 ? 1 : done / tables, null),
  });
  terminal.progressEnd();
  enterLater(config.dataFolder, {
    action: 'change',
    operation: 'move',
    who: 'operator',
    via: 'command',
    details: { to: 'server', tables: summary.tables, rows: summary.rows },
  });
  terminal.say(messages.moveDone, { tables: summary.tables, rows: summary.rows, url });
  return exitCodes.done;
}

async function examine(session: Session, json: boolean): Promise<number> {
  return withClient(session, async (client) => {
    const result = await client.get<DoctorResource>('/operations/doctor');
    if (json) session.terminal.print(JSON.stringify(result));
    else {
      for (const line of result.lines) {
        session.terminal.print(
          `${line.state.padEnd(8)} ${line.name.padEnd(24)} ${line.value}${line.advice && line.state !== 'ok' ? `\n         ${line.advice}` : ''}`,
        );
      }
    }
    return result.state === 'failed' ? exitCodes.failed : exitCodes.done;
  });
}
