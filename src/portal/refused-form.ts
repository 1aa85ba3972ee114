import type { Page, ProblemDocument } from './page.ts';

/** Fields that a problem of this kind is about, under the names they have in forms. The first that a form has is meant. */
const fieldsOfProblems: Readonly<Record<string, readonly string[]>> = {
  'address-not-reached': ['location'],
  'ambiguous-standard': ['standard'],
  'bad-grouping': ['by'],
  'bad-measure': ['measure'],
  'collection-exists': ['collection'],
  'crs-needed': ['crs'],
  'crs-not-offered': ['crs'],
  'crs-undecided': ['crs'],
  'crs-unknown': ['crs'],
  'crs-without-geometry': ['crs'],
  'email-taken': ['email'],
  'filter-too-large': ['filter'],
  'filter-type-mismatch': ['filter'],
  'id-not-free': ['collection', 'id'],
  'invalid-agency-code': ['organisation', 'code'],
  'invalid-bbox': ['bbox'],
  'invalid-datetime': ['datetime'],
  'invalid-email': ['email'],
  'invalid-filter': ['filter'],
  'invalid-filter-literal': ['filter'],
  'invalid-id': ['collection', 'id'],
  'invalid-sortby': ['sortby'],
  'key-not-found': ['key'],
  'letters-unknown': ['letters'],
  'neighbours-unfit': ['neighbours'],
  'no-classes': ['by'],
  'no-unit-column': ['units'],
  'not-summable': ['measure'],
  'nothing-to-fetch': ['location'],
  'organisation-exists': ['code'],
  'parent-not-possible': ['parent'],
  'place-needs-operator': ['location'],
  'successor-not-possible': ['successor'],
  'unknown-crs': ['crs'],
  'unknown-filter-function': ['filter'],
  'unknown-filter-property': ['filter'],
  'unknown-standard': ['standard'],
  'weak-password': ['password'],
  'wrong-code': ['code'],
  'wrong-password': ['current'],
};

/** What is wrong, by field, as far as the problem says which it is; `named`: what the kernel knows of it. */
function errorsByField(problem: ProblemDocument, named: string | null): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { pointer, detail } of problem.errors ?? []) {
    const field = pointer.split('/')[1];
    if (field) errors.set(field, detail);
  }
  if (typeof problem.field === 'string') errors.set(problem.field, problem.detail);
  const code = problem.type.split('/').at(-1)!;
  for (const field of named === null ? (fieldsOfProblems[code] ?? []) : [named]) {
    if (!errors.has(field)) errors.set(field, problem.detail);
  }
  return errors;
}

/** What a form shows in its fields: what was typed where it was refused, else what it proposes. */
export interface FormState {
  /** Whether this is the form that was refused. */
  readonly isRefused: boolean;
  value(name: string, proposed?: string): string;
  /** All values of a field that may stand several times; null: nothing was typed. */
  values(name: string): readonly string[] | null;
  isChecked(name: string, proposed?: boolean): boolean;
  error(name: string): string | null;
}

/**
 * The state of one form of a page. `action`: where it posts to, several where its buttons differ; `fixed`: its hidden
 * fields, which tell it from others that post to the same address.
 */
export function formState(
  page: Page,
  action: string | readonly string[],
  fixed: Readonly<Record<string, string>> = {},
): FormState {
  const { refused, problem } = page;
  const isRefused =
    refused !== null &&
    [action].flat().some((address) => page.url.pathname === new URL(address, page.url).pathname) &&
    Object.entries(fixed).every(([name, value]) => textOf(refused.typed[name]) === value);
  if (!isRefused) {
    return {
      isRefused,
      value: (_, proposed = '') => proposed,
      values: () => null,
      isChecked: (_, proposed = false) => proposed,
      error: () => null,
    };
  }
  const errors = problem ? errorsByField(problem, refused.field) : new Map<string, string>();
  return {
    isRefused,
    value: (name) => textOf(refused.typed[name]),
    values: (name) => [refused.typed[name] ?? []].flat().map(String),
    isChecked: (name) => refused.typed[name] !== undefined,
    error: (name) => errors.get(name) ?? null,
  };
}

/** The fields of a refused address, and which of them the problem is about. */
export function refusedParameters(page: Page, problem: ProblemDocument): { name: string; error: string | null }[] {
  const errors = errorsByField(problem, page.refused?.field ?? null);
  return [...page.url.searchParams.keys()].map((name) => ({ name, error: errors.get(name) ?? null }));
}

/** A field of a form may have been read as a list of what stood between commas. */
function textOf(typed: unknown): string {
  if (typed === undefined || typed === null) return '';
  return Array.isArray(typed) ? typed.map(String).join(', ') : String(typed);
}
