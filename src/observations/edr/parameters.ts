import { sql, type Db } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';
import { observationProblem } from '../problems.ts';

/** What a collection measures in one unit; its name is safe in a list with commas. */
export interface EdrParameter {
  readonly name: string;
  readonly symbol: string;
  readonly title: Text;
  /** As it is written. */
  readonly unit: string;
  readonly ucum: string | null;
  readonly definition: string;
}

/** The parameters of a network by name. A second unit of the same symbol is a parameter of its own: numbers never mix. */
export async function parametersOfNetwork(db: Db, network: string): Promise<Map<string, EdrParameter>> {
  const rows = await db.query<Omit<EdrParameter, 'name'>>(sql`
    select coalesce(p.symbol, p.name) as symbol, coalesce(d.unit ->> 'symbol', '') as unit, d.ucum,
      (array_agg(coalesce(p.properties -> 'title', jsonb_build_object('vi', p.name, 'en', p.name)) order by d.id))[1] as title,
      (array_agg(p.definition order by d.id))[1] as definition
    from datastream d join observed_property p on p.id = d.observed_property
    where d.network = ${network} group by 1, 2, 3 order by 1, min(d.id) limit 1000`);
  const found = new Map<string, EdrParameter>();
  for (const row of rows) {
    const base = plain(row.symbol);
    const name = [base, `${base}_${plain(row.unit)}`].find((one) => !found.has(one)) ?? `${base}_${found.size}`;
    found.set(name, { ...row, name });
  }
  return found;
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z0-9.+-]+/g, '_')
    .slice(0, 60) || '_';

/** Throws Problem `edr-unknown-parameter`. Without any all. */
export function chosenParameters(all: ReadonlyMap<string, EdrParameter>, asked: string | undefined): EdrParameter[] {
  if (!asked) return [...all.values()];
  return asked.split(',').map((name) => {
    const found = all.get(name.trim());
    if (found) return found;
    const accepted = [...all.keys()].slice(0, 20).join(', ');
    throw observationProblem('edr-unknown-parameter', { name: name.slice(0, 60), accepted });
  });
}

/** A parameter as CoverageJSON has it (OGC 21-069r2, 6.3). */
export function parameterDocument({ title, unit, ucum, definition, symbol }: EdrParameter): Record<string, unknown> {
  const label = { vi: title.vi, en: title.en };
  return {
    type: 'Parameter',
    description: { vi: `${title.vi} (${symbol})`, en: `${title.en} (${symbol})` },
    observedProperty: { id: definition, label },
    unit: {
      label: { vi: unit, en: unit },
      symbol: ucum === null ? unit : { value: ucum, type: 'http://www.opengis.net/def/uom/UCUM/' },
    },
  };
}
