import { unitsOfPacks, type UnitBook } from '../../harmonise/index.ts';
import type { Db } from '../../kernel/index.ts';
import type { PackSet, Text } from '../../packs/index.ts';
import { computeIndex, neededUnits, type IndexData } from '../indices/compute-index.ts';
import { explainIndex, explainReason } from '../indices/explain-index.ts';
import { indicesOf } from '../indices/indices-part.ts';
import type { IndexDefinition, IndexForm, IndexLevel } from '../indices/model.ts';
import { parameterNamed, qualityRulesOf } from '../quality/quality-part.ts';
import { sumsOf } from '../read/series-values.ts';
import { spanStartMs } from '../rollup/grains.ts';
import type { StationSeries } from './find-station.ts';

const hourMs = 3_600_000;
/** The longest way back that an hour's or a day's form looks, with a day for the day that ended last. */
const lookBackHours = 56;

/** One form of an index at a station. */
export interface StationIndex {
  readonly index: string;
  readonly title: Text;
  /** End of the hour or day, or the moment of the values, ISO 8601. */
  readonly at: string;
  readonly value: number | null;
  readonly level: IndexLevel | null;
  /** The parameter that decides. */
  readonly deciding: Text | null;
  /** Why there is no index. */
  readonly reason: Text | null;
  /** Each step in words, with the source last. */
  readonly why: readonly Text[];
}

type Hours = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * The indices of packs for which a station measures something, at its newest whole hour before `now`; by hourly means of
 * values that were measured and that no test failed, converted to the index's units. An hour older than a day gives none.
 */
export async function indicesAt(
  db: Db,
  packs: PackSet,
  series: readonly StationSeries[],
  approvedOnly: boolean,
  now: Date,
): Promise<StationIndex[]> {
  const last = Math.floor(now.getTime() / hourMs) * hourMs;
  const found: StationIndex[] = [];
  for (const index of indicesOf(packs)) {
    const parts = partsOf(packs, index, series);
    if (parts.length === 0) continue;
    const hours = await hoursOf(db, parts, last, approvedOnly);
    const newest = Math.max(...[...hours.values()].flatMap((each) => [...each.keys()]));
    if (!(newest > last - 24 * hourMs)) continue;
    for (const form of index.forms) found.push(indexAt(index, form, hours, newest));
  }
  return found;
}

interface Part {
  readonly parameter: string;
  readonly series: StationSeries;
  convert(value: number): number;
}

/** Which series gives which parameter of the index; the first whose unit converts. */
function partsOf(packs: PackSet, index: IndexDefinition, series: readonly StationSeries[]): Part[] {
  const units = unitsOfPacks(packs);
  const needed = new Map(index.forms.flatMap((form) => [...neededUnits(form)]));
  const parts = new Map<string, Part>();
  for (const one of series) {
    for (const rules of qualityRulesOf(packs)) {
      const parameter = parameterNamed(rules, one.symbol)?.parameter;
      const unit = parameter === undefined ? undefined : needed.get(parameter);
      if (parameter === undefined || unit === undefined || parts.has(parameter)) continue;
      const convert = conversion(units, one, unit);
      if (convert) parts.set(parameter, { parameter, series: one, convert });
    }
  }
  return [...parts.values()];
}

function conversion(units: UnitBook, { ucum, unit }: StationSeries, needed: string): Part['convert'] | null {
  if (ucum === needed) return (value) => value;
  // A number without a unit, such as an acidity, is written with none.
  if (ucum === null || ucum === '1')
    return needed.startsWith('[') && /^-?$/.test(unit.trim()) ? (value) => value : null;
  const verdict = units.verdict(ucum, needed);
  return verdict.kind === 'converts' ? (value) => verdict.conversion.convert(value) : null;
}

/** Hourly means by parameter and end of the hour. */
async function hoursOf(db: Db, parts: readonly Part[], last: number, approvedOnly: boolean): Promise<Hours> {
  const hours = new Map<string, Map<number, number>>();
  const range = { from: last - lookBackHours * hourMs, to: last };
  for (const { parameter, series, convert } of parts) {
    const sums = await sumsOf(db, series.id, 'hour', range, { approvedOnly, limit: lookBackHours });
    const means = sums.flatMap(({ start, mean }) => (mean === null ? [] : [[start + hourMs, convert(mean)] as const]));
    hours.set(parameter, new Map(means));
  }
  return hours;
}

function indexAt(index: IndexDefinition, form: IndexForm, hours: Hours, newest: number): StationIndex {
  const { at, data } = dataOf(form, hours, newest);
  const result = computeIndex(index, form.id, data);
  const deciding = index.parameters.find(({ parameter }) => parameter === result.deciding)?.title ?? null;
  return {
    index: index.id,
    title: form.title,
    at: new Date(at).toISOString(),
    value: result.value,
    level: result.level,
    deciding,
    reason: result.reason === null ? null : explainReason(index, result.reason),
    why: explainIndex(index, result),
  };
}

/** A form of a day is about the last whole day, one of a sample about the values of the newest hour. */
function dataOf({ id, inputs }: IndexForm, hours: Hours, newest: number): { at: number; data: IndexData } {
  if (inputs.every(({ reduce }) => reduce.kind === 'sample')) {
    const sample = [...hours].flatMap(([name, each]) => (each.has(newest) ? [[name, each.get(newest)!] as const] : []));
    return { at: newest, data: { sample: new Map(sample) } };
  }
  const at = id === 'day' ? spanStartMs('day', newest) : newest;
  return { at, data: { at, hourly: hours } };
}
