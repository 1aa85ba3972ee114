import type { tokens } from './tokens.css.ts';

export type Token = keyof typeof tokens.light;

/** Colours that stand on each other: text 4.5:1 (WCAG 2.2, 1.4.3); marks, borders of fields and lines of a map 3:1 (1.4.11). */
export const pairs: readonly { readonly front: Token; readonly behind: Token; readonly least: number }[] = [
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
  { front: 'map-text', behind: 'map-sea', least: 4.5 },
  { front: 'data', behind: 'map-ground', least: 3 },
  { front: 'data', behind: 'map-sea', least: 3 },
];
