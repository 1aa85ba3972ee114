import type { XmlHandler } from '../xml/xml-parser.ts';
import { isOwn } from './element-census.ts';

export interface XmlRecord {
  /** Values by column; an element that comes more than once in a record gives a list. */
  readonly values: ReadonlyMap<string, string | readonly string[] | null>;
  readonly isTooLong: boolean;
}

/** Values that surround records: of each element on the way to them, as far as it was read before the record. */
const mostAround = 200;

/**
 * Makes records of the elements at one path. Attributes and inner elements become columns `inner_innermost`; what the
 * elements around a record say before it goes along as `outer_inner`.
 */
export class RecordEvents implements XmlHandler {
  readonly #path: readonly string[];
  readonly #maxCharacters: number;
  readonly #names: string[] = [];
  /** How many names from the root on are those of the path. */
  #matched = 0;
  readonly #around: Map<string, string | readonly string[] | null>[] = [];
  #record: Map<string, string | readonly string[] | null> | null = null;
  #recordCharacters = 0;
  #texts: string[] = [];
  #hasInner: boolean[] = [];
  #isNil: boolean[] = [];
  #records: XmlRecord[] = [];

  constructor(path: string, maxCharacters: number) {
    this.#path = path.split('/').slice(1);
    this.#maxCharacters = maxCharacters;
  }

  take(): XmlRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const depth = this.#names.length;
    if (this.#hasInner.length > 0) this.#hasInner[this.#hasInner.length - 1] = true;
    this.#names.push(name);
    this.#texts.push('');
    this.#hasInner.push(false);
    this.#isNil.push(/^(true|1)$/.test(attributes['xsi:nil'] ?? ''));
    if (this.#matched === depth && name === this.#path[depth]) {
      this.#matched += 1;
      this.#around[depth] = new Map();
      if (this.#matched === this.#path.length) {
        this.#record = new Map();
        this.#recordCharacters = 0;
      }
    }
    for (const [key, value] of Object.entries(attributes)) {
      if (isOwn(key)) this.#put(localName(key), value);
    }
  }

  close(name: string): void {
    const text = this.#texts.pop()!;
    const isNil = this.#isNil.pop()!;
    const hasInner = this.#hasInner.pop()!;
    const isRecordElement = this.#matched === this.#path.length && this.#names.length === this.#path.length;
    if (!hasInner || text.trim() !== '') {
      // The text of the record's own element is called by its name.
      const value = isNil ? null : text.trim();
      if (!isRecordElement) this.#put('', value);
      else if (value !== '' && value !== null) this.#put(name, value);
    }
    this.#names.pop();
    if (isRecordElement) this.#endRecord();
    if (this.#matched > this.#names.length) {
      this.#matched = this.#names.length;
      this.#around.length = this.#matched;
    }
  }

  text(text: string): void {
    const last = this.#texts.length - 1;
    if (last < 0) return;
    if (this.#record) this.#recordCharacters += text.length;
    if (this.#recordCharacters <= this.#maxCharacters) this.#texts[last] += text;
  }

  /** To the record at hand, or to the element around it that is open. */
  #put(attribute: string, value: string | null): void {
    const inside = this.#names.slice(this.#matched);
    const key = [...inside, ...(attribute === '' ? [] : [attribute])].join('_');
    if (this.#record) {
      this.#recordCharacters += key.length + (value?.length ?? 0);
      if (this.#recordCharacters <= this.#maxCharacters && key !== '') add(this.#record, key, value);
      return;
    }
    const around = this.#around[this.#matched - 1];
    if (!around || key === '' || around.size >= mostAround || (value?.length ?? 0) > 1_000) return;
    if (value !== '') add(around, `${this.#path[this.#matched - 1]}_${key}`, value);
  }

  #endRecord(): void {
    const record = this.#record!;
    this.#record = null;
    const isTooLong = this.#recordCharacters > this.#maxCharacters;
    this.#recordCharacters = 0;
    const values = new Map<string, string | readonly string[] | null>();
    for (const around of this.#around.slice(0, -1)) for (const [key, value] of around) values.set(key, value);
    for (const [key, value] of record) values.set(key, value);
    this.#records.push({ values, isTooLong });
  }
}

function add(map: Map<string, string | readonly string[] | null>, key: string, value: string | null): void {
  const known = map.get(key);
  if (known === undefined || known === null || known === '') map.set(key, value);
  else if (value !== null && value !== '') map.set(key, typeof known === 'string' ? [known, value] : [...known, value]);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
