import { hashText } from '../distinct-sketch.ts';

const sampleSize = 512;
const longest = 200;
// oxlint-disable-next-line no-control-regex
const beyondAscii = /[^\u0000-\u007f]/;
/** Letters that only Unicode has: whoever wrote them needed no legacy encoding. */
const unicodeOnly = /[\u1ea0-\u1ef9]/;
/** What right text of no language has: a sign between letters, a capital behind a small letter, bytes of UTF-8. */
const suspicious =
  /[A-Za-z][\u0080-\u009f¡-¿×÷ƒ€‚„…†‡ˆ‰‹‘’“”•–—˜™›]|[¡-¿×][a-z]|[a-z][À-Þ]|[A-Z][À-Þ][a-z]|[ÂÃÄÅÆáâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/** Different texts of one kind, each with equal chance whatever the order: those with the smallest hashes. */
class TextSample {
  readonly texts = new Map<number, string>();
  #largest = -1;
  /** Texts offered, repeats included. */
  offered = 0;

  add(text: string): void {
    this.offered++;
    const hash = hashText(text) >>> 0;
    if (this.texts.has(hash)) return;
    if (this.texts.size < sampleSize) {
      this.texts.set(hash, text);
      if (hash > this.#largest) this.#largest = hash;
      return;
    }
    if (hash >= this.#largest) return;
    this.texts.delete(this.#largest);
    this.texts.set(hash, text);
    this.#largest = Math.max(...this.texts.keys());
  }
}

/** What one pass keeps of a column for the detector: bounded, and a rare odd cell is not missed. */
export class LetterSample {
  readonly plain = new TextSample();
  readonly odd = new TextSample();
  /** Texts that can only be Unicode. */
  unicode = 0;

  add(text: string): void {
    if (!beyondAscii.test(text)) return;
    const short = text.length > longest ? text.slice(0, longest) : text;
    if (suspicious.test(short)) this.odd.add(short);
    else if (unicodeOnly.test(short)) this.unicode++;
    else this.plain.add(short);
  }

  get isEmpty(): boolean {
    return this.odd.offered + this.plain.offered === 0;
  }
}
