import { readHead, type ByteSource } from '../byte-source.ts';
import { CarrierSurvey, carrierDecoder, type Decode } from '../carrier-text.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { openChunks, type ChunkReader } from '../chunk-reader.ts';
import { uniqueColumns } from '../columns.ts';
import type { Companions } from '../companions.ts';
import type { Cell, Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { endOfText, recordReader, type CellCounts, type ReadRecord } from './dbf-cells.ts';
import { parseDbfHeader, type DbfHeader } from './dbf-header.ts';
import { openMemo, type MemoFile } from './memo-file.ts';

/** What is known of a table after one look at all of it. */
export interface DbfSurvey {
  readonly columns: readonly string[];
  readonly encoding: string;
  readonly detected: readonly Detection[];
  /** Records of the header, deleted ones too. */
  readonly records: number;
  readonly deleted: number;
}

const deletedMark = 0x2a;

/**
 * `name` is what the table's choices are made under: of a .dbf beside shapes the name of those. Throws Problems
 * `truncated-file`, `damaged-file`, `too-many-columns`, `unknown-setting`.
 */
export async function surveyDbf(
  source: ByteSource,
  reading: Reading,
  companions: Companions,
  name = source.name,
): Promise<DbfSurvey> {
  const chosen = chosenEncoding(reading.choiceFor(name), name);
  const survey = new CarrierSurvey();
  const counts: CellCounts = { memosMissing: 0, overflown: 0 };
  let records = 0;
  let deleted = 0;
  const rows = await DbfRecords.open(source, reading);
  const { header } = rows;
  const memo = await openMemo(companions, header, reading.limits.recordBytes);
  try {
    const look = surveyor(header, survey, memo, counts);
    while (rows.isReady || (await rows.fill())) {
      const record = rows.take();
      records += 1;
      if (record[0] === deletedMark) deleted += 1;
      else look(record);
    }
  } finally {
    memo?.close();
    await rows.close();
  }
  const encoding = chosen?.value ?? survey.encoding;
  const decode = carrierDecoder(encoding)!;
  return {
    columns: uniqueColumns(header.fields.map(({ name }) => decode(name).trim())),
    encoding,
    detected: [
      ...survey.detections(await statedEncoding(header, companions), chosen),
      ...countDetections(counts, deleted, memo !== null),
    ],
    records,
    deleted,
  };
}

/** Looks at the texts of a record for their encoding, and counts what its cells lack. */
function surveyor(
  header: DbfHeader,
  survey: CarrierSurvey,
  memo: MemoFile | null,
  counts: CellCounts,
): (record: Buffer) => void {
  for (const { name } of header.fields) survey.look(name);
  const texts = header.fields.filter(({ type }) => type === 'C' || type === 'V');
  const others = { ...header, fields: header.fields.filter(({ type }) => 'NFMB'.includes(type)) };
  // Memos come to the decoder, which only looks.
  const cells = recordReader(others, (bytes) => (survey.look(bytes), ''), memo?.read ?? null, counts);
  return (record) => {
    for (const field of texts) {
      const bytes = record.subarray(field.offset, field.offset + field.length);
      const end = endOfText(bytes);
      if (end > 0) survey.look(bytes.subarray(0, end), end === bytes.length);
    }
    if (others.fields.length > 0) cells(record);
  };
}

function countDetections(counts: CellCounts, deleted: number, hasMemo: boolean): Detection[] {
  const detected: Detection[] = [];
  const add = (what: string, value: number, reason: string) => {
    if (value > 0) detected.push({ what, value: String(value), reason, confidence: 1 });
  };
  add('deleted-records', deleted, 'marked-deleted-not-read');
  add('memos-missing', counts.memosMissing, hasMemo ? 'memo-file-too-short' : 'memo-file-not-sent');
  add('numbers-overflown', counts.overflown, 'asterisks-read-as-empty');
  return detected;
}

/** `.cpg`, else the language driver of the header. */
async function statedEncoding(header: DbfHeader, companions: Companions): Promise<string | null> {
  const cpg = companions.find('cpg') ?? companions.find('cst');
  if (cpg) {
    const text = (await readHead(cpg, 64))
      .toString('latin1')
      .split(/[\r\n\0]/)[0]!
      .trim();
    if (/^[\w .:-]{1,40}$/.test(text)) return text;
  }
  return header.languageDriver === 0 ? null : `LDID ${header.languageDriver}`;
}

/** The rows of a table, one at a time: `isReady` or `fill`, then `take`. */
export class DbfRows {
  readonly #records: DbfRecords;
  readonly #memo: MemoFile | null;
  readonly #cells: ReadRecord;

  private constructor(records: DbfRecords, memo: MemoFile | null, decode: Decode) {
    this.#records = records;
    this.#memo = memo;
    this.#cells = recordReader(records.header, decode, memo?.read ?? null, { memosMissing: 0, overflown: 0 });
  }

  /** Throws Problem `unknown-setting` for an encoding nobody knows, and those of `surveyDbf`. */
  static async open(source: ByteSource, encoding: string, reading: Reading, companions: Companions): Promise<DbfRows> {
    const decode = carrierDecoder(encoding);
    if (!decode) throw problem('unknown-setting', { file: source.name, setting: 'encoding', value: encoding });
    const records = await DbfRecords.open(source, reading);
    return new DbfRows(records, await openMemo(companions, records.header, reading.limits.recordBytes), decode);
  }

  get bytesRead(): number {
    return this.#records.bytesRead;
  }

  get isReady(): boolean {
    return this.#records.isReady;
  }

  /** False when there are no more. */
  fill(): Promise<boolean> {
    return this.#records.fill();
  }

  /** Null for a record marked as deleted. */
  take(): readonly Cell[] | null {
    const record = this.#records.take();
    return record[0] === deletedMark ? null : this.#cells(record);
  }

  async close(): Promise<void> {
    this.#memo?.close();
    await this.#records.close();
  }
}

/** Exactly as many records as the header says. */
class DbfRecords {
  readonly header: DbfHeader;
  readonly #chunks: ChunkReader;
  readonly #file: string;
  readonly #reading: Reading;
  #taken = 0;

  private constructor(header: DbfHeader, chunks: ChunkReader, file: string, reading: Reading) {
    this.header = header;
    this.#chunks = chunks;
    this.#file = file;
    this.#reading = reading;
  }

  static open(source: ByteSource, reading: Reading): Promise<DbfRecords> {
    return openChunks(source, async (chunks) => {
      const place = 'DBF';
      if (!(await chunks.fill(32))) throw problem('truncated-file', { file: source.name, place });
      const headerLength = chunks.peek(32).readUInt16LE(8);
      if (headerLength < 33) throw problem('damaged-file', { file: source.name, place, reason: `${headerLength}` });
      if (!(await chunks.fill(headerLength))) throw problem('truncated-file', { file: source.name, place });
      const header = parseDbfHeader(chunks.take(headerLength), source.name, reading.limits.columns);
      return new DbfRecords(header, chunks, source.name, reading);
    });
  }

  get bytesRead(): number {
    return this.#chunks.position;
  }

  get isReady(): boolean {
    return this.#taken < this.header.records && this.#chunks.has(this.header.recordLength);
  }

  async fill(): Promise<boolean> {
    const { records, recordLength } = this.header;
    if (this.#taken >= records) return false;
    this.#reading.signal?.throwIfAborted();
    if (await this.#chunks.fill(recordLength)) return true;
    throw problem('truncated-file', { file: this.#file, place: `№ ${this.#taken + 1} / ${records}` });
  }

  take(): Buffer {
    this.#taken += 1;
    return this.#chunks.take(this.header.recordLength);
  }

  close(): Promise<void> {
    return this.#chunks.close();
  }
}
