import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { matchName, type Unit } from '../../src/codes/index.ts';
import { loadPacks, type Codelist, type CodelistEntry, type PackSet } from '../../src/packs/index.ts';

let packs: PackSet;
before(async () => {
  packs = await loadPacks('packs');
});
const codelist = (id: string): Codelist => packs.codelist(id.includes('/') ? id : `vn-core/${id}`);
const within = (list: string, code: string): Unit => ({ list: `vn-core/${list}`, code });
const match = (list: string, text: string, unit?: Unit) => matchName(codelist(list), text, codelist, unit);
/** `sure 79`, `ambiguous`, `doubtful 24`, `unknown`. */
const short = (list: string, text: string, unit?: Unit): string => {
  const { outcome, candidates } = match(list, text, unit);
  return outcome === 'ambiguous' || outcome === 'unknown' ? outcome : `${outcome} ${candidates[0]!.code}`;
};

describe('names as people write them', () => {
  const district1 = within('districts-before-2025', '764');
  const benTre = within('provinces-63', '83');
  const table: readonly (readonly [text: string, is: string, list: string, unit?: Unit])[] = [
    ['Thành phố Hồ Chí Minh', 'sure 79', 'provinces-34'],
    ['TP. Hồ Chí Minh', 'sure 79', 'provinces-34'],
    ['Tp Hồ Chí Minh', 'sure 79', 'provinces-34'],
    ['TP.HCM', 'sure 79', 'provinces-34'],
    ['TPHCM', 'sure 79', 'provinces-34'],
    ['HCMC', 'sure 79', 'provinces-34'],
    ['Ho Chi Minh City', 'sure 79', 'provinces-34'],
    ['Hanoi', 'sure 01', 'provinces-34'],
    ['Thủ đô Hà Nội', 'sure 01', 'provinces-34'],
    ['HÀ NỘI', 'sure 01', 'provinces-34'],
    ['Ba Ria - Vung Tau', 'sure 77', 'provinces-63'],
    ['Bà Rịa Vũng Tàu', 'sure 77', 'provinces-63'],
    ['Bà Rịa – Vũng Tàu', 'sure 77', 'provinces-63'],
    ['Thừa Thiên - Huế', 'sure 46', 'provinces-63'],
    ['Khánh Hoà', 'sure 56', 'provinces-34'],
    ['Khánh Hòa', 'sure 56', 'provinces-34'],
    ['T. Khánh Hòa', 'sure 56', 'provinces-34'],
    ['Tỉnh Đồng Nai', 'sure 75', 'provinces-34'],
    ['TP Đồng Nai', 'sure 75', 'provinces-34'],
    ['Thành phố Đồng Nai', 'doubtful 75', 'provinces-63'],
    ['dong nai province', 'sure 75', 'provinces-63'],
    ['Hoà Bình', 'unknown', 'provinces-34'],
    ['Quảng Nm', 'doubtful 49', 'provinces-63'],
    ['Bac Gang', 'doubtful 24', 'provinces-63'],
    ['Phường 1', 'sure 26890', 'communes-before-2025', district1],
    ['P.01', 'sure 26890', 'communes-before-2025', district1],
    ['P1', 'sure 26890', 'communes-before-2025', district1],
    ['p 1', 'sure 26890', 'communes-before-2025', district1],
    ['phuong 11', 'sure 26899', 'communes-before-2025', district1],
    ['1', 'doubtful 26890', 'communes-before-2025', district1],
    ['Phường 1', 'ambiguous', 'communes-before-2025'],
    ['Tân Phú', 'ambiguous', 'communes-before-2025'],
    ['Phường Minh Khai', 'ambiguous', 'communes-before-2025', within('provinces-63', '01')],
    ['Thị trấn Tân Phú', 'sure 26116', 'communes-before-2025', within('provinces-63', '75')],
    ['Huyện Châu Thành', 'sure 831', 'districts-before-2025', benTre],
    ['H. Châu Thành', 'sure 831', 'districts-before-2025', benTre],
    ['Chau Thanh Dist.', 'ambiguous', 'districts-before-2025'],
    ['TT Cành Nàng', 'sure 14923', 'communes-before-2025'],
    ['T.T. Cành Nàng', 'sure 14923', 'communes-before-2025'],
    ['Thị Trấn P Rao', 'sure 20467', 'communes-before-2025'],
    ['thị trấn Prao', 'sure 20467', 'communes-before-2025'],
    ['Xã Cư M’gar', 'sure 24289', 'communes-before-2025'],
    ['Phường Đúc', 'sure 19780', 'communes-before-2025'],
    ['Xã Sĩ Bình', 'sure 01978', 'communes-before-2025'],
    ['Thị trấn Phó Bảng', 'sure 00712', 'communes-before-2025'],
    ['Thị trấn Ba Chẽ', 'doubtful 06978', 'communes-after-2025'],
    ['Đặc khu Côn Đảo', 'sure 26732', 'communes-after-2025'],
    ['ĐK Côn Đảo', 'sure 26732', 'communes-after-2025'],
    ['', 'unknown', 'provinces-34'],
    ['không rõ', 'unknown', 'provinces-34'],
  ];
  for (const [text, is, list, unit] of table) {
    test(`"${text}" in ${list}${unit ? ` within ${unit.code}` : ''} is ${is}`, () => {
      assert.equal(short(list, text, unit), is);
    });
  }

  test('a match carries score and reason, and its runner-up', () => {
    const { candidates } = match('communes-before-2025', 'Phường Đúc');
    assert.deepEqual(
      candidates.slice(0, 2).map(({ reason, kindDiffers }) => [reason, kindDiffers]),
      [
        ['spelling', false],
        ['other-marks', false],
      ],
    );
  });

  test('whatever is asked, scores fall from 0 to 1 and sure means one alone', () => {
    const lists = ['provinces-34', 'communes-after-2025', 'unit-kinds'];
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('P.', 'x', '1', 'tp.', 'ấp'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...lists), texts, (list, text) => {
        const { outcome, candidates } = match(list, text);
        const scores = candidates.map(({ score }) => score);
        assert.deepEqual(
          scores,
          [...scores].sort((one, other) => other - one),
        );
        assert.ok(scores.every((score) => score >= 0.6 && score <= 1));
        assert.equal(outcome === 'unknown', candidates.length === 0);
        if (outcome === 'sure') assert.ok(scores[0]! >= 0.9 && (scores[1] ?? 0) < scores[0]!);
      }),
      { numRuns: 300 },
    );
  });
});

/** The test's own folding: nothing of the matcher decides what a homonym is. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase().replace(/\by\b|(?<=\b(?:qu|[bcdghklmnpqrstvx]+))y\b/g, 'i').replace(/[^a-z0-9]/g, ''); // prettier-ignore
const marked = (text: string): string => {
  const letters = text.normalize('NFD').toLowerCase();
  return letters.replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => {
    const tones = word.match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? [];
    return word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '').replace(/(?<=^(?:qu|[bcdđghklmnpqrstvx]+)?)y$/, 'i') + tones.join(''); // prettier-ignore
  }).replace(/[^\p{L}\p{M}\p{Nd}]/gu, ''); // prettier-ignore
};
const withoutMarks = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

/** Old and new places of the tone mark: hoà and hòa, thuỷ and thủy. */
const otherTonePlace = (text: string): string => {
  const pairs = [['oa', 'òóỏõọ', 'àáảãạ', 'o', 'a'], ['oe', 'òóỏõọ', 'èéẻẽẹ', 'o', 'e'], ['uy', 'ùúủũụ', 'ỳýỷỹỵ', 'u', 'y']] as const; // prettier-ignore
  let changed = text.normalize('NFC');
  for (const [, firsts, seconds, first, second] of pairs) {
    for (let i = 0; i < 5; i++) {
      changed = changed.replace(new RegExp(`${firsts[i]}${second}(?!\\p{L})`, 'gu'), `${first}${seconds[i]}`);
    }
  }
  return changed;
};

describe('every unit is found by its own name inside the unit above it', () => {
  const abbreviations: Readonly<Record<string, string>> = {
    Xã: 'X.',
    Phường: 'P.',
    'Thị trấn': 'TT ',
    'Đặc khu': 'ĐK ',
    Quận: 'Q.',
    Huyện: 'H. ',
    'Thị xã': 'TX ',
    'Thành phố': 'TP.',
    'Tỉnh': 'T. ', // prettier-ignore
  };
  const kindOf = (label: string) => Object.keys(abbreviations).find((kind) => label.startsWith(`${kind} `))!;
  const bare = (label: string) => label.slice(kindOf(label).length + 1);
  const abbreviated = (label: string) => abbreviations[kindOf(label)]! + bare(label);
  /** `keep`: what of the label a reader of the written form still knows. */
  const ways: readonly { means: string; write: (label: string) => string; keep: (label: string) => string }[] = [
    { means: 'as listed', write: (label) => label, keep: (label) => label },
    { means: 'in capitals', write: (label) => label.toUpperCase(), keep: (label) => label },
    { means: 'decomposed', write: (label) => label.normalize('NFD'), keep: (label) => label },
    { means: 'with the tone mark elsewhere', write: otherTonePlace, keep: (label) => label },
    { means: 'with its kind abbreviated', write: abbreviated, keep: (label) => label },
    { means: 'without tone marks', write: withoutMarks, keep: (label) => label },
    { means: 'without its kind', write: bare, keep: bare },
    {
      means: 'abbreviated and without marks',
      write: (label) => withoutMarks(abbreviated(label)),
      keep: (label) => label,
    },
  ];
  /** How many units share what the written form still says with another of the same parent. */
  const lists = {
    'communes-after-2025': { above: 'province', homonyms: [0, 0, 0, 0, 1, 16, 1, 16] },
    'communes-before-2025': { above: 'district', homonyms: [2, 2, 2, 2, 5, 46, 46, 46] },
    'districts-before-2025': { above: 'province', homonyms: [0, 0, 0, 0, 0, 0, 12, 0] },
  } as const;

  for (const [id, { above, homonyms }] of Object.entries(lists)) {
    ways.forEach(({ means, write, keep }, way) => {
      test(`${id}, ${means}: all, but true homonyms (${homonyms[way]})`, () => {
        const list = codelist(id);
        const entries = list.entries.filter((entry) => !entry.extra['same_as']);
        const counts = new Map<string, number>();
        const keysOf = (entry: CodelistEntry) =>
          [marked, plain].map((fold) => `${fold.name} ${entry.extra[above]} ${fold(keep(entry.labelVi))}`);
        const once = new Map(entries.map((entry) => [entry.code, entry]));
        for (const entry of once.values()) {
          for (const key of keysOf(entry)) counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        const missed: string[] = [];
        let ambiguous = 0;
        for (const entry of once.values()) {
          const written = write(entry.labelVi);
          const unit = { list: list.parent!.codelist, code: entry.extra[above]! };
          const { outcome, candidates } = matchName(list, written, codelist, unit);
          const isNumber = /^\d+$/.test(bare(entry.labelVi)) && means === 'without its kind';
          // What was written without a single mark may have lost them.
          const [withMarks, without] = keysOf(entry);
          const hasMarks = withoutMarks(written) !== written.normalize('NFD');
          const isHomonym = counts.get(hasMarks ? withMarks! : without!)! > 1;
          if (isHomonym) ambiguous++;
          const found = candidates.some(({ code }) => code === entry.code);
          const right = isHomonym ? found : candidates[0]?.code === entry.code && (outcome === 'sure' || isNumber);
          if (!right) missed.push(`${entry.code} ${entry.labelVi}: ${outcome} ${candidates.map((each) => `${each.code} ${each.label} ${each.score}`).join(', ')}`); // prettier-ignore
          // A homonym is never decided for the wrong one.
          if (isHomonym && outcome === 'sure') assert.equal(candidates[0]!.code, entry.code, entry.labelVi);
        }
        assert.deepEqual(missed, []);
        assert.equal(ambiguous, homonyms[way]);
      });
    });
  }
});
