import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, test } from 'node:test';
import { allProblems } from '../../src/modules.ts';
import { configKeys } from '../../src/kernel/index.ts';
import { filesBelow, read, repositoryFiles, root } from './source-tree.ts';

type Maker = (list: unknown) => string;

/** A maker of scripts/docs, which stands outside what the compiler sees. */
const maker = async (file: string, name: string): Promise<Maker> =>
  ((await import(new URL(`../../../scripts/docs/${file}`, import.meta.url).href)) as Record<string, Maker>)[name]!;

describe('generated documents are fresh (mend with `npm run docs`)', () => {
  test('docs/problems.md is the list of all problems', async () => {
    const make = await maker('problems.mjs', 'problemsDocument');
    assert.equal(read('docs/problems.md'), make(allProblems));
  });

  test('docs/configuration.md is the list of all settings', async () => {
    const make = await maker('configuration.mjs', 'configurationDocument');
    assert.equal(read('docs/configuration.md'), make(configKeys));
  });
});

describe('problems', () => {
  const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

  for (const [code, { status, title, detail }] of Object.entries(allProblems)) {
    test(`${code}: a kebab-case code, a status of an error, and both languages with the same places`, () => {
      assert.match(code, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
      assert.ok(status >= 400 && status < 600, `status ${status}`);
      for (const text of [title.vi, title.en, detail.vi, detail.en]) assert.ok(text.trim().length > 0);
      assert.deepEqual([...new Set(places(detail.vi))], [...new Set(places(detail.en))]);
    });
  }
});

describe('documents written by hand', () => {
  const pages = repositoryFiles().filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));

  test('every link to a file leads somewhere', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1]!)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(root, posix.join(posix.dirname(page), decodeURI(link)))))
        .map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  test('decisions are numbered without gaps and have the five parts', () => {
    const decisions = filesBelow('docs/adr').filter((path) => /\/\d{4}-/.test(path));
    assert.deepEqual(
      decisions.map((path) => Number(posix.basename(path).slice(0, 4))),
      decisions.map((_, index) => index + 1),
    );
    for (const path of decisions) {
      for (const part of ['Status', 'Context', 'Decision', 'Consequences', 'Alternatives']) {
        assert.match(read(path), new RegExp(`^## ${part}$`, 'm'), `${path} lacks ${part}`);
      }
    }
  });

  test('every command of package.json that a page names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const known = new Set(['test', 'start', ...Object.keys(scripts)]);
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)].map((match) => match[1]!),
    );
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
    );
  });
});

describe('scripts', () => {
  test('.ci/run is executable and reads as bash', () => {
    execFileSync('bash', ['-n', join(root, '.ci/run')]);
    execFileSync('test', ['-x', join(root, '.ci/run')]);
  });
});

describe('guides stand in both languages', () => {
  for (const path of repositoryFiles().filter((each) => /^docs\/guide\/[a-z]+\.md$/.test(each))) {
    test(`${path}: the same steps, pictures and commands`, () => {
      const parts = (text: string) => [
        text.match(/^## /gm)?.length,
        [...text.matchAll(/\]\((images\/[^)]+)\)/g)].map((picture) => picture[1]),
        [...text.matchAll(/`((?:npm|lienthong) [^`]+)`/g)].map((command) => command[1]),
      ];
      assert.deepEqual(parts(read(path.replace(/\.md$/, '.vi.md'))), parts(read(path)));
    });
  }
});

describe('README.md and README.vi.md are twins', () => {
  const [english, vietnamese] = [read('README.md'), read('README.vi.md')];
  const linked = (text: string) =>
    [...new Set([...text.matchAll(/\]\(([^)]+)\)/g)].map((link) => link[1]!.replace(/\.vi\.md$/, '.md')))]
      .filter((to) => !to.startsWith('README'))
      .sort();
  /** Commands without what people put into them and without their comments. */
  const commands = (text: string) =>
    [...text.matchAll(/^(?:npm|npx|curl) .*$/gm)].map(([line]) =>
      line.replace(/ {2,}#.*$/, '').replace(/(?<![\p{L}_])\p{Lu}{2,}(?![\p{L}_])/gu, 'X'),
    );

  test('with the same links and the same commands', () => {
    assert.deepEqual(linked(vietnamese), linked(english));
    assert.deepEqual(commands(vietnamese), commands(english));
  });

  test('and every document is linked from them', () => {
    const documents = repositoryFiles().filter((path) => /^docs\/[^/]+\.md$/.test(path));
    assert.deepEqual(
      documents.filter((path) => !linked(english).includes(path)),
      [],
    );
  });
});
