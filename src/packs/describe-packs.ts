import type { Language } from '../kernel/index.ts';
import type { PackSet } from './pack-set.ts';
import type { TestResult } from './test-packs.ts';

/** One line per pack in use, then each refused pack with its faults as `file:line:column reason`. */
export function describePacks(set: PackSet, language: Language): string[] {
  const words = packWords[language];
  const inUse = set.packs.map((pack) => {
    const counts = `${pack.standards.length} ${words.standards}, ${pack.codelists.length} ${words.codelists}, ${pack.crs.length} ${words.crs}`;
    return `${pack.id} ${pack.version}  ${pack.title[language]} (${counts})`;
  });
  const refused = set.refused.flatMap(({ id, keptVersion, faults }) => [
    keptVersion === null ? `${id}: ${words.refused}` : `${id}: ${words.kept} ${keptVersion}`,
    ...faults.map(({ file, line, column, reason }) => `  ${file}:${line}:${column} ${reason[language]}`),
  ]);
  return [...inUse, ...refused];
}

/** One line for each example that failed or was skipped, and a last line of counts. */
export function describeTests(results: readonly TestResult[], language: Language): string[] {
  const words = testWords[language];
  const lines = results
    .filter((each) => each.outcome !== 'passed')
    .map(
      (each) => `${each.file}:${each.line} ${words[each.outcome]}: ${each.title[language]}. ${each.detail![language]}`,
    );
  const count = (outcome: TestResult['outcome']) => results.filter((each) => each.outcome === outcome).length;
  const counts = (['passed', 'failed', 'skipped'] as const).map((outcome) => `${count(outcome)} ${words[outcome]}`);
  return [...lines, counts.join(', ')];
}

const packWords = {
  vi: {
    standards: 'mô hình',
    codelists: 'danh mục',
    crs: 'hệ toạ độ',
    refused: 'bị từ chối',
    kept: 'tệp hiện có bị từ chối, vẫn dùng phiên bản',
  },
  en: {
    standards: 'standards',
    codelists: 'code lists',
    crs: 'coordinate systems',
    refused: 'refused',
    kept: 'the files are refused, still in use is version',
  },
} as const;

const testWords = {
  vi: { passed: 'đạt', failed: 'không đạt', skipped: 'bỏ qua' },
  en: { passed: 'passed', failed: 'failed', skipped: 'skipped' },
} as const;
