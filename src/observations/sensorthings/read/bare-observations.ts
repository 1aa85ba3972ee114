import { observationId } from '../../observation-id.ts';
import type { StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { observationMembers } from './observation-text.ts';

/** What stands at a place of an observation that has nothing but a moment and a number. */
type Piece = Uint8Array | 'id' | 'time' | 'value';

export interface BareObservations {
  /** JSON objects as UTF-8 with a comma between. */
  readonly bytes: Buffer;
  readonly count: number;
  /** Of the last one, seconds since 1970. */
  readonly lastSecond: number;
}

const [space, comma, zero] = [0x20, 0x2c, 0x30];
const daySeconds = 86_400;
/** Digits of an id, of a moment with quotes, and of a double or `null`. */
const [idBytes, timeBytes, valueBytes] = [16, 22, 24];

/**
 * Writes the first `top` observations of a list `second value,second value,…` (seconds since 1970, a number or `null` as
 * JSON) with the members of `observationText`. Byte by byte: a thousand of them are half a megabyte, and as strings they
 * would be made three times.
 */
export function writeBareObservations(
  context: StaContext,
  options: QueryOptions,
  { series, list, top }: { readonly series: number; readonly list: string; readonly top: number },
): BareObservations {
  const pieces = piecesOf(context, options);
  const count = Math.min(top, countOf(list));
  const writer = new RowWriter(pieces, list, count);
  let [read, second] = [0, 0];
  for (let row = 0; row < count; row++) {
    second = 0;
    for (let code; (code = list.charCodeAt(read)) !== space; read++) second = second * 10 + code - zero;
    const start = read + 1;
    read = list.indexOf(',', start);
    if (read < 0) read = list.length;
    writer.write({ id: String(observationId(series, second * 1_000)), second, start, end: read });
    read++;
  }
  return { bytes: writer.bytes(), count, lastSecond: second };
}

interface BareRow {
  readonly id: string;
  readonly second: number;
  /** Of the value in the list. */
  readonly start: number;
  readonly end: number;
}

/** Where ids stand in what is before the value of a row, and where in what is behind it. */
interface Template {
  readonly from: number;
  readonly valueAt: number;
  readonly restAt: number;
  readonly to: number;
  readonly idBytes: number;
  readonly idsBefore: readonly number[];
  readonly timeAt: number;
  readonly idsBehind: readonly number[];
}

/** Writes rows one after the other; from the third on a row is the second one with its own id, moment and value. */
class RowWriter {
  readonly #pieces: readonly Piece[];
  readonly #list: string;
  readonly #bytes: Buffer;
  readonly #moment = new MomentText();
  #template: Template | null = null;
  #at = 0;

  constructor(pieces: readonly Piece[], list: string, rows: number) {
    this.#pieces = pieces;
    this.#list = list;
    this.#bytes = Buffer.allocUnsafe(rows * pieces.reduce((sum, piece) => sum + roomOf(piece), 0));
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  write(row: BareRow): void {
    if (this.#template?.idBytes === row.id.length) this.#writeLike(this.#template, row);
    else this.#writePieces(row);
  }

  #writePieces(row: BareRow): void {
    const [idsBefore, idsBehind]: number[][] = [[], []];
    const from = this.#at;
    let [timeAt, valueAt, restAt] = [0, 0, 0];
    for (const piece of from === 0 ? this.#pieces.slice(1) : this.#pieces) {
      if (piece === 'id') {
        if (restAt === 0) idsBefore!.push(this.#at - from);
        else idsBehind!.push(this.#at - restAt);
        this.#writeId(this.#at, row.id);
        this.#at += row.id.length;
      } else if (piece === 'time') {
        timeAt = this.#at - from;
        this.#at = this.#moment.write(this.#bytes, this.#at, row.second);
      } else if (piece === 'value') {
        valueAt = this.#at;
        this.#writeValue(row);
        restAt = this.#at;
      } else {
        this.#bytes.set(piece, this.#at);
        this.#at += piece.length;
      }
    }
    // The first one has no comma before it.
    if (from === 0) return;
    this.#template = {
      ...{ from, valueAt, restAt, to: this.#at, idBytes: row.id.length },
      ...{ idsBefore: idsBefore!, timeAt, idsBehind: idsBehind! },
    };
  }

  #writeLike({ from, valueAt, restAt, to, idsBefore, timeAt, idsBehind }: Template, row: BareRow): void {
    const start = this.#at;
    this.#bytes.copyWithin(start, from, valueAt);
    for (const place of idsBefore) this.#writeId(start + place, row.id);
    this.#moment.write(this.#bytes, start + timeAt, row.second);
    this.#at += valueAt - from;
    this.#writeValue(row);
    const rest = this.#at;
    this.#bytes.copyWithin(rest, restAt, to);
    for (const place of idsBehind) this.#writeId(rest + place, row.id);
    this.#at += to - restAt;
  }

  #writeId(at: number, id: string): void {
    const bytes = this.#bytes;
    for (let i = 0; i < id.length; i++) bytes[at + i] = id.charCodeAt(i);
  }

  #writeValue({ start, end }: BareRow): void {
    const [bytes, list] = [this.#bytes, this.#list];
    for (let i = start; i < end; i++) bytes[this.#at++] = list.charCodeAt(i);
  }
}

/** The first one is what stands between two objects. */
function piecesOf(context: StaContext, options: QueryOptions): Piece[] {
  const pieces: Piece[] = [Uint8Array.of(comma)];
  let text = '';
  const put = (piece: Piece): void => {
    pieces.push(Buffer.from(text), piece);
    text = '';
  };
  const members = observationMembers(context, options).filter(({ property }) => !property?.optional);
  for (const [i, { head, tail, property }] of members.entries()) {
    text += (i === 0 ? '{' : ',') + head;
    if (property === null) put('id');
    else if (property.kind === 'period') put('time');
    else if (property.kind === 'result') put('value');
    else text += 'null';
    text += tail;
  }
  pieces.push(Buffer.from(`${members.length === 0 ? '{' : text}}`));
  return pieces;
}

function roomOf(piece: Piece): number {
  if (typeof piece !== 'string') return piece.length;
  return { id: idBytes, time: timeBytes, value: valueBytes }[piece];
}

function countOf(list: string): number {
  let count = list === '' ? 0 : 1;
  for (let i = 0; i < list.length; i++) if (list.charCodeAt(i) === comma) count++;
  return count;
}

/** Moments as JSON in UTC. The day before is most often the day of the next one. */
class MomentText {
  #day = Number.NaN;
  #date = '';

  /** Returns the place behind it. */
  write(bytes: Uint8Array, from: number, second: number): number {
    let at = from;
    const day = Math.floor(second / daySeconds);
    if (day !== this.#day) {
      this.#day = day;
      this.#date = `"${new Date(day * daySeconds * 1_000).toISOString().slice(0, 11)}`;
    }
    for (let i = 0; i < this.#date.length; i++) bytes[at++] = this.#date.charCodeAt(i);
    const rest = second - day * daySeconds;
    const [hour, minute] = [Math.floor(rest / 3_600), Math.floor(rest / 60) % 60];
    at = twoDigits(bytes, at, hour, 0x3a);
    at = twoDigits(bytes, at, minute, 0x3a);
    at = twoDigits(bytes, at, rest % 60, 0x5a);
    bytes[at++] = 0x22;
    return at;
  }
}

function twoDigits(bytes: Uint8Array, at: number, value: number, behind: number): number {
  bytes[at] = zero + Math.floor(value / 10);
  bytes[at + 1] = zero + (value % 10);
  bytes[at + 2] = behind;
  return at + 3;
}
