import { kernelLeases, move } from '../../src/kernel/backup/index.ts';
import { clock, sampleModules } from './sample-node.ts';

/** Run as a process of its own by `move.test.ts`: kills itself when so many pieces of the accounts are on the target. */
const [dataFolder, url, schema, pieces] = process.argv.slice(2);
let seen = 0;
await move({
  dataFolder: dataFolder!,
  url: url!,
  schema,
  modules: sampleModules,
  leases: kernelLeases,
  clock,
  onProgress: ({ table }) => {
    if (table === 'account' && ++seen === Number(pieces)) process.kill(process.pid, 'SIGKILL');
  },
});
