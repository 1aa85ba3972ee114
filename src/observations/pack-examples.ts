import { computeIndex, type IndexData } from './indices/compute-index.ts';
import type { IndexDefinition } from './indices/model.ts';
import { findLimits, keepsTo, type LimitQuery } from './limits/find-limits.ts';
import type { LimitSet } from './limits/limits-part.ts';
import { createConsistencyJudge } from './quality/consistency.ts';
import type { QualityRules } from './quality/quality-part.ts';

const hour = 3_600_000;
/** Any moment will do: examples give the hours that end there. */
const end = Date.UTC(2026, 0, 1);

/** Runs the examples in tests/*.yaml of packs for the parts of this module. */
export const observationExamples = { indices: indexExample, quality: qualityExample, thresholds: limitExample };

interface IndexGiven {
  readonly form: string;
  /** Hourly means by parameter, the last one the newest; null where there is none. */
  readonly hourly?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly sample?: Readonly<Record<string, number>>;
  readonly reduced?: Readonly<Record<string, number>>;
}

/** `value`, `level` (its Vietnamese title), `deciding`, `reason`; `sub.INPUT` and `input.INPUT` (to one decimal). */
function indexExample(index: IndexDefinition, given: Readonly<Record<string, unknown>>): object {
  const { form, ...data } = given as unknown as IndexGiven;
  const result = computeIndex(index, form, dataOf(data));
  const found: Record<string, unknown> = {
    value: result.value,
    level: result.level?.title.vi ?? null,
    deciding: result.deciding,
    reason: result.reason?.code ?? null,
  };
  for (const [input, sub] of Object.entries(result.subIndices)) found[`sub.${input}`] = sub;
  for (const step of result.steps) {
    if (step.step === 'reduce' && step.value !== null) found[`input.${step.input}`] = Math.round(step.value * 10) / 10;
  }
  return found;
}

function dataOf({ hourly, sample, reduced }: Omit<IndexGiven, 'form'>): IndexData {
  if (sample) return { sample: new Map(Object.entries(sample)) };
  if (reduced) return { reduced: new Map(Object.entries(reduced)) };
  const series = Object.entries(hourly ?? {}).map(([parameter, values]) => {
    const known = values.flatMap((value, place): [number, number][] =>
      value === null ? [] : [[end - (values.length - 1 - place) * hour, value]],
    );
    return [parameter, new Map(known)] as const;
  });
  return { at: end, hourly: new Map(series) };
}

/** `broken`: ids of the rules that the values given by parameter break; `flag.PARAMETER`. */
function qualityExample(rules: QualityRules, given: Readonly<Record<string, unknown>>): object {
  const judge = createConsistencyJudge([rules]);
  const { flags, broken } = judge(new Map(Object.entries(given as Record<string, number>)));
  return {
    broken: broken.map(({ rule }) => rule),
    ...Object.fromEntries([...flags].map(([parameter, flag]) => [`flag.${parameter}`, flag])),
  };
}

/** `found` (how many limits the query finds); of the first `min`, `max`, `decides`, and `keeps` for `value` and `factor`. */
function limitExample(set: LimitSet, given: Readonly<Record<string, unknown>>): object {
  const { value, factor, ...query } = given as unknown as LimitQuery & { value?: number; factor?: number };
  const found = findLimits([set], query);
  const [limit] = found;
  if (!limit) return { found: 0 };
  const keeps = value === undefined ? null : keepsTo(limit, value, factor);
  return { found: found.length, min: limit.min ?? null, max: limit.max ?? null, decides: limit.decides, keeps };
}
