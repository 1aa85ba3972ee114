import { problem } from '../problems.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** An object or array that is being walked over, and what it holds directly. */
export interface Frame {
  readonly isArray: boolean;
  /** JSON Pointer, with a star for the elements of arrays; '' for the root. */
  readonly path: string;
  count: number;
  objects: number;
  arrays: number;
  /** Keys are all digits, as in maps from ids to records. */
  numericKeys: boolean;
  /** Of the keys, without regard to order. */
  signature: number;
  /** Signatures of the objects directly inside, a few. */
  readonly childSignatures: Set<number>;
  started: boolean;
}

export interface WalkListener {
  closed?(frame: Frame): void;
  /** One element of the wanted array, or one member's value of the wanted object, as bytes of its own. */
  element?(bytes: Buffer, key: string | null, ordinal: number): void;
  elementTooLong?(ordinal: number): void;
}

export interface WalkLimits {
  readonly recordBytes: number;
  readonly jsonDepth: number;
}

const longestKey = 1_024;
const mostSignatures = 16;

/** Where elements are handed out. */
export interface Wanted {
  /** JSON Pointer. */
  readonly path: string;
  /** An object at this path is not meant. */
  readonly isArray?: boolean;
}

/**
 * Walks over the bytes of one JSON text and tells of each object and array when it ends; hands out the elements of one
 * wanted array (or the members of one wanted object) one by one. Only structure is looked at, and inside an element
 * nothing but brackets and strings: elements are judged by JSON.parse later. What stands outside the wanted array is kept
 * as text, up to the record limit.
 */
export class JsonWalk {
  readonly #file: string;
  readonly #limits: WalkLimits;
  readonly #listener: WalkListener;
  readonly #wanted: Wanted | null;
  /** Open around the elements, the wanted one last. */
  readonly #frames: Frame[] = [];
  /** Inside an element: what closes each open bracket. */
  readonly #inside: number[] = [];
  #inString = false;
  #escaped = false;
  #isKey = false;
  #expectKey = false;
  #keyParts: Buffer[] = [];
  #keyLength = 0;
  #key: Buffer | null = null;
  #keyHash = 0;
  #keyIsDigits = true;
  #offset = 0;
  #ended = false;
  /** Depth of the wanted frame; 0 while outside it. */
  #wantedDepth = 0;
  #element: Buffer[] = [];
  #elementLength = 0;
  #elementKey: string | null = null;
  #ordinal = 0;
  #found = false;
  #kept: Buffer[] = [];
  #keptLength = 0;

  constructor(file: string, limits: WalkLimits, listener: WalkListener, wanted: Wanted | null = null) {
    this.#file = file;
    this.#limits = limits;
    this.#listener = listener;
    this.#wanted = wanted;
  }

  /** True when the root is closed. */
  get ended(): boolean {
    return this.#ended;
  }

  get found(): boolean {
    return this.#found;
  }

  /** The text without the wanted elements; null when longer than a record may be. */
  get skeleton(): Buffer | null {
    return this.#keptLength > this.#limits.recordBytes ? null : Buffer.concat(this.#kept);
  }

  /** The same where nothing but space may follow the root. Throws Problems `json-too-deep`, `damaged-file`. */
  pushAll(chunk: Buffer): void {
    const rest = chunk.subarray(this.push(chunk));
    const more = rest.findIndex((byte) => byte > 0x20);
    if (more >= 0) throw this.#damaged(more, '…}…');
    this.#offset += rest.length;
  }

  /**
   * Returns how many bytes belong to the root: less than given when it ends within them. Throws Problems `json-too-deep`,
   * `damaged-file`.
   */
  push(chunk: Buffer): number {
    if (this.#ended) return 0;
    let from = 0;
    let keyFrom = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#isKey) this.#endKey(chunk.subarray(keyFrom, index));
        } else if (this.#isKey) this.#hashKey(byte);
        continue;
      }
      if (byte <= 0x20) continue;
      if (this.#inside.length > 0) {
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#openInside(byte, index);
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
          if (this.#inside.pop() !== byte) throw this.#damaged(index, '} ]');
        }
        continue;
      }
      const frame = this.#frames.at(-1);
      if (byte === QUOTE) {
        this.#inString = true;
        this.#isKey = this.#expectKey;
        if (this.#expectKey) {
          this.#startKey(frame!);
          keyFrom = index + 1;
        } else if (frame) this.#start(frame);
      } else if ((byte === OPEN_BRACE || byte === OPEN_BRACKET) && this.#wantedDepth > 0) {
        this.#start(frame!);
        this.#openInside(byte, index);
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const isWanted = this.#open(byte === OPEN_BRACKET, frame, index);
        if (isWanted) {
          this.#keep(chunk, from, index + 1);
          from = index + 1;
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (this.#wantedDepth > 0) {
          this.#take(chunk, from, index);
          from = index;
          this.#endElement();
          this.#wantedDepth = 0;
        }
        this.#close(byte === CLOSE_BRACKET, index);
        if (this.#ended) {
          this.#keep(chunk, from, index + 1);
          this.#offset += index + 1;
          return index + 1;
        }
      } else if (byte === COMMA) {
        if (!frame) throw this.#damaged(index, ',');
        this.#expectKey = !frame.isArray;
        if (this.#wantedDepth > 0) {
          this.#start(frame);
          this.#take(chunk, from, index);
          from = index + 1;
          this.#endElement();
        }
        frame.started = false;
      } else if (frame) this.#start(frame);
    }
    if (this.#wantedDepth > 0) this.#take(chunk, from, chunk.length);
    else this.#keep(chunk, from, chunk.length);
    if (this.#inString && this.#isKey) this.#keepKey(Buffer.from(chunk.subarray(keyFrom)));
    this.#offset += chunk.length;
    return chunk.length;
  }

  /** Throws Problem `truncated-file`. */
  end(): void {
    if (!this.#ended) throw problem('truncated-file', { file: this.#file, place: `byte ${this.#offset}` });
  }

  #start(frame: Frame): void {
    if (!frame.isArray || frame.started) return;
    frame.started = true;
    frame.count += 1;
  }

  #startKey(frame: Frame): void {
    this.#expectKey = false;
    frame.count += 1;
    this.#keyParts = [];
    this.#keyLength = 0;
    this.#keyHash = 0x811c9dc5;
    this.#keyIsDigits = true;
  }

  #hashKey(byte: number): void {
    this.#keyHash = Math.imul(this.#keyHash ^ byte, 0x01000193);
    if (byte < 0x30 || byte > 0x39) this.#keyIsDigits = false;
  }

  #keepKey(bytes: Buffer): void {
    if (this.#keyLength < longestKey) this.#keyParts.push(bytes);
    this.#keyLength += bytes.length;
  }

  #endKey(last: Buffer): void {
    this.#key = this.#keyParts.length === 0 ? last : Buffer.concat([...this.#keyParts, last]);
    this.#isKey = false;
    const frame = this.#frames.at(-1)!;
    frame.signature = (frame.signature + this.#keyHash) | 0;
    frame.numericKeys &&= this.#keyIsDigits;
    if (this.#wantedDepth > 0) this.#elementKey = this.#keyText();
  }

  #keyText(): string {
    const text = (this.#key ?? Buffer.alloc(0)).toString('utf8', 0, longestKey);
    if (!text.includes('\\')) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return text;
    }
  }

  #checkDepth(index: number): void {
    const limit = this.#limits.jsonDepth;
    if (this.#frames.length + this.#inside.length < limit) return;
    throw problem('json-too-deep', { file: this.#file, place: `byte ${this.#offset + index}`, limit });
  }

  #openInside(bracket: number, index: number): void {
    this.#checkDepth(index);
    this.#inside.push(bracket === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
  }

  /** True when the frame opened is the wanted one. */
  #open(isArray: boolean, parent: Frame | undefined, index: number): boolean {
    this.#checkDepth(index);
    if (parent) {
      this.#start(parent);
      if (isArray) parent.arrays += 1;
      else parent.objects += 1;
    }
    const path = parent ? `${parent.path}/${parent.isArray ? '*' : escape(this.#keyText())}` : '';
    const frame: Frame = {
      ...{ isArray, path, count: 0, objects: 0, arrays: 0 },
      ...{ numericKeys: true, signature: 0, childSignatures: new Set<number>(), started: false },
    };
    this.#frames.push(frame);
    this.#expectKey = !isArray;
    if (this.#wanted === null || this.#found || path !== this.#wanted.path) return false;
    if (this.#wanted.isArray && !isArray) return false;
    this.#found = true;
    this.#wantedDepth = this.#frames.length;
    this.#elementKey = null;
    return true;
  }

  #close(isArray: boolean, index: number): void {
    const frame = this.#frames.pop();
    if (!frame || frame.isArray !== isArray) throw this.#damaged(index, '} ]');
    const parent = this.#frames.at(-1);
    if (parent && !isArray && parent.childSignatures.size < mostSignatures) parent.childSignatures.add(frame.signature);
    this.#expectKey = false;
    this.#listener.closed?.(frame);
    if (!parent) this.#ended = true;
  }

  #take(chunk: Buffer, from: number, to: number): void {
    if (to <= from) return;
    this.#elementLength += to - from;
    if (this.#elementLength <= this.#limits.recordBytes) this.#element.push(Buffer.from(chunk.subarray(from, to)));
    else this.#element = [];
  }

  #endElement(): void {
    const frame = this.#frames.at(-1)!;
    const length = this.#elementLength;
    const whole = this.#element.length === 1 ? this.#element[0]! : Buffer.concat(this.#element);
    const key = this.#elementKey;
    this.#element = [];
    this.#elementLength = 0;
    this.#elementKey = null;
    if (frame.isArray ? !frame.started : key === null) return;
    this.#ordinal += 1;
    if (length > this.#limits.recordBytes) this.#listener.elementTooLong?.(this.#ordinal);
    else this.#listener.element?.(frame.isArray ? whole : valueOfMember(whole), key, this.#ordinal);
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    if (to <= from || this.#wanted === null) return;
    this.#keptLength += to - from;
    if (this.#keptLength <= this.#limits.recordBytes) this.#kept.push(Buffer.from(chunk.subarray(from, to)));
    else this.#kept = [];
  }

  #damaged(index: number, reason: string) {
    return problem('damaged-file', {
      file: this.#file,
      place: `byte ${this.#offset + index}`,
      reason: `JSON: ${reason}`,
    });
  }
}

/** `"key": value` without the key. */
function valueOfMember(bytes: Buffer): Buffer {
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (inString && byte === BACKSLASH) index += 1;
    else if (byte === QUOTE) inString = !inString;
    else if (byte === 0x3a && !inString) return bytes.subarray(index + 1);
  }
  return bytes;
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
