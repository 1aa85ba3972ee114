import {
  administersNode,
  fill,
  hasRole,
  type Caller,
  type Clock,
  type Language,
  type Message,
  type Parameters,
} from '../kernel/index.ts';
import type { Ground } from './map/ground.ts';
import { shellMessages } from './messages/shell.ts';

/** Words that live in packs: how people call a code, how they write a unit. Null: not known, the code is shown. */
export interface PackWords {
  codeLabel(codelist: string, code: string, language: Language): string | null;
  unitSymbol(ucum: string): string | null;
}

/** What every view and component needs of the request that it answers. */
export interface Page {
  readonly language: Language;
  readonly url: URL;
  /** Address of the node without trailing slash, for examples that people paste. */
  readonly base: string;
  readonly caller: Caller;
  /** A steward of some organisation, or the operator: he has a studio. */
  readonly isSteward: boolean;
  readonly administersNode: boolean;
  /** He reads what happened. */
  readonly isAuditor: boolean;
  /** Whose eyes the caller looks with, as the address has it; null: his own. */
  readonly viewedAs: string | null;
  /** The problem of a refused form; null on an ordinary page. */
  readonly problem: ProblemDocument | null;
  /** What was typed into a form that was refused; see `formState`. */
  readonly refused: PageRequest['refused'];
  readonly nodeTitle: string;
  readonly version: string;
  readonly clock: Clock;
  readonly words: PackWords;
  /** Land and sea for drawings; null: the node has no outlines. */
  readonly ground: Ground | null;
  say(message: Message, parameters?: Parameters): string;
  /** An address of this node for a link or form: root-relative, English pages keep `lang=en`. Foreign addresses stay. */
  to(address: string, query?: Readonly<Record<string, string | null | undefined>>): string;
  /** This page's address with some of its query changed; null takes a parameter away. */
  here(query: Readonly<Record<string, string | null>>): string;
}

/** RFC 9457, as the kernel writes it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** The one field that it is about, where it says so itself. */
  readonly field?: string;
}

export interface PageSettings {
  readonly title: Message | null;
  readonly version: string;
  readonly clock: Clock;
  readonly words: PackWords;
  readonly ground: Ground | null;
}

export interface PageRequest {
  readonly language: Language;
  readonly url: URL;
  readonly base: string;
  readonly caller: Caller;
  readonly problem: Record<string, unknown> | null;
  readonly refused: { readonly typed: Readonly<Record<string, unknown>>; readonly field: string | null } | null;
}

export function openPage(request: PageRequest, settings: PageSettings): Page {
  const { language, url, base, caller } = request;
  const say = (message: Message, parameters?: Parameters) => chooseNumber(fill(message, language, parameters));
  const viewedAs = caller.viewer ? url.searchParams.get('view-as') : null;
  const to: Page['to'] = (address, query = {}) =>
    addressOf(address, viewedAs === null ? query : { 'view-as': viewedAs, ...query }, base, language);
  return {
    language,
    url,
    base,
    caller,
    isSteward: hasRole(caller, ['steward']),
    administersNode: administersNode(caller),
    isAuditor: hasRole(caller, ['auditor']),
    viewedAs,
    problem: request.problem as ProblemDocument | null,
    refused: request.refused,
    nodeTitle: say(settings.title ?? shellMessages.nodeTitle),
    version: settings.version,
    clock: settings.clock,
    words: settings.words,
    ground: settings.ground,
    say,
    to,
    here: (query) => {
      const kept = Object.fromEntries(url.searchParams);
      return to(url.pathname, { ...kept, ...query });
    },
  };
}

/** `1 [row|rows]` becomes `1 row`, `1,240 bad [row|rows]` becomes `1,240 bad rows`. */
function chooseNumber(text: string): string {
  return text.replace(
    /(\d[\d.,]*)((?: \p{Ll}+)*) \[([^|\]]*)\|([^\]]*)\]/gu,
    (_all, number: string, between: string, one: string, many: string) =>
      `${number}${between} ${number === '1' ? one : many}`,
  );
}

function addressOf(
  address: string,
  query: Readonly<Record<string, string | null | undefined>>,
  base: string,
  language: Language,
): string {
  const node = new URL(`${base}/`);
  const target = new URL(address, node);
  if (target.origin !== node.origin) return /^https?:$/.test(target.protocol) ? target.href : '#';
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) target.searchParams.delete(name);
    else target.searchParams.set(name, value);
  }
  if (language === 'en') target.searchParams.set('lang', 'en');
  return target.pathname + target.search + target.hash;
}
