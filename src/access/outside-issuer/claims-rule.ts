import { roles, type Role } from '../../kernel/index.ts';
import { readAgencyCode } from '../organisations/agency-code.ts';

/**
 * One line of the rule that turns claims of the outside provider into a membership: where the claim has the value, or any
 * where `is` is left out, the person gets the roles in the organisation, which is named or stands in a claim itself.
 */
export interface ClaimsRule {
  /** Name of a claim; parts of nested ones between dots (`realm_access.roles`). A list counts by each of its entries. */
  readonly claim: string;
  readonly is?: string;
  readonly organisation: string | { readonly claim: string };
  readonly roles: readonly Role[];
}

/** Reads the setting: a JSON list of rules. Throws an `Error` that says which line is wrong. */
export function readClaimsRules(text: string): ClaimsRule[] {
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list)) throw new Error('it is no list');
  return list.map((rule: unknown, index) => {
    if (isRule(rule)) return rule;
    throw new Error(`entry ${index + 1} does not have "claim", "organisation" and "roles" of ${roles.join(', ')}`);
  });
}

function isRule(value: unknown): value is ClaimsRule {
  const rule = value as Partial<Record<keyof ClaimsRule, unknown>> | null;
  if (rule === null || typeof rule !== 'object') return false;
  const { claim, is, organisation } = rule;
  if (typeof claim !== 'string' || (is !== undefined && typeof is !== 'string')) return false;
  const isNamed = typeof organisation === 'string' && readAgencyCode(organisation) !== null;
  const isClaimed = typeof (organisation as { claim?: unknown } | null)?.claim === 'string';
  const given = Array.isArray(rule.roles) ? rule.roles : [];
  const areRoles = given.length > 0 && given.every((role) => roles.some((known) => known === role));
  return (isNamed || isClaimed) && areRoles;
}

/** The roles by agency code that the rules give for these claims. */
export function membershipsFor(
  rules: readonly ClaimsRule[],
  claims: Readonly<Record<string, unknown>>,
): Map<string, Set<Role>> {
  const found = new Map<string, Set<Role>>();
  for (const rule of rules) {
    if (!valuesOf(claims, rule.claim).some((value) => rule.is === undefined || value === rule.is)) continue;
    const { organisation } = rule;
    const named = typeof organisation === 'string' ? [organisation] : valuesOf(claims, organisation.claim);
    for (const code of named.map(readAgencyCode)) {
      if (code === null) continue;
      const given = found.get(code) ?? new Set();
      for (const role of rule.roles) given.add(role);
      found.set(code, given);
    }
  }
  return found;
}

/** A claim's texts; the whole name is tried before its parts, since names of claims may be addresses with dots. */
function valuesOf(claims: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = Object.hasOwn(claims, name)
    ? claims[name]
    : name.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], claims);
  return [value].flat().filter((one): one is string => typeof one === 'string');
}
