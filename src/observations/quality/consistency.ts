import { sql } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';
import { compileToPredicate, parseCql2Text } from '../../query/index.ts';
import type { ConsistencyRule, QualityRules } from './quality-part.ts';
import { qualityFlags, type QualityFlag } from './verdict.ts';

/** What the rules say about the values of one station at one moment. */
export interface ConsistencyVerdict {
  /** By parameter: pass, suspect or fail. Parameters about which no rule could say anything are left out. */
  readonly flags: ReadonlyMap<string, QualityFlag>;
  readonly broken: readonly { readonly rule: string; readonly title: Text }[];
}

export type ConsistencyJudge = (values: ReadonlyMap<string, number>) => ConsistencyVerdict;

/** Compiles the rules once; the judge then takes the values of a station and moment, in the units of the rules' file. */
export function createConsistencyJudge(all: readonly QualityRules[]): ConsistencyJudge {
  const rules = all.flatMap(({ parameters, consistency }) => {
    const fields = parameters.map(({ parameter }) => ({
      name: parameter,
      type: 'number' as const,
      column: sql.identifier(parameter),
    }));
    return consistency.map((rule) => ({ rule, holds: compileToPredicate(parseCql2Text(rule.condition), fields) }));
  });
  return (values) => {
    const flags = new Map<string, QualityFlag>();
    const broken: { rule: string; title: Text }[] = [];
    for (const { rule, holds } of rules) {
      const answer = holds((name) => values.get(name) ?? null);
      if (answer === null) continue;
      if (!answer) broken.push({ rule: rule.id, title: rule.title });
      flagConcerned(flags, rule, answer, values);
    }
    return { flags, broken };
  };
}

function flagConcerned(
  flags: Map<string, QualityFlag>,
  rule: ConsistencyRule,
  holds: boolean,
  values: ReadonlyMap<string, number>,
): void {
  const flag = holds ? qualityFlags.pass : qualityFlags[rule.flag];
  for (const parameter of rule.concerns) {
    if (!values.has(parameter)) continue;
    const before = flags.get(parameter);
    if (before === undefined || flag > before) flags.set(parameter, flag);
  }
}
