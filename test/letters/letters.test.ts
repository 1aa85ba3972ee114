import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  createHarmoniser,
  createLetters,
  inferStandard,
  letterConverter,
  profileLayer,
  type LetterEncoding,
  type Letters,
} from '../../src/harmonise/index.ts';
import { batchOf, layerOf, plainContext, streamOf } from '../harmonise/support.ts';
import { lossyMojibake, mojibake, mojibakeTwice, tableEncoder } from './encoders.ts';
import { convertColumn, guessOf } from './measure.ts';
import { shippedLetters } from './shipped.ts';

let letters: Letters;
let encodings: readonly LetterEncoding[];
before(async () => ({ letters, encodings } = await shippedLetters()));

const encode = (id: string, text: string) =>
  tableEncoder(
    encodings.find((one) => one.id === id)!,
    encodings,
  )(text);
const names = ['Phường Cái Khế', 'Xã Mỹ Khánh', 'Huyện Phú Quốc', 'Thị trấn Óc Eo', 'Đường Nguyễn Trãi', 'Suối Lìn'];

describe('a column tells its letters', () => {
  const table = [
    ['tcvn3', names],
    ['vni', names],
    ['viscii', names],
    ['vps', names],
    ['windows-1258', names],
    ['tcvn3-capitals', names.map((name) => name.toUpperCase())],
  ] as const;
  for (const [id, cells] of table) {
    test(id, () => {
      const column = cells.map((cell) => encode(id, cell));
      assert.equal(guessOf(column, letters)?.found[0]?.id, id);
      assert.deepEqual(convertColumn(column, letters), cells);
    });
  }
  test('where a Macintosh shows ế as an apostrophe, in every cell', () => {
    const column = Array.from({ length: 40 }, (_, at) => (at % 10 === 0 ? `Ti’ng Ph∏p ${at}` : `Ti’ng Anh ${at}`));
    assert.deepEqual(convertColumn(column, letters).slice(7, 11), ['Tiếng Anh 7', 'Tiếng Anh 8', 'Tiếng Anh 9', 'Tiếng Pháp 10']); // prettier-ignore
  });

  test('UTF-8 taken for windows-1252, once, twice, and with bytes lost', () => {
    for (const way of [mojibake, mojibakeTwice, lossyMojibake]) {
      assert.equal(guessOf(names.map(way), letters)?.found[0]?.id, 'utf-8');
      assert.deepEqual(convertColumn(names.map(way), letters), names);
    }
  });
  test('a guess has its evidence: samples, share of syllables, the next best', () => {
    const guess = guessOf(
      names.map((name) => encode('vni', name)),
      letters,
    )!;
    assert.ok(guess.syllables >= 0.9);
    assert.ok(guess.confidence > 0.9);
    assert.equal(guess.samples.length, 3);
    for (const { from, to } of guess.samples) assert.equal(encode('vni', to), from);
    assert.ok(guess.runnerUp === null || guess.runnerUp.syllables < guess.syllables);
  });
});

describe('what is right is never repaired', () => {
  const columns: readonly (readonly [string, readonly string[]])[] = [
    ['Vietnamese', names],
    ['Vietnamese in Latin-1 letters only', ['Hà Nam', 'Lâm Bình', 'Thành Công', 'Hoà An', 'Toán', 'Bôi', 'Vâ']],
    ['decomposed', names.map((name) => name.normalize('NFD'))],
    ['Portuguese', ['São Luís', 'Goiânia', 'João Pessoa', 'Maceió', 'Itaúna', 'Estação Météo']],
    ['French', ['Où', 'N° 12', 'Noël', 'Île-de-France', 'août', 'goût', 'forêt', 'Haïti', 'œuvre', '«Été»']],
    ['German', ['Köln', 'Straße', 'Österreich', 'Düsseldorf', '§ 5 BImSchG', 'Öl', 'für']],
    ['Dutch and Nordic', ['Curaçao', 'Ærø', 'Tromsø', 'Åbo', 'één', 'reëel']],
    ['units and signs', ['10 µm', 'µg/m³', '25 °C', '±0,5', 'm²', '½', '3 × 4', '50 %', '© 2025', '“a”', 'l·l']],
    ['numbers and codes', ['12', '1.234,5', '00123', 'N/A', 'QCVN 08:2023', '']],
    ['ethnic names', ['Đắk Lắk', 'Krông Pắc', 'Xã Kông Lơng Khơng', 'Chư Pưh', 'Nà Ơt', 'Ia Hrú']],
    ['Cyrillic and Greek', ['Москва', 'Αθήνα', 'μ', 'Ωmega']],
  ];
  for (const [means, cells] of columns) {
    test(means, () => {
      const composed = cells.map((cell) => cell.normalize('NFC'));
      assert.deepEqual(convertColumn(cells, letters), composed);
      for (const cell of cells) assert.deepEqual(convertColumn([cell], letters), [cell.normalize('NFC')], cell);
    });
  }
});

test('apostrophes of other languages stay, however many', () => {
  for (const words of [
    ['I’m here', 'I’m there'],
    ['K’ho', 'H’leo', 'B’Lao'],
    ['qu’il vient', 'd’en haut'],
  ]) {
    const column = Array.from({ length: 60 }, (_, at) => `${words[at % words.length]} ${at}`);
    assert.deepEqual(convertColumn(column, letters), column);
  }
});

describe('a mixed column is judged cell by cell', () => {
  test('right cells stay beside legacy ones, and so do English, numbers and codes', () => {
    const rest = ['Water level', '12,5', 'N/A', 'pH 7', 'São Paulo', 'Phường Ninh Kiều', 'Xã Hòa An', ''];
    const column = [...names.map((name) => encode('tcvn3', name)), ...rest];
    assert.deepEqual(convertColumn(column, letters), [...names, ...rest]);
  });
  test('a few double-encoded cells among right ones', () => {
    const right = ['Hà Nội', 'Đà Nẵng', 'Huế', 'Sông Đà', 'Trà Vinh'];
    assert.deepEqual(convertColumn([...right, mojibake('Kon Dỡng')], letters), [...right, 'Kon Dỡng']);
  });
});

describe('what an encoding could not write', () => {
  const table = [
    { means: 'a word of capitals', from: 'HÀ NỘI, QUẬN BA ĐÌNH', to: 'HÀ NỘI, QUẬN BA ĐÌNH' },
    { means: 'a name at the start of a word', from: 'Xã Ái Quốc', to: 'Xã Ái Quốc' },
    { means: 'the first word of a cell', from: 'Ứng Hòa Thượng', to: 'Ứng Hòa Thượng' },
  ];
  for (const { means, from, to } of table) {
    test(`capitals of TCVN3: ${means}`, () => {
      const column = [...names, from].map((name) => encode('tcvn3', name));
      assert.equal(convertColumn(column, letters).at(-1), to);
    });
  }
  test('no capital is made up in sentences', () => {
    const cells = ['Đất ở nông thôn', 'Đất trồng lúa', 'Đất ở đô thị', 'Rừng sản xuất ổn định'];
    const column = cells.map((cell) => encode('tcvn3', cell));
    assert.deepEqual(convertColumn(column, letters), cells);
  });
  test('a name of the lists decides, and without one the cell is marked', () => {
    const plain = createLetters(encodings);
    const reading = { found: [{ id: 'utf-8', share: 1 }], right: 0, capitals: 'mixed' } as const;
    const lost = lossyMojibake('Pờ Ly Ngài');
    const known = letterConverter(reading, createLetters(encodings, ['Pờ Ly Ngài']))!;
    assert.deepEqual({ ...known(lost) }, { text: 'Pờ Ly Ngài', id: 'utf-8', doubtful: false });
    assert.equal(letterConverter(reading, plain)!(lost).doubtful, true);
  });
});

describe('laws', () => {
  const lossless = ['vni', 'viscii', 'tcvn-vn1', 'windows-1258'];
  const vietnamese = 'aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx';
  const letter = fc.constantFrom(...vietnamese, ...vietnamese.toUpperCase(), ' ', '1', '-');
  test('decoding undoes encoding, whatever the text', () => {
    for (const id of lossless) {
      fc.assert(
        fc.property(fc.array(letter, { maxLength: 40 }), (parts) => {
          const text = parts.join('');
          assert.equal(letters.candidate(id)!.read(encode(id, text)).text, text);
        }),
      );
    }
  });
  test('UTF-8 taken for windows-1252 comes back, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        assert.equal(letters.candidate('utf-8')!.read(mojibake(text)).text, text);
      }),
    );
  });
  test('any text at all goes through, and ASCII unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), (cells) => {
        const found = convertColumn(cells, letters);
        assert.equal(found.length, cells.length);
        // oxlint-disable-next-line no-control-regex
        cells.forEach((cell, at) => /^[\u0000-\u007f]*$/.test(cell) && assert.equal(found[at], cell));
      }),
    );
  });
});

describe('through profile and harmoniser', () => {
  const header = ['Tên xã', 'Có nước', 'Ngày đo', 'Ghi chú'];
  const rows = names.map((name, at) => [name, at % 2 ? 'có' : 'không', `ngày 0${at + 1} tháng 7 năm 2025`, 'ok']);
  const run = async (
    id: string,
    change: (reading: Record<string, unknown>) => Record<string, unknown> = (same) => same,
  ) => {
    const layer = layerOf(header.map((name) => encode(id, name)));
    const batch = batchOf(rows.map((row) => row.map((cell) => encode(id, cell))));
    const profile = await profileLayer(layer, streamOf(batch), { letters });
    const { standard, mapping } = inferStandard(profile, layer, { id: 'as-is', title: { vi: 'x', en: 'x' } });
    const changed = {
      ...mapping,
      fields: mapping.fields.map((field) => ({ ...field, reading: change({ ...field.reading }) })),
    };
    const harmoniser = createHarmoniser({ standard, mapping: changed, layer }, { ...plainContext, letters });
    return { profile, standard, harmonised: harmoniser.harmonise(batch), summary: harmoniser.summary() };
  };
  for (const id of ['tcvn3', 'vni', 'viscii', 'vps', 'windows-1258']) {
    test(`${id}: headers, words, dates and texts are read in Unicode`, async () => {
      const { profile, standard, harmonised, summary } = await run(id);
      assert.deepEqual(
        standard.properties.map(({ name, title, type }) => [name, title.vi, type]),
        [
          ['ten_xa', 'Tên xã', 'string'],
          ['co_nuoc', 'Có nước', 'boolean'],
          ['ngay_do', 'Ngày đo', 'date'],
          ['ghi_chu', 'Ghi chú', 'string'],
        ],
      );
      assert.deepEqual(
        harmonised.rows.map((row) => row.values[0]),
        names,
      );
      assert.equal(harmonised.rows[0]!.values[1], false);
      assert.equal(harmonised.rows[0]!.values[2], '2025-07-01');
      assert.equal(profile.columns[0]!.letters?.found[0]?.id, id);
      const issue = summary.find(({ rule, column }) => rule === 'letters' && column === encode(id, 'Tên xã'))!;
      assert.deepEqual([issue.count, issue.detail['letters']], [names.length, id]);
    });
  }
  test('a steward may name other letters, or none', async () => {
    const firstCell = ({ harmonised }: Awaited<ReturnType<typeof run>>) =>
      harmonised.rows[0]?.values[0] ?? harmonised.quarantined[0]!.cells[encode('tcvn3', 'Tên xã')];
    const off = await run('tcvn3', (reading) => ({ ...reading, letters: 'unicode' }));
    assert.equal(firstCell(off), encode('tcvn3', names[0]!));
    const other = await run('tcvn3', (reading) => (reading['letters'] ? { ...reading, letters: 'vni' } : reading));
    assert.notEqual(firstCell(other), names[0]);
    await assert.rejects(
      run('tcvn3', (reading) => ({ ...reading, letters: 'tcvn-9' })),
      { code: 'mapping-bad-reading' },
    );
  });
});
