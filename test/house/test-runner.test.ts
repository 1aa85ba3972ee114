import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

interface Leaf {
  readonly kind: 'passed' | 'failed' | 'skipped';
  readonly name: string;
  readonly error?: string;
  readonly reason?: string;
}
interface Result {
  readonly leaves: readonly Leaf[];
  readonly output: string;
}
type RunFile = (path: string, options: { cwd: string; env: object; limitMs: number }) => Promise<Result>;

const script = (path: string): string => new URL(`../../../scripts/${path}`, import.meta.url).href;
const { runFile } = (await import(script('testing/run-file.mjs'))) as { runFile: RunFile };
const { readSummary } = (await import(script('testing/counts.mjs'))) as { readSummary: (text: string) => unknown };

const folder = mkdtempSync(join(tmpdir(), 'lienthong-test-'));
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** Runs the text of a test file; leaves as `kind name`. */
async function run(text: string, limitMs = 20_000): Promise<Result & { readonly short: string[] }> {
  const path = join(folder, `${count++}.test.js`);
  writeFileSync(path, `import { test, describe, before } from 'node:test';\n${text}`);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const result = await runFile(path, { cwd: folder, env, limitMs });
  return { ...result, short: result.leaves.map(({ kind, name }) => `${kind} ${name}`) };
}

describe('what counts as a test', () => {
  const table = [
    {
      means: 'each leaf, none of its groups',
      text: "describe('a', () => { test('b', () => {}); test('c', () => {}); });",
      is: ['passed a > b', 'passed a > c'],
    },
    {
      means: 'a test of tests counts by those inside',
      text: "test('a', async (t) => { await t.test('b', () => {}); });",
      is: ['passed a > b'],
    },
    {
      means: 'a parent that fails by itself',
      text: "test('a', async (t) => { await t.test('b', () => {}); throw new Error('x'); });",
      is: ['passed a > b', 'failed a'],
    },
    {
      means: 'a group of which one fails',
      text: "describe('a', () => { test('b', () => { throw new Error('x'); }); });",
      is: ['failed a > b'],
    },
    { means: 'a skipped test', text: "test('a', { skip: 'why' }, () => {});", is: ['skipped a'] },
    {
      means: 'a skipped group is one skip',
      text: "describe('a', { skip: 'why' }, () => { test('b', () => {}); test('c', () => {}); });",
      is: ['skipped a'],
    },
    { means: 'a todo is a failure', text: "test('a', { todo: true }, () => {});", is: ['failed a'] },
    { means: 'a file without tests is a failure', text: '', is: ['failed the file'] },
    {
      means: 'an exit in the middle is a failure',
      text: "test('a', () => new Promise(() => setTimeout(() => process.exit(0), 20)));",
      is: ['failed the file'],
    },
    { means: 'a file that cannot be loaded is a failure', text: "import './missing.js';", is: ['failed the file'] },
  ];
  for (const { means, text, is } of table) {
    test(means, async () => assert.deepEqual((await run(text)).short, is));
  }

  test('the reason of a skip and the error of a failure are kept', async () => {
    const { leaves } = await run(
      "test('a', (t) => t.skip('no server')); test('b', () => { throw new Error('broken'); });",
    );
    assert.equal(leaves[0]!.reason, 'no server');
    assert.match(leaves[1]!.error!, /^Error: broken\n/);
  });

  test('the line of counts is read from the end of an output', () => {
    assert.deepEqual(readSummary('text\n3 passed, 1 failed, 2 skipped\n'), { passed: 3, failed: 1, skipped: 2 });
    assert.equal(readSummary('3 passed, 1 failed, 2 skipped\nand then a crash'), null);
  });
});

describe('a hang', () => {
  test('fails after the limit, and what the file started ends with it', async () => {
    const mark = `8${process.pid}`;
    const text = `
      import { spawn } from 'node:child_process';
      test('a', () => {});
      test('b', async () => { spawn('sleep', ['${mark}']); await new Promise((done) => setTimeout(done, 60_000)); });`;
    const { leaves, short } = await run(text, 1_500);
    assert.deepEqual(short, ['passed a', 'failed the file']);
    assert.match(leaves[1]!.error!, /did not end/);
    assert.equal(spawnSync('pgrep', ['-f', `^sleep ${mark}$`]).stdout.toString(), '');
  });
});
