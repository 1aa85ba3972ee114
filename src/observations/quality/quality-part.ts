import { reason } from '../part-messages.ts';
import {
  closed,
  legalSource,
  legalSources,
  slug,
  text,
  type CheckContext,
  type LegalSource,
  type PackPart,
  type PackSet,
  type PartFile,
  type Text,
} from '../../packs/index.ts';
import type { Span, ThresholdHints } from './thresholds.ts';

/** What a pack knows of a parameter before its series has a history; numbers in `unit`. */
export interface ParameterQuality {
  /** Code that indices, limits and rules use. */
  readonly parameter: string;
  /** How series name it, in files of stations and elsewhere; upper and lower case count as one. */
  readonly symbols?: readonly string[];
  readonly unit: string;
  readonly physical?: Span;
  readonly usual?: Span;
  readonly resolution?: number;
  /** Hours for which a value may really stand still. */
  readonly mayStandHours?: number;
  /** Values go round, as directions do. */
  readonly circular?: boolean;
  readonly factors?: readonly number[];
  readonly source?: LegalSource;
}

/** What parameters of one station at one moment must fulfil together. */
export interface ConsistencyRule {
  readonly id: string;
  readonly title: Text;
  /** CQL2 over parameters; the rule says nothing while one of them is missing. */
  readonly condition: string;
  /** Parameters whose values are flagged when it does not hold. */
  readonly concerns: readonly string[];
  readonly flag: 'suspect' | 'fail';
  readonly source: LegalSource;
}

/** One file quality/*.yaml of a pack. */
export interface QualityRules {
  /** `pack/file`. */
  readonly id: string;
  readonly title: Text;
  readonly parameters: readonly ParameterQuality[];
  readonly consistency: readonly ConsistencyRule[];
}

const parameter = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 } as const;
const span = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: { type: ['number', 'null'] },
} as const;
const positive = { type: 'number', exclusiveMinimum: 0 } as const;

/** quality/*.yaml: what is known of parameters beforehand, and how they hang together. */
export const qualityPart: PackPart<QualityRules> = {
  name: 'quality',
  extension: '.yaml',
  schema: closed(
    {
      title: text,
      description: text,
      sources: legalSources,
      parameters: {
        type: 'array',
        items: closed(
          {
            parameter,
            symbols: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
            unit: { type: 'string', minLength: 1 },
            physical: span,
            usual: span,
            resolution: positive,
            mayStandHours: positive,
            circular: { type: 'boolean' },
            factors: { type: 'array', items: { type: 'number', exclusiveMinimum: 1 } },
            source: legalSource,
          },
          ['parameter', 'unit'],
        ),
      },
      consistency: {
        type: 'array',
        items: closed(
          {
            id: slug,
            title: text,
            condition: { type: 'string', minLength: 1 },
            concerns: { type: 'array', minItems: 1, items: parameter, uniqueItems: true },
            flag: { type: 'string', enum: ['suspect', 'fail'] },
            source: legalSource,
          },
          ['id', 'title', 'condition', 'concerns', 'flag', 'source'],
        ),
      },
    },
    ['title', 'sources', 'parameters'],
  ),
  read: (file) => {
    const { title, parameters, consistency } = file.value as Omit<QualityRules, 'id' | 'consistency'> & {
      consistency?: readonly ConsistencyRule[];
    };
    return { id: `${file.pack}/${file.id}`, title, parameters, consistency: consistency ?? [] };
  },
  check: checkRules,
};

function checkRules(rules: QualityRules, file: PartFile, context: CheckContext): void {
  const known = new Set(rules.parameters.map((each) => each.parameter));
  rules.parameters.forEach(({ unit }, index) => {
    if (!context.unit(unit)) file.refuse(['parameters', index, 'unit'], reason('unknown-unit', { unit }));
  });
  rules.consistency.forEach((rule, index) => {
    const path = ['consistency', index];
    for (const each of rule.concerns) {
      if (!known.has(each)) file.refuse([...path, 'concerns'], reason('unknown-parameter', { parameter: each }));
    }
    // What was not read in a source is no reason to throw a value away.
    if (rule.flag === 'fail' && rule.source.confidence === 'M') {
      file.refuse([...path, 'flag'], reason('memory-decides', {}));
    }
    try {
      context.checkCondition?.(rule.condition, Object.fromEntries([...known].map((name) => [name, 'number'])));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      file.refuse([...path, 'condition'], reason('bad-condition', { detail }));
    }
  });
}

export function qualityRulesOf(packs: PackSet): QualityRules[] {
  return packs.part<QualityRules>('quality').map(({ value }) => value);
}

/** The parameter that a series means by this symbol, or whose code it is; null: these rules do not know it. */
export function parameterNamed(rules: QualityRules, symbol: string): ParameterQuality | null {
  const wanted = symbol.toLowerCase();
  const isMeant = ({ parameter: code, symbols }: ParameterQuality) =>
    code === wanted || (symbols ?? []).some((each) => each.toLowerCase() === wanted);
  return rules.parameters.find(isMeant) ?? null;
}

/** What a pack knows of a parameter, for `deriveThresholds`; in the unit of the parameter. */
export function hintsOf(known: ParameterQuality): ThresholdHints {
  const { physical, usual, resolution, mayStandHours, circular, factors } = known;
  return {
    ...(physical && { physical }),
    ...(usual && { usual }),
    ...(resolution !== undefined && { resolution }),
    ...(mayStandHours !== undefined && { mayStand: mayStandHours * 3_600_000 }),
    ...(circular && { circular }),
    ...(factors && { factors }),
  };
}
