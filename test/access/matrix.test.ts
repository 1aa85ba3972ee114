import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { asOperator } from '../pipeline/steward.ts';
import { callers, levels, rows } from './matrix-rows.ts';

/** Health and metrics tell nothing of data and stand before every door. */
const beforeEveryDoor = ['GET /livez', 'GET /readyz', 'GET /metrics'];

describe('the table of rights', () => {
  onEmbeddedNode('beside the description of the API', (node) => {
    test('has a row for every route, and none for a route that is gone', async () => {
      const { body } = await asOperator(node, '/openapi.json');
      const described = Object.entries(body['paths'] as Record<string, Record<string, unknown>>).flatMap(
        ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      assert.deepEqual(
        Object.keys(rows).toSorted(),
        described.filter((each) => !beforeEveryDoor.includes(each)).toSorted(),
      );
    });
  });

  test('has at least a thousand cells', () => {
    assert.ok(Object.values(rows).flat().length * callers.length * levels.length >= 1_000);
  });
});
