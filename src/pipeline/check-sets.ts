import {
  CrsRegistry,
  dropWorkTables,
  findGaps,
  findOutside,
  findOverlaps,
  findShared,
  findSums,
  findToldAreas,
  makeWorkAreas,
  measuringPlane,
  takeOut,
  type Collection,
  type Draft,
  type Finding,
} from '../features/index.ts';
import type { SystematicIssue } from '../ledger/index.ts';
import type { SetRule } from '../packs/index.ts';
import type { Attempt } from './attempt.ts';
import { readOther } from './other-collections.ts';
import { setRuleText } from './set-rule-messages.ts';

interface SetCheck {
  readonly attempt: Attempt;
  readonly draft: Draft;
  readonly rule: SetRule;
  readonly srid: number;
  /** False where the delivery brings only some rows: stored neighbours are looked at too. */
  readonly isWhole: boolean;
}

/**
 * The rules of the standard that look at many rows, over all that is staged. A row that breaks one of severity error
 * goes to the quarantine, as a row with a wrong cell does. Returns what could not be checked, and why.
 */
export async function checkSets(attempt: Attempt, draft: Draft, sourceCode: string | null): Promise<SystematicIssue[]> {
  const { db } = attempt.context;
  const rules = (draft.collection.standard.checks ?? []).filter(({ kind }) => kind !== 'geohash');
  if (rules.length === 0) return [];
  const srid = draft.collection.hasGeometry ? await measuringPlane(db, draft.run, registryOf(attempt), sourceCode) : 0;
  const isWhole = attempt.run.order.deliveryKind === 'full';
  const unchecked: SystematicIssue[] = [];
  try {
    for (const rule of inOrder(rules)) {
      attempt.signal.throwIfAborted();
      unchecked.push(...(await checkSet({ attempt, draft, rule, srid, isWhole })));
    }
  } finally {
    await dropWorkTables(db, draft.run);
  }
  return unchecked;
}

function registryOf({ context }: Attempt): CrsRegistry {
  return new CrsRegistry(context.packs().packs.flatMap((pack) => pack.crs));
}

/** Rules over neighbours first: a row that another rule takes out has left no hole. */
function inOrder(rules: readonly SetRule[]): SetRule[] {
  const rank = ({ kind }: SetRule): number => (kind === 'gap' ? 0 : kind === 'overlap' ? 1 : 2);
  return [...rules].sort((a, b) => rank(a) - rank(b));
}

async function checkSet(check: SetCheck): Promise<SystematicIssue[]> {
  const { attempt, draft, rule, srid, isWhole } = check;
  const { db } = attempt.context;
  const tell = (found: readonly Finding[]) => tellFindings(check, found);
  switch (rule.kind) {
    case 'area':
      await findToldAreas(db, draft.run, { property: rule.property!, tolerance: rule.tolerance!, srid }, tell);
      return [];
    case 'unique':
      await findShared(db, draft, { by: rule.by!, isWhole }, tell);
      return [];
    case 'overlap':
      await findOverlaps(db, await makeWorkAreas(db, draft, { srid, within: rule.within, isWhole }), rule.above!, tell);
      return [];
    case 'gap': {
      const areas = await makeWorkAreas(db, draft, { srid, within: rule.within, isWhole });
      const { above = 0, below, longest } = rule;
      await findGaps(db, draft.run, areas, { above, below: below!, longest: longest! }, tell);
      return [];
    }
    case 'sum':
      return checkSum(check, tell);
    case 'inside':
      return checkInside(check, tell);
    case 'geohash':
      return [];
  }
}

type Tell = (found: readonly Finding[]) => Promise<void>;

async function checkSum({ attempt, draft, rule, isWhole }: SetCheck, tell: Tell): Promise<SystematicIssue[]> {
  const { standard, property, by } = rule.of!;
  const datasets = [draft.collection.dataset];
  const whole = await readOther(attempt, { standard, datasets, columns: () => [property!, ...by!] });
  if ('why' in whole) return [notChecked(rule, whole.why, 1, { standard, owner: whole.owner })];
  const without = await findSums(
    attempt.context.db,
    draft,
    {
      property: rule.property!,
      by: rule.by!,
      isWhole,
      tolerance: rule.tolerance!,
      whole: { view: whole, property: property!, by: by! },
    },
    tell,
  );
  if (without === 0) return [];
  return [notChecked(rule, 'not-checked.some', without, { count: without, collection: whole.collection.id })];
}

async function checkInside({ attempt, draft, rule, srid }: SetCheck, tell: Tell): Promise<SystematicIssue[]> {
  const { standard } = rule.of!;
  const columns = ({ hasGeometry, standard: { areas } }: Collection) => (hasGeometry && areas ? [areas] : null);
  const units = await readOther(attempt, { standard, columns });
  if ('why' in units) return [notChecked(rule, units.why, 1, { standard, owner: units.owner })];
  const { above = 0 } = rule;
  const without = await findOutside(
    attempt.context.db,
    draft.run,
    { property: rule.property!, above, srid, units },
    tell,
  );
  if (without === 0) return [];
  return [notChecked(rule, 'not-checked.some', without, { count: without, collection: units.collection.id })];
}

function notChecked(
  rule: SetRule,
  why: 'not-checked' | 'not-checked.refused' | 'not-checked.some',
  count: number,
  parameters: Readonly<Record<string, string | number>>,
): SystematicIssue {
  return {
    rule: rule.id,
    severity: 'info',
    column: rule.property ?? null,
    position: null,
    value: null,
    action: 'kept',
    detail: { ...setRuleText(rule, why, parameters) },
    count,
    samples: [],
  };
}

async function tellFindings({ attempt, draft, rule }: SetCheck, found: readonly Finding[]): Promise<void> {
  const { db } = attempt.context;
  const isError = rule.severity === 'error';
  const issues = found.map(({ fid, position, detail }) => {
    const sentence = rule.kind === 'inside' && 'size' in detail ? 'inside.part' : rule.kind;
    return {
      rule: rule.id,
      severity: rule.severity,
      column: rule.property ?? null,
      position,
      value: fid,
      action: isError ? ('quarantined' as const) : ('kept' as const),
      detail: { ...detail, ...(sentence === 'geohash' ? rule.title : setRuleText(rule, sentence, detail)) },
    };
  });
  if (!isError) return attempt.entries.add(issues, []);
  const rows = await takeOut(db, draft.run, draft.collection, [...new Set(found.map(({ fid }) => fid))]);
  const ofRow = (fid: string) => issues.filter(({ value }) => value === fid);
  await attempt.entries.add(
    issues,
    rows.map((row) => ({ position: row.position, issues: ofRow(row.fid), cells: row.values, fid: row.fid })),
  );
}
