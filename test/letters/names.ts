import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One column of a comma-separated list without quotes in that column. */
function column(path: string, name: string): string[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const at = header!.split(',').indexOf(name);
  return lines.map((line) => line.split(',')[at]!);
}

/** Names of administrative units: the right answers that the measurement encodes. */
export function administrativeNames(folder: string) {
  const admin = join(folder, 'domain/admin');
  const provinces = JSON.parse(readFileSync(join(admin, 'provinces_34.json'), 'utf8')) as unknown;
  return {
    provinces: [
      ...new Set([...column(join(admin, 'provinces_63_old.csv'), 'old_full_name_vi'), ...fullNames(provinces)]),
    ],
    districts: [...new Set(column(join(admin, 'ward_old_to_new.csv'), 'old_district_vi'))],
    oldCommunes: column(join(admin, 'ward_old_to_new.csv'), 'old_ward_vi'),
    newCommunes: column(join(admin, 'wards_3321.csv'), 'full_name_vi'),
  };
}

function fullNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fullNames);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' && /full_name/.test(key) && !key.endsWith('en') ? [member] : fullNames(member),
  );
}
