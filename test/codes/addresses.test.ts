import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { createAddressResolver, createCodeBook, type AddressResolver } from '../../src/codes/index.ts';
import { codelistEntry, loadPacks, type PackSet } from '../../src/packs/index.ts';

let packs: PackSet;
let resolver: AddressResolver;
before(async () => {
  packs = await loadPacks('packs');
  resolver = createAddressResolver(createCodeBook(() => packs));
});

/** `sure before 28840`, `ambiguous`, `doubtful before 10684`, `unknown`. */
function short(text: string, on?: string): string {
  const { outcome, candidates } = resolver.resolve(text, on === undefined ? {} : { on });
  if (outcome === 'ambiguous' || outcome === 'unknown') return outcome;
  const { list, code } = candidates[0]!;
  return `${outcome} ${list.includes('before') ? 'before' : 'after'} ${code}`;
}

describe('addresses as people write them', () => {
  const table: readonly (readonly [text: string, is: string, on?: string])[] = [
    ['tổ 5, ấp Bình An, xã Tân Phú, huyện Châu Thành, tỉnh Bến Tre', 'sure before 28840'],
    ['to 5 ap binh an xa tan phu huyen chau thanh tinh ben tre', 'sure before 28840'],
    ['xã Tân Phú - H. Châu Thành - Bến Tre', 'sure before 28840'],
    ['Tân Phú, Châu Thành, Bến Tre', 'sure before 28840'],
    ['Bến Tre, huyện Châu Thành, xã Tân Phú', 'sure before 28840'],
    ['P.1, Q.3, TP.HCM', 'sure before 27160'],
    ['P1 Q3 TPHCM', 'sure before 27160'],
    ['Phuc Xa Ward, Ba Dinh District, Hanoi', 'sure before 00001'],
    ['Phường Hồng Hà, Hà Nội', 'sure after 00097'],
    ['12 Nguyễn Trãi, Phường Ngọc Hà, TP Hà Nội', 'sure after 00008'],
    ['Phường Ngọc Hà, Hà Nội', 'sure before 00016', '2024-05-01'],
    ['Phường Ngọc Hà, Hà Nội', 'sure after 00008', '2026-05-01'],
    ['Xã Lê Ninh, TX Kinh Môn, Hải Phòng', 'sure before 10684'],
    ['Xã Lê Nih, Thị xã Kinh Môn, Hải Dương', 'doubtful before 10684'],
    ['Xã Hương Sơn, Huyện Nam Đông, Thừa Thiên Huế', 'doubtful before 20167'],
    ['Xã Bình Định Nam, Huyện Thăng Bình, Quảng Nam', 'doubtful before 20821'],
    ['Xã Liên Minh Huyện Vụ Bản Nam Định', 'sure before 13783'],
    ['Xa Hoang Thanh, Huyen Hoang Hoa, Thanh Hoa', 'ambiguous'],
    ['Xã Tân Phú', 'ambiguous'],
    ['1, Đông Hà, Quảng Trị', 'doubtful after 19333'],
    ['Hà Nội', 'unknown'],
    ['nhà ông Ba, cạnh chợ', 'unknown'],
    ['', 'unknown'],
  ];
  for (const [text, is, on] of table) {
    test(`"${text}"${on ? ` on ${on}` : ''} is ${is}`, () => assert.equal(short(text, on), is));
  }

  test('every commune in force is found by its name and province', () => {
    const communes = packs.codelist('vn-core/communes-after-2025').entries.filter((each) => each.validTo === '' && !each.extra['same_as']); // prettier-ignore
    const provinces = packs.codelist('vn-core/provinces-34');
    const missed = communes.filter(({ code, labelVi, extra }) => {
      return short(`${labelVi}, ${codelistEntry(provinces, extra['province']!)!.labelVi}`) !== `sure after ${code}`;
    });
    assert.deepEqual(missed.map(({ code, labelVi }) => `${code} ${labelVi}`), []); // prettier-ignore
  });

  test('of any text scores fall from 0 to 1, and what is decided has a score that may decide', () => {
    const word = fc.constantFrom('xã', 'Tân Phú', 'P.', '1', 'huyện', 'Châu Thành', ', ', 'Hà Nội', 'Bản', 'thị trấn', ' ', '-'); // prettier-ignore
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))); // prettier-ignore
    fc.assert(
      fc.property(text, (address) => {
        const { outcome, candidates, tied } = resolver.resolve(address);
        assert.ok(candidates.every(({ score }) => score > 0 && score <= 1));
        assert.equal(outcome === 'unknown', candidates.length === 0);
        if (outcome === 'sure') assert.ok(candidates[0]!.score >= 0.9 && tied === 1);
        if (outcome === 'ambiguous') assert.ok(tied >= 2);
      }),
      { numRuns: 200 },
    );
  });
});
