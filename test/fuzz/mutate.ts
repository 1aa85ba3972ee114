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
/** What may stand as a value where the frame of a text format is whole. */
const values = [
  ...[
    '',
    '0',
    '-1',
    '-0',
    '1e999',
    '9'.repeat(30),
    '0.1e-400',
    'NaN',
    'null',
    'true',
    ' ',
    '\u00a0',
    '-',
    '..',
    '1,2,3',
    '[]',
  ],
  ...[
    '2025-02-30',
    '0000-00-00T25:61:61Z',
    'Ấ',
    '\u0041\u0302\u0301',
    '\u{1f600}',
    '#REF!',
    '%s',
    'EPSG:0',
    'constructor',
  ],
  ...['__proto__', 'x'.repeat(3_000), '1 2 3 4 5 6 7', '105,10', '\\u0000', '&#x110000;', '&lt;'],
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

/** Changes that leave the frame of most formats whole, so that what lies behind it is reached. */
const gentle: readonly Mutation[] = [
  (bytes, random) => changeDigit(bytes, random),
  (bytes, random) => changeLetter(bytes, random),
  (bytes, random) => swap(bytes, random),
  (bytes, random) => moveLine(bytes, random),
  (bytes, random) => changeValue(bytes, random),
  (bytes, random) => changeValue(bytes, random),
];

/** One to four changes after another; a quarter of the inputs differ in one place only, half of them gently. */
export function mutate(seed: Buffer, other: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(seed);
  const chosen = random() < 0.5 ? gentle : mutations;
  for (let times = 1 + below(random, 4); times > 0; times--) {
    if (bytes.length === 0) return bytes;
    bytes = chosen[below(random, chosen.length)]!(bytes, random, other);
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

function changeLetter(bytes: Buffer, random: Random): Buffer {
  const start = below(random, bytes.length);
  for (let step = 0; step < bytes.length; step++) {
    const at = (start + step) % bytes.length;
    const isLetter = /[A-Za-z]/.test(String.fromCharCode(bytes[at]!));
    if (isLetter) return withByte(bytes, at, (byte) => byte ^ (random() < 0.5 ? 0x20 : 1 + below(random, 7)));
  }
  return bytes;
}

/** A line once more, or gone. */
function moveLine(bytes: Buffer, random: Random): Buffer {
  const from = bytes.indexOf(0x0a, below(random, bytes.length)) + 1;
  const to = bytes.indexOf(0x0a, from) + 1;
  if (from === 0 || to === 0) return bytes;
  const gone = random() < 0.5;
  return Buffer.concat([bytes.subarray(0, gone ? from : to), bytes.subarray(gone ? to : from)]);
}

/** Marks behind which a value begins, and before which it ends. */
const opening = new Set(Buffer.from('>":=,;[\t '));
const closing = new Set(Buffer.from('<",;]}\t\r\n '));

/** Another value in the place of one of a text format. */
function changeValue(bytes: Buffer, random: Random): Buffer {
  let from = below(random, bytes.length);
  while (from < bytes.length && !opening.has(bytes[from]!)) from += 1;
  let to = from + 1;
  while (to < bytes.length && !closing.has(bytes[to]!)) to += 1;
  if (to >= bytes.length) return bytes;
  return Buffer.concat([bytes.subarray(0, from + 1), values[below(random, values.length)]!, bytes.subarray(to)]);
}
