import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filesBelow, read } from './source-tree.ts';

const document = read('docs/security/asvs.md');
const lines = document
  .split('\n')
  .filter((line) => /^\| \d+\.\d+\.\d+ /.test(line))
  .map((line) => {
    const [number, state, , how, tested] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { number: number!, state: state!, how: how!, tested: /^`([^`]+)`$/.exec(tested!)?.[1] ?? null };
  });

/** How many requirements level 2 has, by chapter (4.0.3; those that it leaves to the operating system included). */
const chapters = [38, 53, 18, 9, 30, 13, 12, 15, 7, 5, 8, 15, 13, 23];

describe('docs/security/asvs.md', () => {
  test('has a line for each requirement of level 2, once', () => {
    const found = chapters.map((_, i) => lines.filter(({ number }) => number.startsWith(`${i + 1}.`)).length);
    assert.deepEqual(found, chapters);
    assert.equal(new Set(lines.map(({ number }) => number)).size, lines.length);
  });

  test('says of each a state of the closed list, and what is missing where something is', () => {
    const states = ['held', 'part', 'open', 'n/a'];
    assert.deepEqual(
      lines.filter(({ state, how }) => !states.includes(state) || (state !== 'held' && how === '–')),
      [],
    );
    for (const state of states) {
      const counted = lines.filter((line) => line.state === state).length;
      assert.match(document, new RegExp(`^\\| ${state} +\\| ${counted} +\\|$`, 'm'));
    }
  });

  test('names tests that are there', () => {
    const files = [...filesBelow('test'), ...filesBelow('.ci')];
    const missing = lines.filter(({ tested }) => tested !== null && !files.some((file) => file.startsWith(tested)));
    assert.deepEqual(missing, []);
  });
});
