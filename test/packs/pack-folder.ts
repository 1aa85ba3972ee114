import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** File path inside the packs folder to its text. */
export type Files = Readonly<Record<string, string>>;

/** Writes a packs folder that is removed after the test. */
export async function packFolder(t: TestContext, files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'packs-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A small core pack with two units, and a pack `rain` that depends on it. */
export const goodFiles: Files = {
  'vn-core/pack.yaml': `id: vn-core
version: 1.0.0
title: { vi: Nền, en: Core }
maintainers: [A test]
sources: [{ title: A law, confidence: V }]
codelists:
  units:
    title: { vi: Đơn vị, en: Units }
    sources: [{ title: UCUM, confidence: V }]
    columns: { symbol: { type: text }, factor: { type: number } }
`,
  'vn-core/codelists/units.csv': `code,label_vi,label_en,valid_from,valid_to,source,symbol,factor
mm,milimét,millimetre,,,UCUM,mm,0.001
"m","mét, thước",metre,,,UCUM,m,1
`,
  'rain/pack.yaml': `id: rain
version: 1.0.0
title: { vi: Mưa, en: Rain }
depends: [vn-core]
maintainers: [A test]
sources: [{ title: A law, confidence: V }]
codelists:
  gauges:
    title: { vi: Máy đo, en: Gauges }
    sources: [{ title: A law, confidence: V }]
`,
  'rain/codelists/gauges.csv': `code,label_vi,label_en,valid_from,valid_to,source
01,Chao lật,Tipping bucket,,2025-06-30,A law
01,Chao lật mới,New tipping bucket,2025-07-01,,A law
`,
  'rain/standards/rainfall.yaml': `id: rainfall
version: 1.0.0
title: { vi: Lượng mưa, en: Rainfall }
key: [station]
sources: [{ title: A law, confidence: V }]
properties:
  - { name: station, title: { vi: Trạm, en: Station }, type: string, required: true }
  - { name: depth, title: { vi: Lượng, en: Depth }, type: number, unit: mm, minimum: 0, maximum: 900 }
  - { name: gauge, title: { vi: Máy, en: Gauge }, type: string, codelist: gauges }
rules:
  - { id: heavy, severity: warning, title: { vi: Lớn, en: Heavy }, condition: depth < 400 }
`,
};

/** The good files with one text replaced in one of them. */
export function changed(path: string, from: string, to: string): Files {
  const text = goodFiles[path]!;
  if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
  return { ...goodFiles, [path]: text.replace(from, to) };
}
