import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read, repositoryFiles } from './source-tree.ts';

const binary = /\.(?:xlsx?|zip|gz|woff2?|png|jpe?g|ico|pdf|shp|shx|dbf|gpkg|parquet|fgb|wasm)$/i;
/** Files whose text is data of others (recorded replies, fixtures) or names such paths in order to refuse them. */
const exempt = /^(?:test\/fixtures\/|test\/house\/|examples\/)/;
const texts = repositoryFiles().filter((path) => !binary.test(path) && !exempt.test(path));

/** Every line of the repository's texts that the pattern finds, as `path:line: text`. */
function lines(pattern: RegExp, among = texts): string[] {
  return among.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((text, index) => (pattern.test(text) ? [`${path}:${index + 1}: ${text.trim().slice(0, 160)}`] : [])),
  );
}

describe('the repository stands for itself', () => {
  test('no path of the machine it was written on', () => {
    assert.deepEqual(lines(/(?<![\w.:/~-])\/(?:work|root|home\/[a-z]+|Users\/[A-Za-z]+)\//), []);
  });

  test('package-lock.json names no host but the public registry', () => {
    const hosts = lines(/"resolved":\s*"(?!https:\/\/registry\.npmjs\.org\/)/, ['package-lock.json']);
    assert.deepEqual(hosts, []);
  });

  test('no registry is set in .npmrc: the reader has his own', () => {
    assert.deepEqual(lines(/registry/, ['.npmrc']), []);
  });

  test('no private key and no token', () => {
    assert.deepEqual(
      lines(/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{30,}|\bnpm_[A-Za-z0-9]{30,}/),
      [],
    );
  });

  test('no TODO, FIXME or XXX in the code: what is missing is not there, or stands in the changelog', () => {
    const code = texts.filter((path) => /^(?:src|test|scripts|bin|bench|conformance)\//.test(path));
    assert.deepEqual(lines(/\b(?:TODO|FIXME|XXX)\b/, code), []);
  });
});
