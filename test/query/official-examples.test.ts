import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expressionHash, parseCql2Json, parseCql2Text, toCql2Json, toCql2Text } from '../../src/query/index.ts';

const folder = join(process.env.LIENTHONG_TEST_DATA ?? '../shared', 'standards/cql2/schema/examples');
const skip = existsSync(folder) ? false : `no official CQL2 examples in ${folder}`;
const names = (kind: 'text' | 'json') => (skip ? [] : readdirSync(join(folder, kind)).sort());
const read = (kind: 'text' | 'json', name: string) => readFileSync(join(folder, kind, name), 'utf8');
const jsonOf = (textName: string) => textName.replace(/(-alt\d+)?\.txt$/, '.json');

describe('OGC 21-065r2, official examples', { skip }, () => {
  for (const name of names('text')) {
    test(`text ${name} is read, written and read again as the same expression`, () => {
      const expression = parseCql2Text(read('text', name));
      assert.deepEqual(parseCql2Text(toCql2Text(expression)), expression);
      assert.deepEqual(parseCql2Json(toCql2Json(expression)), expression);
    });
  }
  for (const name of names('json')) {
    test(`JSON ${name} is read and written unchanged`, () => {
      // The files write -0.0, which we hold as 0: equal numbers must be equal filters.
      const json: unknown = JSON.parse(JSON.stringify(JSON.parse(read('json', name))));
      const expression = parseCql2Json(json);
      assert.deepEqual(toCql2Json(expression), json);
      assert.deepEqual(parseCql2Text(toCql2Text(expression)), expression);
    });
  }
  for (const name of names('text').filter((text) => names('json').includes(jsonOf(text)))) {
    test(`text ${name} means ${jsonOf(name)}`, () => {
      const fromText = parseCql2Text(read('text', name));
      const fromJson = parseCql2Json(JSON.parse(read('json', jsonOf(name))));
      assert.deepEqual(fromText, fromJson);
      assert.equal(expressionHash(fromText), expressionHash(fromJson));
    });
  }
});
