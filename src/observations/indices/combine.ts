import type { Combination, IndexGroup, IndexStep, InsufficientReason } from './model.ts';

/** A sub-index that counts. */
export interface Part {
  readonly input: string;
  readonly parameter: string;
  readonly result: number;
}

export interface Combined {
  readonly steps: readonly IndexStep[];
  readonly value: number | null;
  readonly reason: InsufficientReason | null;
  readonly deciding: string | null;
}

export function combine(how: Combination, parts: readonly Part[]): Combined {
  if (parts.length === 0) return insufficient({ code: 'no-values' });
  return how.how === 'maximum' ? greatestOf(how, parts) : groupsOf(how, parts);
}

function insufficient(reason: InsufficientReason, steps: readonly IndexStep[] = []): Combined {
  return { steps, value: null, reason, deciding: null };
}

function greatestOf({ needs }: Extract<Combination, { how: 'maximum' }>, parts: readonly Part[]): Combined {
  for (const anyOf of needs) {
    if (!parts.some(({ parameter }) => anyOf.includes(parameter)))
      return insufficient({ code: 'needed-parameter', anyOf });
  }
  const top = parts.reduce((best, part) => (part.result > best.result ? part : best));
  const of = parts.map(({ input, result }) => ({ id: input, result }));
  return {
    steps: [{ step: 'combine', how: 'maximum', of, result: top.result }],
    value: top.result,
    reason: null,
    deciding: top.parameter,
  };
}

function groupsOf(how: Extract<Combination, { how: 'groups' }>, parts: readonly Part[]): Combined {
  const steps: Extract<IndexStep, { step: 'group' }>[] = [];
  for (const group of how.groups) {
    const members = parts.filter(({ input }) => group.inputs.includes(input));
    if (members.length < (group.needed ?? 0)) {
      const found = members.length;
      return insufficient({ code: 'needed-group', group: group.id, found, least: group.needed! }, steps);
    }
    if (members.length > 0) steps.push(groupStep(group, members));
  }
  if (steps.length < how.least) {
    return insufficient({ code: 'too-few-groups', found: steps.length, least: how.least }, steps);
  }
  const value = product(how, new Map(steps.map(({ group, result }) => [group, result])));
  const of = steps.map(({ group, result }) => ({ id: group, result }));
  const lowest = parts.reduce((worst, part) => (part.result < worst.result ? part : worst));
  return {
    steps: [...steps, { step: 'combine', how: 'groups', of, result: value }],
    value,
    reason: null,
    deciding: lowest.parameter,
  };
}

function groupStep({ id, mean }: IndexGroup, members: readonly Part[]): Extract<IndexStep, { step: 'group' }> {
  const of = members.map(({ input, result }) => ({ input, result }));
  const values = of.map(({ result }) => result);
  const result =
    mean === 'arithmetic'
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : values.reduce((all, value) => all * value, 1) ** (1 / values.length);
  return { step: 'group', group: id, mean, of, result };
}

/** A group that is missing has no say: it counts as the factor 1. */
function product(
  { factors, body }: Extract<Combination, { how: 'groups' }>,
  results: ReadonlyMap<string, number>,
): number {
  const known = body.filter(({ group }) => results.has(group));
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  const mean = known.reduce((all, { group, weight }) => all * results.get(group)! ** (weight / weights), 1);
  const share = factors.reduce((all, group) => all * ((results.get(group) ?? 100) / 100), 1);
  return share * (known.length === 0 ? 100 : mean);
}
