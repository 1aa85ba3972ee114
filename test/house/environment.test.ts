import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configKeys } from '../../src/kernel/index.ts';
import { filesBelow, read, sourceFiles, withoutComments } from './source-tree.ts';

/** The environment is read at the door and handed down as a `Config`. */
const doors = [/^src\/main\.ts$/, /^src\/cli\//, /^src\/node\.ts$/, /^src\/kernel\/config\.ts$/];

test('the environment is read only in main.ts, cli/, node.ts and kernel/config.ts', () => {
  const readers = sourceFiles()
    .filter((path) => !doors.some((door) => door.test(path)))
    .filter((path) => /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]env/.test(withoutComments(read(path))));
  assert.deepEqual(readers, []);
});

test('every LIENTHONG_ variable that the code, the tests or the scripts name is a known one', () => {
  const files = ['src', 'test', 'bench', 'conformance', 'scripts', 'bin'].flatMap(filesBelow);
  const named = files
    .filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !path.startsWith('test/house/'))
    .flatMap((path) =>
      [...read(path).matchAll(/\bLIENTHONG_[A-Z][A-Z_]*[A-Z]\b/g)].map((match) => ({ path, key: match[0] })),
    );
  const unknown = named.filter(({ path, key }) => !(key in configKeys) && !isMisspeltOnPurpose(path, key));
  assert.deepEqual(
    unknown,
    [],
    'add it to configKeys in src/kernel/config.ts: a node refuses keys that it does not know',
  );
});

/** Tests of the configuration try keys that do not exist. */
const isMisspeltOnPurpose = (path: string, key: string): boolean =>
  path.startsWith('test/') && !key.startsWith('LIENTHONG_TEST_');
