import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { filesBelow, read, root, sourceFiles, withoutComments } from './source-tree.ts';

/** Sector words that no list of a pack holds yet: whole words, in code and texts, without diacritics. */
const sectorWords = [
  'parcel, parcels, cadastre, cadastral, salinity, aquifer, groundwater, wastewater, landslide, biodiversity, mekong, delta',
  'benzene, ozone, sulphur, aqi, wqi, vnaqi, vnwqi',
  'thua dat, to ban do, do man, quan trac, khong khi, nuoc mat, nuoc thai, khoang san',
].flatMap((line) => line.split(', '));

/**
 * Words of packs that are also the server's own, each with the reason. A new one needs a reason that would still hold
 * if the pack did not exist.
 */
const allowed: Readonly<Record<string, string>> = {
  address: 'an address of the network',
  approval: 'of a run that waits for a person',
  approved: 'of a run that waits for a person',
  automatic: 'a plain adjective',
  code: 'a problem has a code, a code list has codes',
  ended: 'moment at which a run ended',
  kind: 'kinds of deliveries and jobs',
  name: 'columns, files and people have names',
  note: 'a remark of a person',
  operator: 'an operator of CQL2, and the caller who runs the node',
  original: 'a plain adjective',
  other: 'a plain adjective',
  periodic: 'a plain adjective',
  pressure: 'back-pressure of streams',
  sensor: 'SensorThings (OGC 18-088) has the entity Sensor',
  started: 'moment at which a run started',
  temperature: 'the state of a gas to which a molar conversion refers, beside its pressure',
  time: 'every record may have one',
  year: 'part of every date',
};

/** Vietnamese letters without their marks, lower case, everything between words one blank. */
function fold(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  return plain
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim();
}

/** Names that packs give their things, folded, with the pack's file that gives them. */
function packWords(): Map<string, string> {
  const words = new Map<string, string>();
  for (const path of filesBelow('packs')) {
    if (/\/standards\/[^/]+\.yaml$/.test(path)) for (const word of standardWords(path)) words.set(fold(word), path);
    if (/\/codelists\/provinces[^/]*\.csv$/.test(path))
      for (const word of provinceNames(path)) words.set(fold(word), path);
  }
  for (const folder of new Set(filesBelow('packs').map((path) => path.split('/')[1]!))) {
    // vn-core is the one pack that every node needs: the server may name it.
    if (folder !== 'vn-core') words.set(fold(folder), `packs/${folder}`);
  }
  for (const word of Object.keys(allowed)) words.delete(word);
  for (const word of words.keys()) if (word.length < 4 && !/\d/.test(word)) words.delete(word);
  return words;
}

function standardWords(path: string): string[] {
  const standard = parse(read(path)) as { id: string; properties?: { name: string }[] };
  return [standard.id, ...(standard.properties ?? []).map((property) => property.name)];
}

/** `Cao Bằng` of `04,Tỉnh Cao Bằng,…`. */
function provinceNames(path: string): string[] {
  const labels = readFileSync(join(root, path), 'utf8')
    .split('\n')
    .slice(1)
    .map((row) => row.split(',')[1] ?? '');
  const names = labels.map((label) => label.replace(/^(?:Thành phố|Tỉnh|TP\.?) /, ''));
  // One-word names are words of English too once their marks are gone (Huế: hue).
  return names.filter((name) => /\s/.test(name));
}

/** The country's zone of the IANA database is named after a city. */
const timeZone = /\bAsia\/[A-Z][A-Za-z_]+/g;

/** Code without comments, without texts for people (`vi: …`, `en: …`) and names of time zones. */
function codeOf(text: string): string {
  const literal = String.raw`(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|` + '`(?:\\\\.|[^`\\\\])*`)';
  const message = new RegExp(String.raw`\b(?:vi|en)\s*:\s*${literal}(?:\s*\+\s*${literal})*`, 'g');
  return withoutComments(text).replace(message, ' ').replace(timeZone, ' ');
}

const isMessages = (path: string): boolean => /\/(?:messages|problems)(?:\.tsx?$|\/)/.test(path);

function findings(words: ReadonlyMap<string, string>, text: string): string[] {
  const folded = ` ${fold(codeOf(text))} `;
  return [...words].filter(([word]) => folded.includes(` ${word} `)).map(([word, path]) => `${word} (${path})`);
}

describe('sectors are packs', () => {
  const words = packWords();
  for (const word of sectorWords) words.set(word, 'list in this test');

  test('no sector word stands in src/ outside messages and comments', () => {
    const found = sourceFiles()
      .filter((path) => !isMessages(path))
      .flatMap((path) => findings(words, read(path)).map((finding) => `${path}: ${finding}`));
    assert.deepEqual(found, [], 'move it into a pack, or give the reason in the list of allowed words');
  });

  const table = [
    { text: "const column = 'pm25';", finds: true, means: 'a property of a standard' },
    { text: 'const windSpeed = row.wind_speed;', finds: true, means: 'an identifier in any case' },
    { text: "const place = 'Cao Bằng';", finds: true, means: 'a province' },
    { text: "const id = 'vn-air/air-stations';", finds: true, means: 'a sector pack' },
    { text: '// pm25 is an example', finds: false, means: 'a comment' },
    { text: "const title = { vi: 'Nồng độ pm25', en: 'pm25 level' };", finds: false, means: 'a message' },
    { text: "const codes = 'vn-core/provinces-34';", finds: false, means: 'the pack that every node needs' },
  ];
  for (const { text, finds, means } of table) {
    test(`${means}: ${finds ? 'found' : 'left alone'}`, () => assert.equal(findings(words, text).length > 0, finds));
  }
});
