import type { ByteStream } from '../byte-source.ts';
import { textDecoding } from '../csv/encoding.ts';
import { utf16Of } from '../recognise.ts';

/** The bytes as UTF-8 without mark: what JSON must be (RFC 8259, 8.1) and what Windows tools do not always write. */
export async function* jsonBytes(bytes: ByteStream): AsyncGenerator<Buffer> {
  let decoding: ReturnType<typeof textDecoding> | undefined;
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (decoding === undefined) {
      start = start.length > 0 ? Buffer.concat([start, chunk]) : chunk;
      if (start.length < 4) continue;
      const wide = utf16Of(start);
      decoding = wide ? textDecoding(wide) : null;
      yield decoding ? Buffer.from(decoding.write(start).replace(/^\ufeff/, '')) : withoutMark(start);
    } else yield decoding ? Buffer.from(decoding.write(chunk)) : chunk;
  }
  if (decoding === undefined) yield start;
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
