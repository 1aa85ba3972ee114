import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAddressResolver, createCodeBook, type AddressMatch } from '../../src/codes/index.ts';
import { loadPacks, type PackSet } from '../../src/packs/index.ts';

/** One row of the file: what people typed, and the old commune that its three cells name, found by plain equality. */
export interface Labelled {
  readonly ward: string;
  readonly district: string;
  readonly province: string;
  readonly code: string | null;
}

export interface Figures {
  readonly way: string;
  readonly rows: number;
  readonly sure: number;
  readonly right: number;
  /** The first proposal is right, sure or not. */
  readonly firstRight: number;
  /** The right unit is among the proposals, where there are several. */
  readonly listed: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

export type Half = 'tuned' | 'held-out';

/** Even hashes of the three cells were looked at while the resolver was made, odd ones never. */
export function halfOf({ ward, district, province }: Pick<Labelled, 'ward' | 'district' | 'province'>): Half {
  return hashOf(`${ward}|${district}|${province}`) % 2 === 0 ? 'tuned' : 'held-out';
}

function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

const list = { old: 'vn-core/communes-before-2025', now: 'vn-core/communes-after-2025' };

/** Letters in lower case with the tone last in its syllable, nothing else: the label must not lean on the matcher. */
function plainly(text: string): string {
  const letters = text.normalize('NFD').toLowerCase();
  const toneLast = letters.replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => {
    const tones = word.match(/[\u0300\u0301\u0303\u0309\u0323]/g) ?? [];
    return word.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '') + tones.join('');
  });
  return toneLast.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '');
}

export function readLabelled(dataFolder: string, packs: PackSet): Labelled[] {
  const codes = codesByNames(packs);
  const lines = readFileSync(join(dataFolder, 'data/admin/freeform_addresses_s.csv'), 'utf8').trim().split(/\r?\n/);
  return lines.slice(1).map((line) => {
    const [ward = '', district = '', province = ''] = line.split(',');
    const key = [province.replace(/^TP\. /, ''), district, ward].map(plainly).join('|');
    return { ward, district, province, code: codes.get(key) ?? null };
  });
}

function codesByNames(packs: PackSet): Map<string, string> {
  const names = (label: string, aliases: string | undefined) => [label, ...(aliases ? aliases.split('|') : [])];
  const entriesOf = (id: string) => packs.codelist(`vn-core/${id}`).entries;
  const bare = (label: string) => label.replace(/^(?:Tỉnh|Thành phố) /, '');
  const provinces = new Map(entriesOf('provinces-63').map((each) => [each.code, names(bare(each.labelVi), each.extra['aliases'])])); // prettier-ignore
  const districts = new Map(entriesOf('districts-before-2025').map((each) => [each.code, each]));
  const codes = new Map<string, string>();
  for (const { code, labelVi, extra } of entriesOf('communes-before-2025')) {
    const district = districts.get(extra['district']!)!;
    for (const province of provinces.get(district.extra['province']!)!) {
      for (const second of names(district.labelVi, district.extra['aliases'])) {
        for (const first of names(labelVi, extra['aliases'])) {
          codes.set([province, second, first].map(plainly).join('|'), code);
        }
      }
    }
  }
  return codes;
}

const fronts = ['Số 12 đường Lê Lợi', 'Tổ 5, ấp Bình An', 'Thôn Đông', 'Khu phố 3', '123/4 Nguyễn Trãi', 'Xóm 2', 'Lô B5, KCN', 'Nhà ông Ba']; // prettier-ignore
const short: readonly (readonly [RegExp, string])[] = [[/^Thị trấn /i, 'TT. '], [/^Thị xã /i, 'TX. '], [/^Thành phố /i, 'TP. '], [/^Phường /i, 'P. '], [/^Xã /i, 'X. '], [/^Quận /i, 'Q. '], [/^Huyện /i, 'H. ']]; // prettier-ignore
const abbreviate = (name: string) => short.reduce((text, [long, by]) => text.replace(long, by), name);
const bare = (name: string) => name.replace(/^(?:Tỉnh|Thị trấn|Thị xã|Thành phố|Phường|Xã|Quận|Huyện|TP\.) /i, '');
const unmarked = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D'); // prettier-ignore

/** One letter of the commune's own name lost, doubled or swapped with its neighbour; the row decides which. */
function misspell(ward: string): string {
  const name = bare(ward);
  const letters = [...name];
  const places = letters.flatMap((letter, at) => (at > 0 && /\p{L}/u.test(letter) ? [at] : []));
  if (places.length < 4) return ward;
  const hash = hashOf(`typo ${ward}`);
  const at = places[hash % (places.length - 1)]!;
  if (hash % 3 === 0) letters.splice(at, 1);
  else if (hash % 3 === 1) letters.splice(at, 0, letters[at]!);
  else [letters[at], letters[at + 1]] = [letters[at + 1] ?? '', letters[at]!];
  return ward.slice(0, ward.length - name.length) + letters.join('');
}

type Write = (row: Labelled) => string;

const typed: Write = ({ ward, district, province }) => `${ward}, ${district}, ${province}`;
const ways: readonly { way: string; write: Write; scope?: 'province'; on?: string }[] = [
  { way: 'as typed', write: typed },
  { way: 'street or hamlet in front', write: (row) => `${fronts[hashOf(row.ward + row.district) % fronts.length]}, ${typed(row)}` }, // prettier-ignore
  { way: 'abbreviated', write: ({ ward, district, province }) => `${abbreviate(ward)}, ${abbreviate(district)}, ${abbreviate(province)}` }, // prettier-ignore
  { way: 'without tone marks', write: (row) => unmarked(typed(row)) },
  { way: 'abbreviated, without tone marks', write: ({ ward, district, province }) => unmarked(`${abbreviate(ward)}, ${abbreviate(district)}, ${province}`) }, // prettier-ignore
  { way: 'without commas', write: ({ ward, district, province }) => `${ward} ${district} ${province}` },
  {
    way: 'without kind words',
    write: ({ ward, district, province }) => [ward, district, province].map(bare).join(', '),
  },
  { way: 'without the district', write: ({ ward, province }) => `${ward}, ${province}`, scope: 'province' },
  {
    way: 'without the district, date known',
    write: ({ ward, province }) => `${ward}, ${province}`,
    scope: 'province',
    on: '2025-06-30',
  },
  { way: 'a letter wrong in the commune', write: (row) => typed({ ...row, ward: misspell(row.ward) }) },
];

/** Measures one half of the file in each way of writing, and new addresses made from it. */
export async function measureAddresses(
  dataFolder: string,
  half: Half,
): Promise<{ figures: Figures[]; counts: Counts }> {
  const packs = await loadPacks('packs');
  const resolver = createAddressResolver(createCodeBook(() => packs));
  const all = readLabelled(dataFolder, packs);
  const rows = all.filter((row) => halfOf(row) === half);
  const labelled = rows.filter((row) => row.code !== null);
  const successors = wholeSuccessors(packs);
  const figures = ways.map(({ way, write, scope, on }) => {
    const wanted = scope === 'province' ? aloneInProvince(labelled, packs) : labelled;
    const questions = wanted.map((row) => ({ text: write(row), codes: [row.code!], list: list.old, now: successors.get(row.code!) ?? null })); // prettier-ignore
    return judge(way, questions, (text) => resolver.resolve(text, on === undefined ? {} : { on }));
  });
  figures.push(judge('new commune and province', newAddresses(labelled, packs), (text) => resolver.resolve(text)));
  const gone = rows.filter((row) => row.code === null);
  figures.push(judge('communes of earlier years, as typed', gone.map((row) => ({ text: typed(row), codes: sameName(row, packs), list: list.old, now: null })), (text) => resolver.resolve(text))); // prettier-ignore
  return { figures, counts: { all: all.length, rows: rows.length, labelled: labelled.length, gone: gone.length } };
}

export interface Counts {
  readonly all: number;
  readonly rows: number;
  readonly labelled: number;
  readonly gone: number;
}

interface Question {
  readonly text: string;
  readonly codes: readonly string[];
  readonly list: string;
  /** The new commune into which the old one went whole: the same answer, said in new codes. */
  readonly now: string | null;
}

/** Communes of the province with the same bare name, marks aside: what a commune that had gone may have become. */
function sameName({ ward, province }: Labelled, packs: PackSet): string[] {
  const same = (one: string, other: string) => unmarked(plainly(one)) === unmarked(plainly(other));
  const named = packs
    .codelist('vn-core/provinces-63')
    .entries.filter(({ labelVi, extra }) =>
      [labelVi, ...(extra['aliases'] ?? '').split('|')].some((each) => same(bare(each), bare(province))),
    );
  const provinces = new Set(named.map(({ code }) => code));
  const districts = new Set(packs.codelist('vn-core/districts-before-2025').entries.filter(({ extra }) => provinces.has(extra['province']!)).map(({ code }) => code)); // prettier-ignore
  return packs
    .codelist(list.old)
    .entries.filter(({ labelVi, extra }) => districts.has(extra['district']!) && same(bare(labelVi), bare(ward)))
    .map(({ code }) => code);
}

function wholeSuccessors(packs: PackSet): Map<string, string> {
  const walk = packs.crosswalks.find((each) => each.id === 'vn-core/communes-2025')!.rows;
  return new Map(walk.filter(({ relation }) => relation === 'whole').map(({ from, to }) => [from, to]));
}

function judge(way: string, questions: readonly Question[], resolve: (text: string) => AddressMatch): Figures {
  const wrong: string[] = [];
  const missed: string[] = [];
  let sure = 0;
  let right = 0;
  let firstRight = 0;
  let listed = 0;
  for (const { text, codes, list: own, now } of questions) {
    const { outcome, candidates } = resolve(text);
    const isRight = (at: number) => {
      const found = candidates[at];
      if (!found) return false;
      return found.list === own ? codes.includes(found.code) : found.code === now;
    };
    if (isRight(0)) firstRight++;
    if (candidates.some((_, at) => isRight(at))) listed++;
    const told = `${text} → ${candidates.slice(0, 2).map(({ list: from, code, label, score }) => `${from.slice(8, 22)} ${code} ${label} ${score}`).join(' | ')}`; // prettier-ignore
    if (outcome !== 'sure') missed.push(`${outcome}: ${told}`);
    else {
      sure++;
      if (isRight(0)) right++;
      else wrong.push(told);
    }
  }
  return { way, rows: questions.length, sure, right, firstRight, listed, wrong, missed };
}

/** Rows whose commune has a name that no other of its old province has; only these can be told without the district. */
function aloneInProvince(rows: readonly Labelled[], packs: PackSet): Labelled[] {
  const districts = new Map(packs.codelist('vn-core/districts-before-2025').entries.map((each) => [each.code, each.extra['province']!])); // prettier-ignore
  const counts = new Map<string, number>();
  const keys = new Map<string, string>();
  for (const { code, labelVi, extra } of packs.codelist(list.old).entries) {
    const key = `${districts.get(extra['district']!)} ${plainly(labelVi)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    keys.set(code, key);
  }
  return rows.filter((row) => counts.get(keys.get(row.code!)!) === 1);
}

/** What the same places are called since 1 July 2025. */
function newAddresses(rows: readonly Labelled[], packs: PackSet): Question[] {
  const communes = packs.codelist(list.now).entries.filter((entry) => entry.validTo === '');
  const provinces = new Map(packs.codelist('vn-core/provinces-34').entries.map((each) => [each.code, each.labelVi]));
  const byCode = new Map(communes.map((entry) => [entry.code, entry]));
  const targets = wholeSuccessors(packs);
  const codes = new Set(rows.flatMap((row) => targets.get(row.code!) ?? []));
  return [...codes].map((code) => {
    const entry = byCode.get(code)!;
    return {
      text: `${entry.labelVi}, ${provinces.get(entry.extra['province']!)}`,
      codes: [code],
      list: list.now,
      now: null,
    };
  });
}
