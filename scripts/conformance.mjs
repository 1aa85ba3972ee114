// `node scripts/conformance.mjs <suite|all> [--url URL] [--write]`: runs the official suite of a standard where it can be
// had, and ours beside it, against a node. Without --url it starts a node of its own with sample data. The last line is
// `N passed, N failed, N skipped`; a failure exits with 1. --write puts the table into docs/conformance.md, of others
// than features into docs/conformance-SUITE.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildOrExit, root } from './build.mjs';
import { summary } from './testing/counts.mjs';

const usage = 'Usage: node scripts/conformance.mjs <suite|all> [--url URL] [--write]';
const { subject, url, write } = readWords();
buildOrExit();
const { count, markdown, sampleFiles, startSampleNode, suites, table } = await import('../dist/conformance/index.js');
const names = subject === 'all' ? Object.keys(suites) : [subject];
if (!names.every((name) => name in suites))
  usageError(`There is no suite ${subject}. There are: ${Object.keys(suites).join(', ')}.`);

const outcomes = await runSuites();
console.log(table(outcomes));
const document = subject === 'features' ? 'conformance.md' : `conformance-${subject}.md`;
if (write) writeFileSync(join(root, 'docs', document), markdown(outcomes, subject));
const counts = count(outcomes);
console.log(`\n${summary(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runSuites() {
  const node = url ? null : await startSampleNode({ files: sampleFiles(), examples: true });
  try {
    const found = [];
    for (const name of names) {
      const target = { url: url ?? node.url, publisher: node?.publisher ?? null, environment: process.env };
      found.push(...(await suites[name](target)));
    }
    return found;
  } finally {
    await node?.stop();
  }
}

function readWords() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { url: { type: 'string' }, write: { type: 'boolean', default: false } },
    });
    if (positionals.length !== 1) usageError(usage);
    return { subject: positionals[0], ...values };
  } catch (error) {
    usageError(`${error.message}\n${usage}`);
  }
}

function usageError(text) {
  console.error(text);
  process.exit(2);
}
