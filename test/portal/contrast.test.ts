import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tokens } from '../../src/portal/styles/tokens.css.ts';

type Token = keyof typeof tokens.light;

/** Text 4.5:1 (WCAG 2.2, 1.4.3); marks, borders of fields and lines of a map 3:1 (1.4.11). */
const pairs: readonly { front: Token; behind: Token; least: number }[] = [
  ...(['ink', 'quiet', 'accent', 'accent-deep', 'bad', 'warn', 'good'] as const).flatMap((front) =>
    (['paper', 'accent-wash', 'raised'] as const).map((behind) => ({ front, behind, least: 4.5 })),
  ),
  { front: 'on-accent', behind: 'accent', least: 4.5 },
  { front: 'on-accent', behind: 'accent-deep', least: 4.5 },
  { front: 'bad', behind: 'bad-wash', least: 4.5 },
  { front: 'ink', behind: 'bad-wash', least: 4.5 },
  { front: 'ink', behind: 'warn-wash', least: 4.5 },
  { front: 'quiet', behind: 'warn-wash', least: 4.5 },
  { front: 'map-text', behind: 'map-ground', least: 4.5 },
  { front: 'edge', behind: 'paper', least: 3 },
  { front: 'edge', behind: 'raised', least: 3 },
  { front: 'data', behind: 'map-ground', least: 3 },
];

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

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
