import { isAscii, isUtf8 } from 'node:buffer';
import { carrierDecoder, CarrierSurvey, type Decode } from '../carrier-text.ts';
import type { TextDecoding } from '../csv/encoding.ts';

const openAngle = 0x3c;
/** A text longer than this is decoded where it stands. */
const longest = 1 << 20;

/** UTF-8 as files have it: a text between two tags that is none is read byte for byte, and the others are not spoiled. */
export class MarkupDecoding implements TextDecoding {
  readonly #decode: Decode;
  readonly #texts = new TextsOfMarkup();

  constructor(encoding: 'utf-8' | 'windows-1252') {
    this.#decode = carrierDecoder(encoding)!;
  }

  write(chunk: Buffer): string {
    return this.#join(this.#texts.push(chunk));
  }

  end(): string {
    return this.#join(this.#texts.end());
  }

  #join(bytes: Buffer): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    return piecesOf(bytes).map(this.#decode).join('');
  }
}

/** Says which of the two encodings a document is in, from all of it. */
export class MarkupSurvey {
  readonly #survey = new CarrierSurvey();
  readonly #texts = new TextsOfMarkup();

  push(chunk: Buffer): void {
    this.#look(this.#texts.push(chunk));
  }

  end(): CarrierSurvey {
    this.#look(this.#texts.end());
    return this.#survey;
  }

  #look(bytes: Buffer): void {
    if (isAscii(bytes)) return;
    for (const piece of piecesOf(bytes)) this.#survey.look(piece);
  }
}

/** Cuts a stream where a tag begins, so that no letter is cut. */
class TextsOfMarkup {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Buffer {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let cut = bytes.lastIndexOf(openAngle);
    if (cut <= 0 && bytes.length > longest) cut = bytes.length;
    this.#rest = bytes.subarray(Math.max(cut, 0));
    return bytes.subarray(0, Math.max(cut, 0));
  }

  end(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest;
  }
}

function piecesOf(bytes: Buffer): Buffer[] {
  if (isUtf8(bytes)) return [bytes];
  const pieces: Buffer[] = [];
  let from = 0;
  for (let to = bytes.indexOf(openAngle, 1); to !== -1; to = bytes.indexOf(openAngle, to + 1)) {
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  pieces.push(bytes.subarray(from));
  return pieces;
}
