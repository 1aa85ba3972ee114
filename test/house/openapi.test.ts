import { Validator } from '@seriousme/openapi-schema-validator';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the description of the API is a valid OpenAPI 3.0 document', async () => {
  const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Record<string, unknown>;
  const validator = new Validator();
  const result = await validator.validate(document);
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
  assert.equal(validator.version, '3.0');
});
