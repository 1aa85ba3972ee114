import { ancestorCodes, type Unit } from '../codes/index.ts';
import type { Cell } from '../formats/index.ts';
import { entriesByCode, type Codelist, type Property } from '../packs/index.ts';
import { severityOf, type CheckContext, type CheckValue, type ValueOf } from './check-value.ts';
import { expiryOn } from './code-lookup.ts';
import { codeReader, codeRepairs, type ReadCode } from './code-reader.ts';
import type { ConversionCounter } from './conversions.ts';
import type { Issue } from './model.ts';
import { harmoniseProblem } from './problems.ts';
import type { RowVerdict } from './row-verdict.ts';

/**
 * Turns codes and names into the codes of the property's list. What is sure is converted and counted; what only comes
 * near is left as it is, with what it may mean. Throws Problem `standard-codelist-missing`.
 */
export function codelistCheck(property: Property, context: CheckContext): CheckValue | null {
  if (property.codelist === undefined) return null;
  const list = context.codelist(property.codelist);
  if (!list) {
    throw harmoniseProblem('standard-codelist-missing', { target: property.name, codelist: property.codelist });
  }
  const check = new CodelistCheck(list, property, context);
  const { separator } = property;
  if (separator === undefined) {
    return (value, cell, verdict, row) => (value === null ? value : check.judge(String(value), cell, verdict, row));
  }
  return (value, cell, verdict, row) => {
    if (value === null) return value;
    const codes = String(value).split(separator).map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
    return codes.map((code) => check.judge(code, cell, verdict, row)).join(separator);
  };
}

class CodelistCheck {
  readonly #list: Codelist;
  readonly #property: Property;
  readonly #context: CheckContext;
  readonly #read: ReadCode;
  readonly #counters = new Map<string, ConversionCounter>();
  readonly #today: string;
  /** The list of the property that says in which unit the code stands. */
  readonly #above: string | null;

  constructor(list: Codelist, property: Property, context: CheckContext) {
    const { standard, today } = context;
    this.#list = list;
    this.#property = property;
    this.#context = context;
    this.#read = codeReader(list, context);
    this.#today = today.toISOString().slice(0, 10);
    this.#above = standard.properties.find(({ name }) => name === property.within)?.codelist ?? null;
    for (const rule of codeRepairs) this.#counters.set(rule, context.conversions.counter(rule, context.column));
  }

  judge(text: string, cell: Cell | undefined, verdict: RowVerdict, row: ValueOf): string {
    const within = this.#unitOf(row);
    const day = this.#dayOf(row);
    const found = this.#read(text, { within, day: this.#property.asOf === undefined ? undefined : day });
    if (found.code === null) {
      this.#object(verdict, cell, found.detail);
      return text;
    }
    if (found.repair) {
      const told = found.label === undefined ? found.code : `${found.code} ${found.label}`;
      this.#counters.get(found.repair)!.add(text, told, verdict.position);
    }
    this.#checkPlace(found.code, within, cell, verdict);
    this.#checkDay(found.code, day, cell, verdict);
    return found.code;
  }

  #dayOf(row: ValueOf): string {
    const { asOf } = this.#property;
    const day = asOf === undefined ? undefined : row(asOf);
    return typeof day === 'string' ? day.slice(0, 10) : this.#today;
  }

  #unitOf(row: ValueOf): Unit | undefined {
    if (this.#above === null) return undefined;
    const code = row(this.#property.within!);
    return typeof code === 'string' ? { list: this.#above, code } : undefined;
  }

  /** A code stands in one unit only; where the row says another, one of the two is wrong. */
  #checkPlace(code: string, within: Unit | undefined, cell: Cell | undefined, verdict: RowVerdict): void {
    if (!within) return;
    const standsIn = ancestorCodes(this.#list, within.list, this.#context.codelist).get(code);
    if (standsIn === undefined || standsIn === within.code) return;
    this.#object(verdict, cell, { reason: 'outside', code, within: within.code, standsIn });
  }

  /** A code that was right once is no reason to refuse the records of that time. */
  #checkDay(code: string, day: string, cell: Cell | undefined, verdict: RowVerdict): void {
    const expiry = expiryOn(this.#list, code, day);
    if (!expiry) return;
    const severity = severityOf(this.#context.standard, 'codelist', this.#property);
    const lighter = isUnsure(this.#list, code) ? 'info' : severity === 'error' ? 'warning' : severity;
    verdict.object('codelist', lighter, this.#context.column, cell, 'kept', { reason: 'expired', ...expiry });
  }

  #object(verdict: RowVerdict, cell: Cell | undefined, detail: Issue['detail']): void {
    const { standard, column } = this.#context;
    const codelist = this.#list.title.vi || this.#list.id;
    const severity = severityOf(standard, 'codelist', this.#property);
    verdict.object('codelist', severity, column, cell, 'kept', { codelist, ...detail });
  }
}

/** A day that nobody confirmed (column `validity_confidence`: `M`) is told and decides nothing. */
function isUnsure(list: Codelist, code: string): boolean {
  return (entriesByCode(list).get(code) ?? []).some(({ extra }) => extra['validity_confidence'] === 'M');
}
