import { matchName, type Candidate, type FindList, type Unit } from '../codes/index.ts';
import { entriesByCode, isValidOn, type Codelist, type CodelistEntry } from '../packs/index.ts';

/** What a cell is in a code list: its code, perhaps after a repair that is counted, or what comes near. */
export type LookedUp = FoundCode | MissedCode;

export interface FoundCode {
  readonly code: string;
  readonly repair: 'codelist-label' | 'codelist-similar' | 'code-restored' | null;
  /** For a repair by name: the entry's own name. */
  readonly label?: string;
}

export interface MissedCode {
  readonly code: null;
  /** `similar`: near, to be looked at; `ambiguous`: several are equally good. */
  readonly missed: 'unknown' | 'similar' | 'ambiguous';
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

const unknown: MissedCode = { code: null, missed: 'unknown', candidates: [] };
const remembered = 20_000;

/**
 * Looks cells up in a code list: by code, by a code that lost its leading zeros (`1`, `1.0` → `01`), by name. `within`
 * leaves only the names of what stands in one unit of a list above.
 */
export function codeLookup(list: Codelist, codelist: FindList): (text: string, within?: Unit) => LookedUp {
  const entries = entriesByCode(list);
  const width = commonWidth(list.entries);
  const memory = new Map<string, LookedUp>();

  const find = (text: string, within?: Unit): LookedUp => {
    if (entries.has(text)) return { code: text, repair: null };
    const digits = /^(\d+)(?:[.,]0+)?$/.exec(text)?.[1];
    const restored = digits && width > 0 ? digits.padStart(width, '0') : '';
    if (entries.has(restored)) return { code: restored, repair: 'code-restored' };
    return byName(list, text, codelist, within);
  };
  return (text, within) => {
    const key = within ? `${within.list} ${within.code} ${text}` : text;
    let known = memory.get(key);
    if (known === undefined) {
      known = find(text, within);
      if (memory.size < remembered) memory.set(key, known);
    }
    return known;
  };
}

function byName(list: Codelist, text: string, codelist: FindList, within: Unit | undefined): LookedUp {
  const { outcome, candidates } = matchName(list, text, codelist, within);
  const [best] = candidates;
  if (outcome === 'unknown' || !best) return unknown;
  if (outcome === 'ambiguous') return { code: null, missed: 'ambiguous', candidates };
  if (outcome === 'doubtful') return { code: null, missed: 'similar', candidates };
  return { code: best.code, repair: best.reason === 'same' ? 'codelist-label' : 'codelist-similar', label: best.label };
}

/** Number of digits when all codes have the same; 0 otherwise. */
function commonWidth(entries: readonly CodelistEntry[]): number {
  const width = entries[0]?.code.length ?? 0;
  return entries.every(({ code }) => code.length === width && /^\d+$/.test(code)) ? width : 0;
}

/** The last period of a code that is not valid on a day; null when it is. */
export function expiryOn(list: Codelist, code: string, day: string): { validFrom: string; validTo: string } | null {
  const same = entriesByCode(list).get(code) ?? [];
  if (same.length === 0 || same.some((entry) => isValidOn(entry, day))) return null;
  const { validFrom, validTo } = same.reduce((one, other) => (other.validFrom > one.validFrom ? other : one));
  return { validFrom, validTo };
}
