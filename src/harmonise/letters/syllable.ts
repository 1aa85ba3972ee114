/**
 * What a Vietnamese syllable can be, as spelling rules: onset, rhyme, at most one tone, and the tones that a final stop
 * allows. Linguistics of the script, not of a sector; placing the tone by either school (`hoà`, `hòa`).
 */
export const syllableKind = {
  /** Cannot be spelt so. */
  none: 0,
  /** As names of minority languages are spelt (`Krông`, `Đắk`), or a syllable with an unusual join. */
  loan: 1,
  native: 2,
} as const;
export type SyllableKind = (typeof syllableKind)[keyof typeof syllableKind];

const onsets = 'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ');

const rhymes = (
  'a ac ach ai am an ang anh ao ap at au ay ' +
  'ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây ' +
  'e ec em en eng eo ep et ê êch êm ên ênh êp êt êu ' +
  'i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu ' +
  'o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt ' +
  'oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ' +
  'u ua uc ui um un ung up ut uơ uân uâng uât uây uê uêch uên uênh uêt ' +
  'uôc uôi uôm uôn uông uôt uy uya uych uynh uyt uyu uyp uyên uyêt ' +
  'ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ' +
  'y yêm yên yêng yêt yêu'
).split(' ');

const acute = '\u0301';
const grave = '\u0300';
const hook = '\u0309';
const tilde = '\u0303';
const dot = '\u0323';
const stopTones = [acute, dot];
const openTones = ['', grave, hook, tilde, acute, dot];
const vowels = 'aăâeêioôơuưy';

/** Every spelling of a rhyme with its tone. */
const tonedRhymes = new Set(rhymes.flatMap(spellings));
const foreignOnset = /^(?:[bcdđghklmnprstvx]|[bcdđghkmnpst][lrhknj]|kh[lr]|ch|th|tr|ph|nh|ng|h?l|j|w|y|z|f)$/;
const foreignRhyme = /^[aăâeêioôơuưy]{1,3}(?:c|ch|h|k|l|m|n|ng|nh|p|r|s|t|i|o|u|y)?$/;

function spellings(rhyme: string): string[] {
  const tones = /(?:c|ch|p|t)$/.test(rhyme) ? stopTones : openTones;
  return tones.flatMap((tone) =>
    tonePlaces(rhyme).map((at) => (rhyme.slice(0, at) + rhyme[at] + tone + rhyme.slice(at + 1)).normalize('NFC')),
  );
}

/** Indexes of the letters that may carry the tone: the one with a mark of its own; else first or second of `oa oe uy`. */
function tonePlaces(rhyme: string): number[] {
  const marked = [...rhyme].findLastIndex((letter) => 'ăâêôơư'.includes(letter) && letter !== 'ư');
  if (marked >= 0) return [marked];
  if (rhyme.includes('ư')) return [rhyme.indexOf('ư')];
  if (/^(?:oa|oe|uy)$/.test(rhyme)) return [0, 1];
  if (/^(?:oa|oe|uy)/.test(rhyme)) return [1];
  if (rhyme.startsWith('oo')) return [0, 1];
  return [0];
}

/** Onsets by what may follow: `c g ng` never stand before e, ê, i, y; `gh ngh` only there. */
function joins(onset: string, rhyme: string): boolean {
  const front = /^[eêiy]/.test(
    rhyme
      .normalize('NFD')
      .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
      .normalize('NFC'),
  );
  if (onset === 'gh' || onset === 'ngh') return front;
  if (onset === 'c' || onset === 'ng') return !front;
  if (onset === 'g') return !front || rhyme.startsWith('i') || /^[ìíỉĩị]/.test(rhyme);
  return true;
}

const known = new Map<string, SyllableKind>();
const mostKnown = 20_000;

/** Judges one word in lower case, NFC. */
export function judgeSyllable(word: string): SyllableKind {
  let kind = known.get(word);
  if (kind === undefined) {
    kind = judge(word);
    if (known.size < mostKnown) known.set(word, kind);
  }
  return kind;
}

function judge(word: string): SyllableKind {
  if (tonedRhymes.has(word)) return syllableKind.native;
  for (let length = Math.min(3, word.length - 1); length > 0; length--) {
    const onset = word.slice(0, length);
    if (!onsets.includes(onset)) continue;
    const rhyme = word.slice(length);
    if (tonedRhymes.has(rhyme) && joins(onset, rhyme)) return syllableKind.native;
  }
  return isForeignSpelling(word) ? syllableKind.loan : syllableKind.none;
}

/** `Krông`, `Đắk`, `Plei`: other onsets and finals, still Vietnamese letters and at most one tone. */
function isForeignSpelling(word: string): boolean {
  const bare = withoutTone(word);
  if (bare === null || bare.length > 7) return false;
  const first = [...bare].findIndex((letter) => vowels.includes(letter));
  if (first < 0) return false;
  const onset = bare.slice(0, first);
  return (onset === '' || foreignOnset.test(onset)) && foreignRhyme.test(bare.slice(first));
}

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** The word without its tone; null when it carries more than one. */
function withoutTone(word: string): string | null {
  const parts = word.normalize('NFD');
  const marks = parts.match(toneMarks)?.length ?? 0;
  return marks > 1 ? null : parts.replace(toneMarks, '').normalize('NFC');
}
