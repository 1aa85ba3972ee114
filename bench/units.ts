import { createAddressResolver, createCodeBook, matchName, type Unit } from '../src/codes/index.ts';
import { loadPacks, type Codelist, type PackSet } from '../src/packs/index.ts';
import type { Benchmark, Outcome, Ratio, Value } from './model.ts';
import { digits, median, secondsSince } from './support/numbers.ts';

/** Names of units found in their list, beside the bare limit: a hash table of the very same texts. */
export const units: Benchmark = {
  name: 'units',
  summary: 'Names and addresses matched per second, beside a plain hash lookup',
  defaultRows: 20_000,
  run: async ({ rows, rounds, say }) => {
    const packs = await loadPacks('packs');
    const questions = questionsOf(packs, rows);
    const measured: Measured[] = [];
    for (const { what, texts, find } of cases(packs, questions)) {
      say(what);
      measured.push(measure(what, texts, find, rounds));
    }
    return report(measured, rows);
  },
};

interface Question {
  readonly label: string;
  readonly within: Unit;
  readonly address: string;
}

interface Case {
  readonly what: string;
  readonly texts: readonly Question[];
  /** True when the text was found. */
  readonly find: (question: Question) => boolean;
}

interface Measured {
  readonly what: string;
  readonly perSecond: number;
  readonly found: number;
}

/** Old communes over and over, so that every text occurs, as it does in a table of a whole country. */
function questionsOf(packs: PackSet, rows: number): Question[] {
  const list = packs.codelist('vn-core/communes-before-2025');
  const parent = list.parent!;
  const districts = new Map(packs.codelist(parent.codelist).entries.map((entry) => [entry.code, entry]));
  return Array.from({ length: rows }, (_, at) => {
    const entry = list.entries[at % list.entries.length]!;
    const district = districts.get(entry.extra[parent.column]!)!;
    return {
      label: entry.labelVi,
      within: { list: parent.codelist, code: district.code },
      address: `tổ 5, ${entry.labelVi}, ${district.labelVi}`,
    };
  });
}

function cases(packs: PackSet, questions: readonly Question[]): Case[] {
  const list = packs.codelist('vn-core/communes-before-2025');
  const codelist = (id: string): Codelist => packs.codelist(id);
  const exact = new Set(questions.map(({ label, within }) => `${within.code} ${label}`));
  const resolver = createAddressResolver(createCodeBook(() => packs));
  const isSure = (text: string, within: Unit) => matchName(list, text, codelist, within).outcome === 'sure';
  return [
    { what: 'hash lookup', texts: questions, find: ({ label, within }) => exact.has(`${within.code} ${label}`) },
    { what: 'name as listed', texts: questions, find: ({ label, within }) => isSure(label, within) },
    { what: 'name without tone marks', texts: questions, find: ({ label, within }) => isSure(unmarked(label), within) },
    {
      what: 'name with a letter missing',
      texts: questions,
      find: ({ label, within }) => isSure(label.slice(0, -1), within),
    },
    { what: 'address', texts: questions, find: ({ address }) => resolver.resolve(address).outcome === 'sure' },
  ];
}

function unmarked(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

function measure(what: string, texts: readonly Question[], find: Case['find'], rounds: number): Measured {
  let found = 0;
  const times: number[] = [];
  // The first question makes the index; a node does that once.
  find(texts[0]!);
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    found = 0;
    for (const text of texts) if (find(text)) found++;
    times.push(secondsSince(started));
  }
  return { what, perSecond: texts.length / median(times), found };
}

function report(measured: readonly Measured[], rows: number): Outcome {
  const [bare, ...others] = measured as [Measured, ...Measured[]];
  const line = ({ what, perSecond, found }: Measured): Value[] => [
    what,
    digits(perSecond),
    digits((100 * found) / rows),
  ];
  const ratio = ({ what, perSecond }: Measured): Ratio => ({
    what: `hash lookup beside ${what}`,
    value: digits(bare.perSecond / perSecond),
    unit: '×',
    aim: null,
  });
  return {
    tables: [{ title: 'Units', columns: ['text', 'texts/s', 'decided %'], rows: measured.map(line) }],
    ratios: others.map(ratio),
    leftOut: [],
    notes: [
      'Inside their district, 10,047 old communes. A run remembers each text of a column, so a table costs its different texts only.',
      'A name with a letter missing is proposed and not decided, by intent; it is the dear case, since it looks at every name.',
    ],
  };
}
