const registerBits = 14;
const registers = 1 << registerBits;
/** Counted one by one up to here: small code lists and keys get an exact answer. */
const exactLimit = 4096;

/**
 * Counts different values in bounded memory: exactly up to a few thousand, then by HyperLogLog (Flajolet et al. 2007)
 * with a standard error of 0.8 %. Feed it well-mixed 32-bit hashes.
 */
export class DistinctSketch {
  #exact: Set<number> | null = new Set();
  readonly #ranks = new Uint8Array(registers);

  add(hash: number): void {
    if (this.#exact) {
      this.#exact.add(hash);
      if (this.#exact.size <= exactLimit) return;
      for (const seen of this.#exact) this.#rank(seen);
      this.#exact = null;
      return;
    }
    this.#rank(hash);
  }

  count(): number {
    if (this.#exact) return this.#exact.size;
    let sum = 0;
    let unused = 0;
    for (const rank of this.#ranks) {
      sum += 2 ** -rank;
      if (rank === 0) unused++;
    }
    const estimate = ((0.7213 / (1 + 1.079 / registers)) * registers * registers) / sum;
    // Below this the share of registers never touched tells more: linear counting, as the paper does.
    if (estimate <= 2.5 * registers && unused > 0) return Math.round(registers * Math.log(registers / unused));
    // 32-bit hashes collide; the correction of the original paper for large counts.
    return Math.round(estimate < 2 ** 32 / 30 ? estimate : -(2 ** 32) * Math.log(1 - estimate / 2 ** 32));
  }

  #rank(hash: number): void {
    const register = hash >>> (32 - registerBits);
    const rank = Math.clz32((hash << registerBits) | (1 << (registerBits - 1))) + 1;
    if (rank > this.#ranks[register]!) this.#ranks[register] = rank;
  }
}

/** Spreads every bit of a running hash over all 32 bits. */
export function mixHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

export function hashNumber(value: number): number {
  float[0] = value;
  return mixHash(Math.imul(words[0]!, 0x01000193) ^ mixHash(words[1]!));
}

export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixHash(hash);
}
