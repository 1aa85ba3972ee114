import { isAscii, isUtf8 } from 'node:buffer';
import { textDecoding } from './csv/encoding.ts';
import type { Detection } from './model.ts';

/**
 * Text of formats that do not say their encoding reliably. What is valid UTF-8 is UTF-8; the rest becomes one character
 * a byte (WHATWG windows-1252), so that nothing is lost and `harmonise` can tell the font encoding later, by column.
 */
export class CarrierSurvey {
  #utf8 = 0;
  #cut = 0;
  #other = 0;

  /** `fillsField`: the text reaches the end of its field, so its last character may have been cut. */
  look(bytes: Buffer, fillsField = false): void {
    if (isAscii(bytes)) return;
    if (isUtf8(bytes)) this.#utf8 += 1;
    else if (fillsField && isUtf8(withoutCutEnd(bytes))) this.#cut += 1;
    else this.#other += 1;
  }

  get encoding(): 'utf-8' | 'windows-1252' {
    return this.#other > this.#utf8 + this.#cut ? 'windows-1252' : 'utf-8';
  }

  /** What the file says of its encoding is a `hint`; what a steward says holds. */
  detections(hint: string | null, chosen: Detection | null = null): Detection[] {
    const stated: Detection[] =
      hint === null ? [] : [{ what: 'stated-encoding', value: hint, reason: 'hint-only', confidence: 0.3 }];
    if (chosen) return [chosen, ...stated];
    const { encoding } = this;
    const marked = this.#utf8 + this.#cut + this.#other;
    const right = encoding === 'utf-8' ? this.#utf8 + this.#cut : this.#other;
    const confidence = marked === 0 ? 1 : Math.round((right / marked) * 100) / 100;
    const reason = marked === 0 ? 'ascii' : encoding === 'utf-8' ? 'valid-utf8' : 'not-utf8';
    const detected: Detection[] = [{ what: 'encoding', value: encoding, reason, confidence }, ...stated];
    if (encoding === 'utf-8' && this.#other > 0) {
      detected.push({
        what: 'cells-not-utf8',
        value: String(this.#other),
        reason: 'read-byte-for-byte',
        confidence: 1,
      });
    }
    if (encoding === 'utf-8' && this.#cut > 0) {
      detected.push({ what: 'cut-cells', value: String(this.#cut), reason: 'last-character-cut', confidence: 1 });
    }
    return detected;
  }
}

export type Decode = (bytes: Buffer) => string;

/** Null for an encoding nobody knows. With `utf-8`, what is none is still read byte for byte. */
export function carrierDecoder(encoding: string): Decode | null {
  const single = textDecoding('windows-1252')!;
  if (encoding.toLowerCase() === 'utf-8') {
    return (bytes) => {
      if (isAscii(bytes)) return bytes.toString('latin1');
      if (isUtf8(bytes)) return bytes.toString('utf8');
      const start = withoutCutEnd(bytes);
      if (start.length < bytes.length && isUtf8(start) && !isAscii(start)) return `${start.toString('utf8')}\ufffd`;
      return single.write(bytes);
    };
  }
  if (textDecoding(encoding) === null) return null;
  return (bytes) => {
    const decoding = textDecoding(encoding)!;
    return decoding.write(bytes) + decoding.end();
  };
}

/** Without a last UTF-8 sequence that lacks its end. */
function withoutCutEnd(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
