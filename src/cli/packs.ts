import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import proj4 from 'proj4';
import type { Language } from '../kernel/index.ts';
import { describePacks, describeTests, loadPacks, testPacks, type PackSet } from '../packs/index.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

/** `pack list`, `pack test`: they look at the folder of packs and need no node. */
export function packCommands(
  program: Command,
  run: (work: (session: Session) => Promise<number>) => () => Promise<void>,
): void {
  const pack = program.command('pack').description('Packs: list them, run their tests');
  pack
    .command('list')
    .description('The packs, their standards and code lists; bad ones with file, line and reason')
    .action(
      run(async ({ terminal }) => {
        const set = await loadAll();
        for (const line of describePacks(set, terminal.language)) terminal.print(line);
        for (const loaded of set.packs) {
          for (const standard of loaded.standards) {
            terminal.print(`  ${loaded.id}/${standard.id}  ${standard.title[terminal.language]}`);
          }
        }
        return set.refused.length === 0 ? exitCodes.done : exitCodes.failed;
      }),
    );
  pack
    .command('template')
    .description('A workbook (XLSX) that people fill in for a standard, with its code lists and checks')
    .argument('<standard>', 'PACK/STANDARD')
    .option('--out <file>', 'where to write it (default: STANDARD.xlsx)')
    .action(async (id: string, options: { out?: string }) => {
      await run((session) => writeTemplate(session, id, options.out))();
    });
  pack
    .command('test')
    .description("Run the packs' own examples: input → expected")
    .action(run(async ({ terminal }) => testAll(terminal.language, (line) => terminal.print(line))));
}

async function loadAll(): Promise<PackSet> {
  const { packParts, packsFolder } = await import('../modules.ts');
  return loadPacks(packsFolder, { parts: packParts });
}

async function writeTemplate({ terminal }: Session, id: string, out: string | undefined): Promise<number> {
  const set = await loadAll();
  const { standardTemplate } = await import('../pipeline/index.ts');
  const standard = set.standard(id);
  const file = out ?? `${standard.id}.xlsx`;
  writeFileSync(file, await standardTemplate(set, standard, terminal.language, new Date().toISOString().slice(0, 10)));
  terminal.print(file);
  return exitCodes.done;
}

async function testAll(language: Language, print: (line: string) => void): Promise<number> {
  const set = await loadAll();
  const { harmoniseExample } = await import('../pipeline/index.ts');
  const { observationExamples } = await import('../observations/index.ts');
  const results = await testPacks(set, {
    parts: observationExamples,
    transform: (from, to, position) => proj4(from.proj4, to.proj4, [...position]) as [number, number],
    harmonise: async (standard, rows) => harmoniseExample(set, standard, rows),
  });
  for (const line of describeTests(results, language)) print(line);
  return results.some((result) => result.outcome === 'failed') || set.refused.length > 0
    ? exitCodes.failed
    : exitCodes.done;
}
