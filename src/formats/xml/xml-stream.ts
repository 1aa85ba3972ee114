import { readHead, type ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { textDecoding, type TextDecoding } from '../csv/encoding.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { ReadingChoice } from '../reading-choice.ts';
import { utf16Of } from '../recognise.ts';
import { MarkupDecoding, MarkupSurvey } from './markup-text.ts';
import { createXmlParser, type XmlHandler } from './xml-parser.ts';

/** What is read: a whole file, or one part of an archive, which problems then name. */
export interface XmlInput {
  readonly source: ByteSource;
  readonly file?: string;
  readonly part?: string;
  /** Null: as the document itself declares it. */
  readonly encoding: string | null;
}

/**
 * Gives a document to a handler and yields after each chunk, with the bytes read so far; may be left before its end.
 * Throws the Problems of `createXmlParser`.
 */
export async function* xmlEvents(
  { source, file = source.name, part, encoding }: XmlInput,
  reading: Reading,
  handler: XmlHandler,
): AsyncGenerator<number> {
  let decoding = encoding === null ? null : decodingOf(encoding, file);
  const feed = createXmlParser({ file, part }, handler);
  const bytes = source.open();
  let isFirst = true;
  for await (const chunk of bytes) {
    reading.signal?.throwIfAborted();
    decoding ??= declaredDecoding(chunk);
    let text = decoding.write(chunk);
    if (isFirst && text !== '') {
      // Before the declaration nothing may stand; some tools write line ends there.
      text = text.replace(/^[\ufeff\s]+/, '');
      isFirst = text === '';
    }
    feed.write(text);
    yield bytes.bytesRead();
  }
  feed.write(decoding?.end() ?? '');
  feed.close();
  yield bytes.bytesRead();
}

/** Reads all of a document. */
export async function readXml(input: XmlInput, reading: Reading, handler: XmlHandler): Promise<void> {
  for await (const _ of xmlEvents(input, reading, handler));
}

function decodingOf(encoding: string, file: string): TextDecoding {
  const decoding = isCarrier(encoding) ? new MarkupDecoding(encoding) : textDecoding(encoding);
  if (!decoding) throw problem('unknown-setting', { file, setting: 'encoding', value: encoding });
  return decoding;
}

/** By zero bytes, else what `<?xml … encoding="…"?>` says. */
function declaredDecoding(start: Buffer): TextDecoding {
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(start.toString('latin1', 0, 200))?.[1];
  return textDecoding(utf16Of(start) ?? declared ?? 'utf-8') ?? textDecoding('utf-8')!;
}

function isCarrier(encoding: string): encoding is 'utf-8' | 'windows-1252' {
  return encoding === 'utf-8' || encoding === 'windows-1252';
}

export interface XmlEncoding {
  /** What `xmlEvents` takes. */
  readonly value: string;
  readonly detected: readonly Detection[];
}

/**
 * The encoding that holds: what a steward said of the file, else the one declared, unless the bytes show another. Reads
 * all of the file. Throws Problem `unknown-setting`.
 */
export async function xmlEncoding(
  source: ByteSource,
  reading: Reading,
  choice: ReadingChoice = reading.choiceFor(source.name),
): Promise<XmlEncoding> {
  const chosen = chosenEncoding(choice, source.name);
  if (chosen) return { value: chosen.value, detected: [chosen] };
  const head = await readHead(source, 1_024);
  const wide = utf16Of(head);
  if (wide) return { value: wide, detected: [encodingOf(wide, 'zero-bytes')] };
  const declared = /^[\s\S]{0,16}<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.toString('latin1'))?.[1];
  if (declared && !/^(utf-?8|us-ascii|utf-?16.*)$/i.test(declared) && textDecoding(declared)) {
    return { value: declared.toLowerCase(), detected: [encodingOf(declared.toLowerCase(), 'declared-by-file')] };
  }
  const markup = new MarkupSurvey();
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    markup.push(chunk);
  }
  const survey = markup.end();
  return { value: survey.encoding, detected: survey.detections(null) };
}

function encodingOf(value: string, reason: string): Detection {
  return { what: 'encoding', value, reason, confidence: 0.95 };
}
