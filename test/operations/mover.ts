import { kernelLeases, move } from '../../src/kernel/backup/index.ts';
import { clock, sampleModules } from './sample-node.ts';

/** Run as a process of its own by `move.test.ts`, which kills it: prints a line for each piece that is on the target. */
const [dataFolder, url, schema] = process.argv.slice(2);
await move({
  dataFolder: dataFolder!,
  url: url!,
  schema,
  modules: sampleModules,
  leases: kernelLeases,
  clock,
  onProgress: ({ table, rows }) => process.stdout.write(`${table} ${rows}\n`),
});
