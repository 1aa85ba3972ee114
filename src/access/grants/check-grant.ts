import type { Message } from '../../kernel/index.ts';
import { checkExpression, parseCql2Json, parseCql2Text, type Expression } from '../../query/index.ts';
import { sql, Problem } from '../../kernel/index.ts';
import { actions, type Action, type CollectionScope, type Scopes, type Treatment } from '../model.ts';
import { accessProblem } from '../problems.ts';
import { grantableRoles, parseGrantee } from './grantees.ts';
import type { GrantWords } from './stored-grant.ts';

/** A collection as grants speak of it. */
export interface GrantableCollection {
  readonly id: string;
  readonly title: Message;
  readonly hasGeometry: boolean;
  readonly columns: readonly GrantableColumn[];
}

export interface GrantableColumn {
  readonly name: string;
  readonly title: Message;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'json';
  /** `personal`, `core`, `important`, `secret`; null for an ordinary one. */
  readonly mark: string | null;
}

/** What can be granted of a dataset, told by the module that keeps its collections. */
export interface Grantable {
  /** Of the dataset. */
  readonly title: Message;
  readonly collections: readonly GrantableCollection[];
  /** Collections whose areas (communes, provinces) columns can be generalised to. */
  readonly areas: readonly { readonly id: string; readonly title: Message }[];
}

/** A grant as a program sends it; a form's fields are brought into this shape before. */
export interface GrantInput {
  readonly grantee?: string;
  readonly actions?: readonly string[];
  readonly collections?: Readonly<Record<string, ScopeInput>>;
  readonly rowsPerRequest?: number | string;
  readonly rowsPerDay?: number | string;
  /** RFC 3339 moment, or a date that means its midnight in Vietnam. */
  readonly from?: string;
  readonly until?: string;
  readonly purpose?: string;
  readonly legalBasis?: string;
}

export interface ScopeInput {
  readonly columns?: Readonly<Record<string, unknown>>;
  readonly others?: string;
  /** CQL2 text, or CQL2 JSON. */
  readonly rows?: unknown;
}

const refuse = (field: string, value: unknown, expected: string): Problem =>
  accessProblem('bad-grant', { field, value: shorten(value), expected }, { members: { field } });

const shorten = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);

/**
 * The grant that the input asks for. Throws Problem `bad-grant` with the field, what stands there and what may; problems
 * of a row condition as `query/` words them.
 */
export function checkGrant(input: GrantInput, resource: string, grantable: Grantable, now: Date): GrantWords {
  const grantee = input.grantee ?? '';
  if (!parseGrantee(grantee)) throw refuse('grantee', grantee, granteeWords);
  const granted = checkActions(input.actions ?? []);
  const validFrom = momentOf('from', input.from) ?? now.toISOString();
  const validUntil = momentOf('until', input.until);
  if (validUntil !== null && Date.parse(validUntil) <= Date.parse(validFrom)) {
    throw refuse('until', input.until, `> ${validFrom}`);
  }
  const words = { purpose: (input.purpose ?? '').trim(), legalBasis: (input.legalBasis ?? '').trim() };
  for (const [field, text] of Object.entries(words)) if (text === '') throw refuse(field, text, '1–2000');
  return {
    resource,
    grantee,
    actions: granted,
    scopes: checkScopes(input.collections ?? {}, grantable),
    rowsPerRequest: countOf('rowsPerRequest', input.rowsPerRequest),
    rowsPerDay: countOf('rowsPerDay', input.rowsPerDay),
    validFrom,
    validUntil,
    ...words,
  };
}

const granteeWords = `public, signed-in, organisation:CODE, role:CODE/ROLE, user:ID, client:ID; ROLE: ${grantableRoles.join(', ')}`;

function checkActions(asked: readonly string[]): Action[] {
  const unknown = asked.find((action) => !actions.some((each) => each === action));
  if (asked.length === 0 || unknown !== undefined) throw refuse('actions', unknown ?? '', actions.join(', '));
  return actions.filter((action) => asked.includes(action));
}

/** A grant that names no collection gives all of them, without what is marked. */
function checkScopes(asked: Readonly<Record<string, ScopeInput>>, grantable: Grantable): Scopes {
  const named = Object.entries(asked);
  if (named.length === 0) return { '*': { columns: {}, others: 'shown', rows: null } };
  return Object.fromEntries(
    named.map(([id, scope]) => {
      const collection = grantable.collections.find((each) => each.id === id);
      if (!collection) throw refuse('collections', id, grantable.collections.map((each) => each.id).join(', '));
      return [id, checkScope(scope, collection, grantable)];
    }),
  );
}

function checkScope(asked: ScopeInput, collection: GrantableCollection, grantable: Grantable): CollectionScope {
  const others = asked.others ?? 'shown';
  if (others !== 'shown' && others !== 'removed') throw refuse(`others.${collection.id}`, others, 'shown, removed');
  const columns: Record<string, Treatment> = {};
  for (const [name, value] of Object.entries(asked.columns ?? {})) {
    columns[name] = checkTreatment(name, value, collection, grantable);
  }
  return { columns, others, rows: checkRows(asked.rows, collection) };
}

function checkTreatment(
  name: string,
  value: unknown,
  collection: GrantableCollection,
  { areas }: Grantable,
): Treatment {
  const field = `column.${collection.id}.${name}`;
  const isGeometry = name === 'geometry' && collection.hasGeometry;
  const column = collection.columns.find((each) => each.name === name);
  if (!column && !isGeometry) {
    throw refuse(field, name, [...collection.columns.map((each) => each.name), 'geometry'].join(', '));
  }
  const treatment = treatmentOf(value);
  if (column?.mark === 'secret' && treatment !== 'removed') throw accessProblem('secret-column', { column: name });
  const isNumber = column?.type === 'number' || column?.type === 'integer';
  const fit = [
    'shown',
    'removed',
    ...(column ? ['hashed'] : []),
    ...(isGeometry || isNumber ? ['snapped:STEP'] : []),
    ...(collection.hasGeometry && (isGeometry || column?.type === 'string') ? areas.map(({ id }) => `area:${id}`) : []),
  ];
  const kind =
    treatment === null
      ? ''
      : typeof treatment === 'string'
        ? treatment
        : 'area' in treatment
          ? `area:${treatment.area}`
          : 'snapped:STEP';
  if (treatment === null || !fit.includes(kind)) throw refuse(field, value, fit.join(', '));
  return treatment;
}

/** `shown`, `removed`, `hashed`, `snapped:0.01`, `area:xa`, or the same as `{snapped: 0.01}`, `{area: "xa"}`. */
function treatmentOf(value: unknown): Treatment | null {
  if (value === 'shown' || value === 'removed' || value === 'hashed') return value;
  if (typeof value === 'string') {
    const [, kind, rest = ''] = /^(snapped|area):(.+)$/.exec(value) ?? [];
    if (kind === 'area') return { area: rest };
    return kind === 'snapped' ? treatmentOf({ snapped: Number(rest) }) : null;
  }
  const { snapped, area } = (value ?? {}) as { snapped?: unknown; area?: unknown };
  if (typeof area === 'string') return { area };
  return typeof snapped === 'number' && Number.isFinite(snapped) && snapped > 0 ? { snapped } : null;
}

function checkRows(asked: unknown, { columns, hasGeometry }: GrantableCollection): Expression | null {
  if (asked === undefined || asked === null || asked === '') return null;
  const expression = typeof asked === 'string' ? parseCql2Text(asked) : parseCql2Json(asked);
  checkExpression(expression, [
    ...columns.map(({ name, type }) => ({ name, type, column: sql.empty })),
    ...(hasGeometry ? [{ name: 'geometry', type: 'geometry' as const, column: sql.empty }] : []),
  ]);
  return expression;
}

function countOf(field: string, value: number | string | undefined): number | null {
  if (value === undefined || value === '') return null;
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1 || count > 1_000_000_000) throw refuse(field, value, '1–1000000000');
  return count;
}

function momentOf(field: string, text: string | undefined): string | null {
  if (text === undefined || text.trim() === '') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = Date.parse(isDay ? `${text}T00:00:00+07:00` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(moment)) throw refuse(field, text, 'YYYY-MM-DD, RFC 3339');
  return new Date(moment).toISOString();
}
