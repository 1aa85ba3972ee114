/**
 * Paper and ink, one accent that says "this can be pressed". Text pairs keep 4.5:1 and marks 3:1 in both modes
 * (WCAG 2.2, 1.4.3 and 1.4.11); test/portal/contrast.test.ts reads these very values.
 */
export const tokens = {
  light: {
    paper: '#fbf9f5',
    raised: '#ffffff',
    ink: '#1b1f20',
    quiet: '#555b5c',
    hair: '#ddd9d0',
    edge: '#7c8180',
    accent: '#0b5b63',
    'accent-deep': '#07434a',
    'accent-wash': '#e5efed',
    'on-accent': '#ffffff',
    bad: '#9c2a1f',
    'bad-wash': '#faebe7',
    warn: '#7a4a00',
    'warn-wash': '#f8efdb',
    good: '#24623a',
    'map-ground': '#eef1ea',
    'map-sea': '#dfe7ea',
    'map-line': '#d3dacf',
    'map-text': '#555b5c',
    data: '#4a3f9f',
    'data-wash': '#4a3f9f',
    halo: '#ffffff',
  },
  dark: {
    paper: '#14181a',
    raised: '#1c2224',
    ink: '#ebe7df',
    quiet: '#aab0b0',
    hair: '#333b3d',
    edge: '#7f8888',
    accent: '#7fcac8',
    'accent-deep': '#a6dedc',
    'accent-wash': '#1d3133',
    'on-accent': '#0b1a1b',
    bad: '#f2a093',
    'bad-wash': '#3a1f1b',
    warn: '#e6bd6f',
    'warn-wash': '#33290f',
    good: '#8fcf9f',
    'map-ground': '#1b2321',
    'map-sea': '#131a1d',
    'map-line': '#35403c',
    'map-text': '#aab0b0',
    data: '#b7aef7',
    'data-wash': '#b7aef7',
    halo: '#14181a',
  },
} as const;

function declarations(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}

export const tokensCss = `
:root{color-scheme:light dark;${declarations(tokens.light)}
--small:.875rem;--body:1rem;--large:1.125rem;--h3:1.125rem;--h2:1.375rem;--h1:1.875rem;--figure:2.25rem;
--radius:4px;--measure:44rem;--page:76rem;}
@media (prefers-color-scheme:dark){:root{${declarations(tokens.dark)}}}
`;
