import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { colours, grounds, ramps, series } from '../../src/features/index.ts';

type Rgb = readonly [number, number, number];

/** sRGB to linear light (IEC 61966-2-1). */
function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(linear(one)), luminance(linear(other))].toSorted((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** What who lacks one kind of cones sees, and everybody (Machado, Oliveira and Fernandes 2009, severity 1). */
const eyes: Readonly<Record<string, readonly Rgb[]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no long cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no middle cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no short cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: readonly Rgb[], [r, g, b]: Rgb): Rgb => rows.map(([x, y, z]) => x * r + y * g + z * b) as unknown as Rgb; // prettier-ignore

/** OKLab (Ottosson 2020), in which equal distances look about equally far apart. */
function okLab(rgb: Rgb): Rgb {
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], rgb); // prettier-ignore
  const roots = cones.map((value) => Math.cbrt(Math.max(0, value))) as unknown as Rgb;
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], roots); // prettier-ignore
}

function leastDistance(hexes: readonly string[], seenBy: readonly Rgb[]): number {
  const seen = hexes.map((hex) => okLab(times(seenBy, linear(hex)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb)); // prettier-ignore
  const pairs = seen.flatMap((one, index) => seen.slice(index + 1).map((other) => Math.hypot(...one.map((value, i) => value - other[i]!)))); // prettier-ignore
  return Math.min(...pairs);
}

describe('colours of data on maps', () => {
  const all = { series, ...Object.fromEntries(Object.entries(ramps).map(([name, { hexes }]) => [name, hexes])) };

  for (const [name, hexes] of Object.entries(all)) {
    test(`${name}: each is at least 3:1 to every ground (WCAG 2.2, 1.4.11)`, () => {
      for (const hex of hexes) {
        for (const ground of Object.values(grounds)) assert.ok(contrast(hex, ground) >= 3, `${hex} on ${ground}`);
      }
    });

    for (const [who, matrix] of Object.entries(eyes)) {
      test(`${name}: no two look alike with ${who}`, () => {
        const least = leastDistance(hexes, matrix);
        // 0.02 is about what an eye can just tell apart side by side; a map needs several times that.
        assert.ok(least >= 0.07, String(least));
      });
    }
  }

  test('a ramp grows darker step by step', () => {
    for (const { hexes } of Object.values(ramps)) {
      const light = hexes.map((hex) => luminance(linear(hex)));
      assert.deepEqual(light, light.toSorted((a, b) => b - a)); // prettier-ignore
    }
  });

  test('each colour has a name of its own in both languages', () => {
    for (const language of ['vi', 'en'] as const) {
      const names = Object.values(colours).map(({ title }) => title[language]);
      assert.equal(new Set(names).size, names.length);
    }
  });
});
