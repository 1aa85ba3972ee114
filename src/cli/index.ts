import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { opennessLevels } from '../access/index.ts';
import { deliveryKinds } from '../ledger/index.ts';
import { ConfigError, Problem, readConfig, readVersion } from '../kernel/index.ts';
import { auditCommands } from './audit.ts';
import { ApiError, type Client } from './client.ts';
import { connectAll } from './connect-all.ts';
import type { ConnectOptions } from './connect.ts';
import { demo } from './demo.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import { packCommands } from './packs.ts';
import { peopleCommands } from './people.ts';
import { exitCodeOf, followRun, runLine, tellRun, type RunDocument } from './runs.ts';
import { serve } from './serve.ts';
import { withClient, type OpenSession, type Session, type SetCode } from './session.ts';
import { storeCommands } from './store.ts';
import { createTerminal, languageOf, type Terminal } from './terminal.ts';

/** Runs the command line; resolves with the exit code. `start` and `demo` resolve when the node has stopped. */
export async function runCli(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  let code: number = exitCodes.done;
  const program = new Command('lienthong');
  const session = (): Session => {
    const options = program.opts<{ lang?: string }>();
    return { config: readConfig(environment), terminal: createTerminal(languageOf(environment, options.lang)) };
  };
  program
    .description('Lienthong: a node that connects, harmonises, stores and publishes data')
    .version(readVersion())
    .addOption(new Option('--lang <language>', 'vi or en (default: from the locale)').choices(['vi', 'en']))
    .exitOverride()
    .showSuggestionAfterError();
  const run = (work: (session: Session) => Promise<number>) => async () => {
    code = await work(session());
  };
  defineServing(program, session, (ended) => (code = ended), environment);
  defineConnect(program, session, (ended) => (code = ended));
  defineLists(program, session, (ended) => (code = ended));
  defineRunActions(program, session, (ended) => (code = ended));
  packCommands(program, run);
  auditCommands(program, session, (ended) => (code = ended));
  storeCommands(program, session, (ended) => (code = ended));
  peopleCommands(program, session, (ended) => (code = ended));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, environment);
  }
}

/** The one place where a command's failure becomes words and an exit code. */
function explain(error: unknown, environment: NodeJS.ProcessEnv): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  const language = languageOf(environment);
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.wrongUsage;
  }
  if (error instanceof Problem) {
    const document = error.toDocument(language);
    process.stderr.write(`${String(document['title'])}\n${String(document['detail'])}\n`);
    return exitCodes.failed;
  }
  if (error instanceof ApiError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failed;
}

function defineServing(program: Command, session: OpenSession, setCode: SetCode, environment: NodeJS.ProcessEnv): void {
  program
    .command('start')
    .description('Serve: embedded store in ./data unless LIENTHONG_DATABASE_URL is set')
    .action(async () => setCode(await serve(session())));
  program
    .command('demo')
    .description('Serve with three sample sources connected, in a data folder of its own')
    .action(async () => {
      const { config, terminal } = session();
      const own = environment['LIENTHONG_DATA']
        ? config
        : readConfig({ ...environment, LIENTHONG_DATA: './demo-data' });
      setCode(await serve({ config: own, terminal }, (started) => demo(started.config, started.terminal)));
    });
  program
    .command('open')
    .description('Print a one-time link that signs the operator in')
    .action(async () => {
      const now = session();
      setCode(
        await withClient(now, async (client) => {
          const { href } = await client.send<{ href: string }>('POST', '/session/links');
          now.terminal.say(messages.openLink, { href });
          return exitCodes.done;
        }),
      );
    });
}

const repeat = (value: string, before: string[]): string[] => [...before, value];

function runId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a run is a number (see: lienthong runs)');
  return Number(text);
}

function defineConnect(program: Command, session: OpenSession, setCode: SetCode): void {
  program
    .command('connect')
    .description(
      'Connect a file, a folder or an http(s) address; with an existing --id: its next delivery. ' +
        'Files that belong together (.shp, .dbf, .prj …) are one; of several others each becomes a source of its own',
    )
    .argument('<places...>', 'FILE, FOLDER or URL')
    .option('--standard <standard>', "a pack's standard, as PACK/STANDARD (see: lienthong pack list; default: as is)")
    .option('--id <id>', 'id of source, dataset and first collection')
    .option('--title <title>', 'title of the dataset')
    .option('--layer <name>', 'a layer, sheet or file to take (may be repeated)', repeat, [])
    .option('--key <column>', 'a column of the key (may be repeated)', repeat, [])
    .option('--letters <encoding>', 'legacy letters, as ENCODING or COLUMN=ENCODING; unicode: none', repeat, [])
    .option('--encoding <name>', 'encoding of the texts, e.g. utf-8, windows-1252, windows-1258')
    .option('--delimiter <mark>', 'mark between cells; tab for a tabulator')
    .option('--header-row <row>', 'row of the header, as 5 or 5-6; 0: none')
    .option('--first-row <row>', 'row of the first record')
    .option('--last-row <row>', 'row of the last record')
    .option('--range <range>', 'columns or cells of a sheet, as B:K or B5:K200')
    .option('--records <path>', 'place of the records in JSON (/results) or XML (/list/item)')
    .option('--mapping <file>', 'a mapping file (JSON)')
    .option('--mapping-from <source>', 'take over the mapping of another source')
    .option('--crs <crs>', 'reference system of the positions, e.g. EPSG:9208; "stated": what the file says')
    .addOption(new Option('--delivery <kind>', 'what the file is').choices([...deliveryKinds]))
    .addOption(new Option('--openness <level>', 'how it is published').choices([...opennessLevels]))
    .option('--yes', 'accept all proposals and publish as open data; hidden sheets only with --layer')
    .option('--accept-loss', 'pass the 20 % guard')
    .option('--json', 'last line: one JSON object; of several sources one line each')
    .action(async (places: string[], options: ConnectOptions) => {
      const now = session();
      setCode(await withClient(now, (client) => connectAll(client, now.terminal, places, options)));
    });
}

function defineLists(program: Command, session: OpenSession, setCode: SetCode): void {
  const list = (
    name: string,
    description: string,
    show: (client: Client, terminal: Terminal, json: boolean) => Promise<void>,
  ) =>
    program
      .command(name)
      .description(description)
      .option('--json', 'as JSON')
      .action(async (options: { json?: boolean }) => {
        const now = session();
        setCode(
          await withClient(now, async (client) => {
            await show(client, now.terminal, options.json ?? false);
            return exitCodes.done;
          }),
        );
      });
  list('sources', 'List the sources', async (client, terminal, json) => {
    const { sources } = await client.get<{
      sources: {
        id: string;
        title: string;
        transport: string;
        location: string | null;
        lastDeliveryAt: string | null;
      }[];
    }>('/sources');
    printAll(terminal, json, sources, (one) =>
      [one.id.padEnd(30), one.transport.padEnd(7), one.lastDeliveryAt ?? '–', one.location ?? ''].join('  '),
    );
  });
  list('datasets', 'List the datasets', async (client, terminal, json) => {
    const { datasets } = await client.get<{
      datasets: {
        id: string;
        title: string;
        openness: string;
        withdrawn: boolean;
        numberOfItems: number;
        href: string;
      }[];
    }>('/datasets');
    printAll(terminal, json, datasets, (one) =>
      [
        one.id.padEnd(30),
        (one.withdrawn ? 'withdrawn' : one.openness).padEnd(11),
        String(one.numberOfItems).padStart(9),
        one.title,
      ].join('  '),
    );
  });
  list('runs', 'List the runs, newest first', async (client, terminal, json) => {
    const { runs } = await client.get<{ runs: RunDocument[] }>('/runs');
    printAll(terminal, json, runs, (run) => runLine(run, terminal));
  });
}

function printAll<T>(terminal: Terminal, json: boolean, entries: readonly T[], line: (entry: T) => string): void {
  if (json) terminal.print(JSON.stringify(entries));
  else if (entries.length === 0) terminal.say(messages.nothing);
  else for (const entry of entries) terminal.print(line(entry));
}

function defineRunActions(program: Command, session: OpenSession, setCode: SetCode): void {
  const pages = (name: 'issues' | 'quarantine', description: string, line: (entry: never) => string) =>
    program
      .command(name)
      .description(description)
      .argument('<run>', 'number of the run', runId)
      .option('--json', 'as JSON, one line an entry')
      .action(async (run: number, options: { json?: boolean }) => {
        const now = session();
        setCode(
          await withClient(now, (client) =>
            printPages(
              client,
              now.terminal,
              run,
              name,
              options.json ? JSON.stringify : (line as (entry: unknown) => string),
            ),
          ),
        );
      });
  pages(
    'issues',
    'What the rules objected to in a run',
    (issue: { severity: string; sentence: string }) => `${issue.severity.padEnd(7)}  ${issue.sentence}`,
  );
  pages(
    'quarantine',
    'Rows of a run in quarantine, with the reason',
    (row: { position: number; issues: { sentence: string }[] }) =>
      `${String(row.position).padStart(7)}  ${row.issues.map((issue) => issue.sentence).join(' ')}`,
  );
  const act = (name: 'rerun' | 'rollback' | 'accept' | 'discard', description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<run>', 'number of the run', runId)
      .option('--json', 'last line: one JSON object')
      .action(async (id: number, options: { json?: boolean }) => {
        const now = session();
        setCode(
          await withClient(now, async (client) => {
            const begun = await client.send<RunDocument>('POST', `/runs/${id}/${name}`);
            if (name === 'discard') return exitCodes.done;
            const run = await followRun(client, now.terminal, begun.id);
            tellRun(client, now.terminal, run);
            if (options.json)
              now.terminal.print(
                JSON.stringify({
                  run: run.id,
                  state: run.state,
                  edition: run.edition,
                  problem: run.problem,
                  ...run.counts,
                }),
              );
            return exitCodeOf([run]);
          }),
        );
      });
  act('rerun', 'Run again from the kept file, with the mapping and standard as they are now');
  act('rollback', 'Publish what stood before a run as a new edition');
  act('accept', 'Publish a run that waits for a person');
  act('discard', 'Give up a run that waits for a person');
  program
    .command('withdraw')
    .description('Withdraw a dataset from publication; everything is kept')
    .argument('<dataset>')
    .option('--undo', 'publish it again')
    .action(async (id: string, options: { undo?: boolean }) => {
      const now = session();
      setCode(
        await withClient(now, async (client) => {
          await client.send('POST', `/datasets/${encodeURIComponent(id)}/${options.undo ? 'restore' : 'withdraw'}`);
          now.terminal.say(options.undo ? messages.restored : messages.withdrawn, { id });
          return exitCodes.done;
        }),
      );
    });
}

async function printPages(
  client: Client,
  terminal: Terminal,
  run: number,
  name: 'issues' | 'quarantine',
  line: (entry: unknown) => string,
): Promise<number> {
  let after = 0;
  for (;;) {
    const page = await client.get<{
      issues?: unknown[];
      rows?: unknown[];
      counts?: { systematic: boolean; sentence: string; count: number }[];
      next: number | null;
    }>(`/runs/${run}/${name}?limit=1000&after=${after}`);
    const entries = page.issues ?? page.rows ?? [];
    if (after === 0) {
      for (const count of page.counts ?? [])
        if (count.systematic)
          terminal.say(
            { vi: '{count} × {sentence}', en: '{count} × {sentence}' },
            { count: count.count, sentence: count.sentence },
          );
      if (entries.length === 0) terminal.say(messages.nothing);
    }
    for (const entry of entries) terminal.print(line(entry));
    if (page.next === null) return exitCodes.done;
    after = page.next;
  }
}
