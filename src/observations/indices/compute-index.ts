import { combine, type Part } from './combine.ts';
import type { IndexDefinition, IndexForm, IndexInput, IndexLevel, IndexResult, IndexStep } from './model.ts';
import { reduceHours, type Hourly } from './reduce.ts';
import { roundHalfUp, subIndex } from './sub-index.ts';

/** What an index is computed from; every number in the unit that `neededUnits` tells. */
export type IndexData =
  /** Hourly means by parameter, for the hour or day that ends at `at` (milliseconds since 1970). Only what was measured and
   * did not fail its quality control belongs here. */
  | { readonly at: number; readonly hourly: ReadonlyMap<string, Hourly> }
  /** Values of one sample by parameter. */
  | { readonly sample: ReadonlyMap<string, number> }
  /** Values that are reduced already, by input. */
  | { readonly reduced: ReadonlyMap<string, number> };

/** Computes one form of an index, with every step. Throws a RangeError when the index has no such form. */
export function computeIndex(index: IndexDefinition, formId: string, data: IndexData): IndexResult {
  const form = index.forms.find(({ id }) => id === formId);
  if (!form) throw new RangeError(`The index ${index.id} has no form ${formId}.`);
  const steps: IndexStep[] = [];
  const parts = partsOf(index, form, data, steps);
  const { steps: last, value, reason, deciding } = combine(form.combine, parts);
  steps.push(...last);
  const about = { index: index.id, version: index.version, form: form.id, reason, deciding };
  const subIndices = Object.fromEntries(parts.map(({ input, result }) => [input, roundHalfUp(result)]));
  if (value === null) return { ...about, value: null, level: null, subIndices, steps };
  const rounded = roundHalfUp(value);
  steps.push({ step: 'round', value, result: rounded });
  return { ...about, value: rounded, level: levelOf(index, rounded), subIndices, steps };
}

/** The unit in which each parameter of a form is taken. */
export function neededUnits({ inputs }: IndexForm): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  for (const { parameter, unit, percentOf } of inputs) {
    units.set(parameter, percentOf?.valueUnit ?? unit);
    if (percentOf) units.set(percentOf.parameter, percentOf.unit);
  }
  return units;
}

/** The level of a rounded index; null below the lowest. */
export function levelOf({ levels }: IndexDefinition, value: number): IndexLevel | null {
  return levels.findLast(({ from }) => value >= from) ?? null;
}

function partsOf(index: IndexDefinition, form: IndexForm, data: IndexData, steps: IndexStep[]): Part[] {
  const parts: Part[] = [];
  for (const input of form.inputs) {
    const value = valueOf(input, data, steps);
    if (value === null) continue;
    const step = subIndex(input, index.scales[input.scale]!, value);
    steps.push(step);
    if (step.result !== null) parts.push({ input: input.id, parameter: input.parameter, result: step.result });
  }
  return parts;
}

function valueOf(input: IndexInput, data: IndexData, steps: IndexStep[]): number | null {
  if ('reduced' in data) return data.reduced.get(input.id) ?? null;
  if ('sample' in data) return sampled(input, data.sample, steps);
  const hourly = data.hourly.get(input.parameter);
  if (!hourly) return null;
  const step = reduceHours(input, hourly, data.at);
  steps.push(step);
  return step.value;
}

function sampled(input: IndexInput, sample: ReadonlyMap<string, number>, steps: IndexStep[]): number | null {
  const value = sample.get(input.parameter);
  if (value === undefined || !Number.isFinite(value) || value < 0) return null;
  if (!input.percentOf) return value;
  const by = sample.get(input.percentOf.parameter);
  if (by === undefined || !Number.isFinite(by)) return null;
  const whole = input.percentOf.polynomial.reduceRight((sum, coefficient) => sum * by + coefficient, 0);
  const result = (100 * value) / whole;
  steps.push({ step: 'percent', input: input.id, value, by, whole, result });
  return result;
}
