import { fill, type Language, type Message } from '../../kernel/index.ts';
import { toCql2Text, type Expression } from '../../query/index.ts';
import type { CollectionScope, Treatment } from '../model.ts';
import type { Grantable, GrantableCollection } from './check-grant.ts';
import { parseGrantee } from './grantees.ts';
import { grantMessages as messages } from './messages.ts';
import type { StoredGrant } from './stored-grant.ts';

/** A grant in plain words: one sentence on who may do what until when, then one for each limit on it. */
export function describeGrant(
  grant: StoredGrant,
  grantable: Grantable,
  names: OrganisationNames,
  language: Language,
): string[] {
  const say = (message: Message, parameters: Record<string, string | number> = {}) =>
    fill(message, language, parameters);
  const listed = grant.actions.map((action) => say(messages[`action-${action}`]));
  const sentences = [
    say(grant.validUntil === null ? messages.mayAlways : messages.mayUntil, {
      who: describeGrantee(grant.grantee, names, language),
      what: joined(listed, language),
      from: dayOf(grant.validFrom),
      until: grant.validUntil === null ? '' : dayOf(grant.validUntil),
    }),
    ...scopeSentences(grant, grantable, language),
  ];
  if (grant.rowsPerRequest !== null) sentences.push(say(messages.perRequest, { rows: grant.rowsPerRequest }));
  if (grant.rowsPerDay !== null) sentences.push(say(messages.perDay, { rows: grant.rowsPerDay }));
  sentences.push(say(messages.purpose, { purpose: grant.purpose, basis: grant.legalBasis }));
  if (grant.endedAt !== null) {
    sentences.push(say(messages.ended, { when: dayOf(grant.endedAt), who: grant.endedBy ?? '' }));
  }
  return sentences;
}

/** Names of organisations by agency code. */
export type OrganisationNames = ReadonlyMap<string, string>;

/** Who a grant is for, in words. */
export function describeGrantee(text: string, names: OrganisationNames, language: Language): string {
  const grantee = parseGrantee(text);
  if (!grantee) return text;
  const name = names.get(grantee.id);
  const called = name === undefined ? grantee.id : `${name} (${grantee.id})`;
  const role = grantee.role === null ? '' : fill(messages[`role-${grantee.role}` as 'role-steward'], language);
  return fill(messages[`grantee-${grantee.kind}`], language, { id: called, role });
}

function scopeSentences({ scopes }: StoredGrant, grantable: Grantable, language: Language): string[] {
  const named = Object.keys(scopes).filter((id) => id !== '*');
  if (named.length === 0) return [fill(messages.allOrdinary, language)];
  return named.flatMap((id) => {
    const collection = grantable.collections.find((each) => each.id === id);
    return describeScope(scopes[id]!, id, collection, grantable, language);
  });
}

function describeScope(
  scope: CollectionScope,
  id: string,
  collection: GrantableCollection | undefined,
  grantable: Grantable,
  language: Language,
): string[] {
  const layer = collection?.title[language] ?? id;
  const titleOf = (name: string) =>
    name === 'geometry'
      ? fill(messages.geometry, language)
      : (collection?.columns.find((each) => each.name === name)?.title[language] ?? name);
  const sentences = [fill(scope.others === 'shown' ? messages.layerAll : messages.layerNamed, language, { layer })];
  const groups = new Map<string, string[]>();
  for (const [name, treatment] of Object.entries(scope.columns)) {
    const words = treatmentWords(treatment, grantable, language);
    groups.set(words, [...(groups.get(words) ?? []), titleOf(name)]);
  }
  for (const [words, names] of groups) {
    sentences.push(fill(messages.columns, language, { columns: joined(names, language), words }));
  }
  if (scope.rows !== null) sentences.push(fill(messages.rows, language, { rows: rowsText(scope.rows) }));
  return sentences;
}

function treatmentWords(treatment: Treatment, { areas }: Grantable, language: Language): string {
  if (typeof treatment === 'string') return fill(messages[`as-${treatment}`], language);
  if ('snapped' in treatment) return fill(messages['as-snapped'], language, { step: treatment.snapped });
  const area = areas.find(({ id }) => id === treatment.area)?.title[language] ?? treatment.area;
  return fill(messages['as-area'], language, { area });
}

export function rowsText(rows: Expression): string {
  return typeof rows === 'boolean' ? String(rows) : toCql2Text(rows);
}

/** The day in Vietnam: `31/12/2026`. */
function dayOf(moment: string): string {
  const here = new Date(Date.parse(moment) + 7 * 3_600_000).toISOString();
  return `${here.slice(8, 10)}/${here.slice(5, 7)}/${here.slice(0, 4)}`;
}

function joined(parts: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
}
