/** Words for units as people write them (`lít`, `ngày đêm`), lower case, with the code they stand for. */
export type Spellings = ReadonlyMap<string, string>;

/** Symbols of amounts that often carry what was weighed: `mgO2/L`, `mg N/l`, `mmol-Ca/L`. */
const ofSubstance =
  /(^|[\s/.(])([munkp]?(?:g|mol|eq))[\s_-]*([A-Z][A-Za-z0-9]*(?:[-_][A-Z][A-Za-z0-9]*)*)(?=\s*(?:\/|$))/g;

/** A unit as people write it (`µg.m⁻³`, `m³/ngày đêm`, `mg N/L`), as a UCUM expression as far as its words are known. */
export function spelledExpression(text: string, spellings: Spellings, isWord: (word: string) => boolean): string {
  let plain = text
    .normalize('NFKC')
    .replaceAll(/[μµ]/g, 'u')
    .replaceAll('\u2212', '-')
    .trim()
    .replaceAll(/10\s*\^\s*(?=\d)/g, '10*')
    .replaceAll(/\^\s*(?=[-+]?\d)/g, '')
    .replaceAll(/\s*[·⋅•∙×]\s*/g, '.')
    .replaceAll(ofSubstance, '$1$2{$3}');
  for (const [spelling, code] of spellings) {
    if (spelling.includes(' ')) plain = plain.replaceAll(new RegExp(escaped(spelling), 'giu'), code);
  }
  plain = plain.replaceAll(/\s*([/()])\s*/g, '$1').replaceAll(/\s+/g, '.');
  return plain.replaceAll(/\{[^{}]*\}|\[[^[\]]*\]|[\p{L}%°_]+/gu, (word) => {
    if (word.startsWith('{') || word.startsWith('[') || isWord(word)) return word;
    return spellings.get(word.toLowerCase()) ?? word;
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
