import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contrast } from '../../src/portal/styles/contrast.ts';
import { pairs } from '../../src/portal/styles/pairs.ts';
import { tokens } from '../../src/portal/styles/tokens.css.ts';

test('contrast is measured as the standard says: black on white 21, the same colour 1, its own example 4.54', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(2), '21.00');
  assert.equal(contrast('#0b5b63', '#0b5b63').toFixed(2), '1.00');
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
});

for (const mode of ['light', 'dark'] as const) {
  describe(`colours of the ${mode} mode`, () => {
    for (const { front, behind, least } of pairs) {
      test(`${front} on ${behind} keeps ${least}:1`, () => {
        const found = contrast(tokens[mode][front], tokens[mode][behind]);
        assert.ok(found >= least, found.toFixed(2));
      });
    }
  });
}
