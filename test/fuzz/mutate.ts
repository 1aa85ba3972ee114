/** A repeatable stream of numbers in [0, 1) (mulberry32, public domain): a finding is found again by its number. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** What upsets parsers of text and of binary files: marks, extremes, deep or endless things. */
const tokens = [
  ...['"', '""', ';', ',', '\t', '\r', '\n', '\0', '<', '>', '&', ']]>', '<!--', '<![CDATA[', '<!DOCTYPE x [', '&#0;'],
  ...['{', '}', '[', ']', '[[[[[[[[', '{"a":{"a":{"a":', 'null', '1e999', '-0', 'NaN', '9007199254740993', '\\u0000'],
  ...['\ufeff', '\u00ad', '\ud800', 'https://x/', '../../x', '=1+1', '1.234,56', '31/02/2025', '1' + '0'.repeat(40)],
].map((text) => Buffer.from(text, 'utf8'));
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const mutations: readonly Mutation[] = [
  (bytes, random) => withByte(bytes, below(random, bytes.length), (byte) => byte ^ (1 << below(random, 8))),
  (bytes, random) => withByte(bytes, below(random, bytes.length), () => below(random, 256)),
  (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  (bytes, random) => cutOut(bytes, random),
  (bytes, random) => repeat(bytes, random),
  (bytes, random) => insert(bytes, below(random, bytes.length + 1), tokens[below(random, tokens.length)]!),
  (bytes, random) => writeNumber(bytes, random),
  (bytes, random, other) => Buffer.concat([part(bytes, random, true), part(other, random, false)]),
  (bytes, random) => swap(bytes, random),
  (bytes, random) => changeDigit(bytes, random),
];

/** One to four changes after another; a quarter of the inputs differ in one place only. */
export function mutate(seed: Buffer, other: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  for (let times = 1 + below(random, 4); times > 0; times--) {
    if (bytes.length === 0) return bytes;
    bytes = mutations[below(random, mutations.length)]!(bytes, random, other);
  }
  return bytes;
}

function withByte(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = change(changed[at]!);
  return changed;
}

function cutOut(bytes: Buffer, random: Random): Buffer {
  const from = below(random, bytes.length);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + below(random, 40))]);
}

function repeat(bytes: Buffer, random: Random): Buffer {
  const from = below(random, bytes.length);
  const piece = bytes.subarray(from, from + 1 + below(random, 60));
  return insert(bytes, from, Buffer.concat(Array.from({ length: 1 + below(random, 20) }, () => piece)));
}

function insert(bytes: Buffer, at: number, piece: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

/** Lengths, counts and offsets of binary formats: an extreme in either byte order. */
function writeNumber(bytes: Buffer, random: Random): Buffer {
  const width = [1, 2, 4][below(random, 3)]!;
  if (bytes.length < width) return bytes;
  const value = extremes[below(random, extremes.length)]! % 256 ** width;
  const changed = Buffer.from(bytes);
  const at = below(random, bytes.length - width + 1);
  if (random() < 0.5) changed.writeUIntLE(value, at, width);
  else changed.writeUIntBE(value, at, width);
  return changed;
}

function part(bytes: Buffer, random: Random, first: boolean): Buffer {
  const at = below(random, bytes.length + 1);
  return first ? bytes.subarray(0, at) : bytes.subarray(at);
}

function swap(bytes: Buffer, random: Random): Buffer {
  const size = 1 + below(random, Math.min(32, bytes.length));
  const [a, b] = [below(random, bytes.length - size + 1), below(random, bytes.length - size + 1)];
  const changed = Buffer.from(bytes);
  bytes.copy(changed, a, b, b + size);
  bytes.copy(changed, b, a, a + size);
  return changed;
}

function changeDigit(bytes: Buffer, random: Random): Buffer {
  const start = below(random, bytes.length);
  for (let step = 0; step < bytes.length; step++) {
    const at = (start + step) % bytes.length;
    const byte = bytes[at]!;
    if (byte >= 0x30 && byte <= 0x39) return withByte(bytes, at, () => 0x30 + below(random, 10));
  }
  return bytes;
}
