import type { RightColumn } from './right-text.ts';

/** Languages that write Latin letters with marks, or none; and a few that do not write Latin. */
const languages = (
  'vi fr de pt es it nl da sv nb fi is et lv lt pl cs sk sl hr hu ro tr az sq eu ca gl cy ga mt af id ms sw ' +
  'en ha yo ig wo fo kl lb rm br fy gd se smn ee ff ru uk el bg sr mk ka hy he ar th km lo zh ja ko'
).split(' ');
const kinds = ['region', 'language', 'currency', 'script'] as const;

/** Codes whose names ICU is asked for. */
function codesOf(kind: (typeof kinds)[number]): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((one) => letters.map((other) => one + other));
  if (kind === 'region') return pairs;
  if (kind === 'language') return pairs.map((pair) => pair.toLowerCase());
  if (kind === 'currency') return Intl.supportedValuesOf('currency');
  return [
    'Latn',
    'Cyrl',
    'Arab',
    'Grek',
    'Hebr',
    'Thai',
    'Khmr',
    'Laoo',
    'Hang',
    'Hans',
    'Hant',
    'Deva',
    'Geor',
    'Armn',
  ];
}

/**
 * Names of countries, languages and currencies in many languages, from ICU: right text that the detector was not made
 * with. Its rules and weights may not be changed to please this list; then another would be needed.
 */
export function heldOutColumns(): RightColumn[] {
  return languages.flatMap((language) =>
    kinds.map((kind) => {
      const names = new Intl.DisplayNames([language], { type: kind, fallback: 'none' });
      const cells = codesOf(kind).flatMap((code) => nameOf(names, code) ?? []);
      return { name: `${language} ${kind}`, cells };
    }),
  );
}

function nameOf(names: Intl.DisplayNames, code: string): string | undefined {
  try {
    return names.of(code);
  } catch {
    return undefined;
  }
}
