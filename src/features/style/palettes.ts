import type { Text } from '../../packs/index.ts';

/**
 * Colours of data on the map's ground, which stays light in both modes of the page. Each is at least 3:1 to land, water
 * and the country (WCAG 2.2, 1.4.11), and any two differ by 0.1 in OKLab also for who lacks one kind of cones
 * (test/features/palettes.test.ts computes both).
 */
export const colours = {
  violet: { hex: '#4a3f9f', title: { vi: 'tím', en: 'violet' } },
  ochre: { hex: '#876c00', title: { vi: 'vàng đất', en: 'ochre' } },
  pink: { hex: '#c1587d', title: { vi: 'hồng', en: 'pink' } },
  maroon: { hex: '#4f152c', title: { vi: 'nâu đỏ', en: 'maroon' } },
  sky: { hex: '#547cd3', title: { vi: 'xanh da trời', en: 'sky blue' } },
  moss: { hex: '#514100', title: { vi: 'rêu', en: 'moss' } },
  plum: { hex: '#922d55', title: { vi: 'đỏ mận', en: 'plum' } },
  indigo: { hex: '#2f166e', title: { vi: 'chàm', en: 'indigo' } },
} as const satisfies Record<string, { hex: string; title: Text }>;

export type ColourName = keyof typeof colours;
export const colourNames = Object.keys(colours) as ColourName[];
/** In the order in which layers of one map and classes of one layer take them. */
export const series: readonly string[] = colourNames.map((name) => colours[name].hex);

/** From little to much: darker step by step, so that order is seen without any hue. */
export const ramps = {
  sea: { hexes: ['#00908a', '#007588', '#005578', '#0d3662', '#151945'], title: { vi: 'biển', en: 'sea' } },
  earth: { hexes: ['#a27900', '#915700', '#793800', '#5f1c08', '#41010b'], title: { vi: 'đất', en: 'earth' } },
  leaf: { hexes: ['#6c8c4a', '#4b723b', '#2b592d', '#064120', '#002912'], title: { vi: 'lá', en: 'leaf' } },
} as const satisfies Record<string, { hexes: readonly string[]; title: Text }>;

export type RampName = keyof typeof ramps;
export const rampNames = Object.keys(ramps) as RampName[];

export const fewestSteps = 2;
export const mostSteps = 5;

/** Steps of a ramp, spread over all of it. */
export function stepsOf(ramp: RampName, count: number): string[] {
  const { hexes } = ramps[ramp];
  return Array.from({ length: count }, (_, i) => hexes[count === 1 ? 2 : Math.round((i * (hexes.length - 1)) / (count - 1))]!); // prettier-ignore
}

/** What is in no class, or has no value. */
export const otherColour = '#6b7071';
/** Grounds that data lie on. */
export const grounds = { water: '#e3e9ea', land: '#f3f2ea', own: '#eaf0e2' } as const;
