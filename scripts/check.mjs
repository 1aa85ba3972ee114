// `node scripts/check.mjs`: layout, lint, types, generated documents. Runs all of them, then says which failed; exits 1.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build.mjs';

const tool = (path) => join(root, 'node_modules', path);
const steps = [
  {
    name: 'layout (prettier; mend with `npm run format`)',
    run: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  },
  { name: 'lint (oxlint)', run: [tool('oxlint/bin/oxlint'), '--deny-warnings', '.'] },
  { name: 'types (tsc)', run: [tool('typescript/bin/tsc'), '-p', root, '--noEmit'] },
  { name: 'generated documents (mend with `npm run docs`)', run: [join(root, 'scripts/docs.mjs'), '--check'] },
];

const failed = steps.filter(({ name, run }) => {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, run, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return status !== 0;
});
console.log(failed.length === 0 ? 'Everything holds.' : `${failed.length} of ${steps.length} checks failed.`);
process.exitCode = failed.length === 0 ? 0 : 1;
