import type { Geometry } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { carrierDecoder, CarrierSurvey } from '../carrier-text.ts';
import { uniqueColumns } from '../columns.ts';
import type { Companions } from '../companions.ts';
import { LatinLines } from '../latin-lines.ts';
import type { Detection, Layer, LayerCrs, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import { crsName } from '../stated-crs.ts';
import { crsOfCoordSys } from './coord-sys.ts';
import { cellsOf, MidRows } from './mid-rows.ts';
import { readMifHeader, type MifHeader } from './mif-header.ts';
import { MifObjects } from './mif-objects.ts';

/** MapInfo's interchange format: graphic objects in the .mif, their attributes row by row in the .mid. */
export const mifReader: FormatReader = {
  formats: ['mif'],
  companions: ['mid'],
  inspect: inspectMif,
  read: readMif,
};

/** One object with its row; either may be missing. */
interface MifRecord {
  readonly position: number;
  readonly geometry: Geometry | null | undefined;
  readonly isText: boolean;
  readonly cells: readonly string[] | null;
}

/** An open pair of files. */
class MifFile {
  readonly header: MifHeader;
  readonly #mif: LatinLines;
  readonly #mid: LatinLines | null;
  readonly #objects: MifObjects;
  readonly #rows: MidRows | null;
  #position = 0;

  private constructor(header: MifHeader, mif: LatinLines, mid: LatinLines | null, file: string, maxBytes: number) {
    this.header = header;
    this.#mif = mif;
    this.#mid = mid;
    this.#objects = new MifObjects(mif, header, file, maxBytes);
    this.#rows = mid ? new MidRows(mid, header.delimiter, maxBytes) : null;
  }

  static async open(source: ByteSource, reading: Reading, companions: Companions): Promise<MifFile> {
    const { recordBytes, columns } = reading.limits;
    const mif = new LatinLines(source, reading);
    try {
      const header = await readMifHeader(mif, source.name, columns);
      const mid = companions.find('mid');
      return new MifFile(header, mif, mid && new LatinLines(mid, reading), source.name, recordBytes);
    } catch (error) {
      await mif.close();
      throw error;
    }
  }

  get bytesRead(): number {
    return this.#mif.bytesRead + (this.#mid?.bytesRead ?? 0);
  }

  async next(): Promise<MifRecord | null> {
    const object = await this.#objects.next();
    const cells = (await this.#rows?.next()) ?? null;
    if (object === null && cells === null) return null;
    this.#position += 1;
    const geometry = object === null ? undefined : object.kind === 'text' ? null : object.geometry;
    return { position: this.#position, geometry, isText: object?.kind === 'text', cells };
  }

  async close(): Promise<void> {
    await this.#mif.close();
    await this.#mid?.close();
  }
}

interface Counts {
  records: number;
  texts: number;
  withoutRow: number;
  withoutObject: number;
}

async function inspectMif(source: ByteSource, reading: Reading, companions: Companions): Promise<Inspected> {
  const file = await MifFile.open(source, reading, companions);
  const { header } = file;
  const chosen = chosenEncoding(reading.choiceFor(source.name), source.name);
  const survey = new CarrierSurvey();
  const counts: Counts = { records: 0, texts: 0, withoutRow: 0, withoutObject: 0 };
  try {
    for (const { name } of header.columns) survey.look(Buffer.from(name, 'latin1'));
    for (let record = await file.next(); record !== null; record = await file.next()) count(record, counts, survey);
  } finally {
    await file.close();
  }
  const crs = header.coordSys === null ? null : crsOfCoordSys(header.coordSys);
  const encoding = chosen?.value ?? survey.encoding;
  const decode = carrierDecoder(encoding)!;
  const hasMid = companions.find('mid') !== null;
  return {
    layers: [
      {
        format: 'mif',
        columns: hasMid ? uniqueColumns(header.columns.map(({ name }) => decode(Buffer.from(name, 'latin1')))) : [],
        hasGeometry: true,
        ...(crs ? { crs } : {}),
        detected: [
          ...survey.detections(header.charset, chosen),
          crsDetection(crs),
          { what: 'delimiter', value: header.delimiter, reason: 'declared-by-file', confidence: 1 },
          ...countDetections(counts, hasMid),
        ],
        settings: { encoding },
        empty: counts.records === 0,
      },
    ],
  };
}

function count(record: MifRecord, counts: Counts, survey: CarrierSurvey): void {
  for (const cell of record.cells ?? []) survey.look(Buffer.from(cell, 'latin1'));
  if (record.isText) counts.texts += 1;
  else counts.records += 1;
  if (record.cells === null) counts.withoutRow += 1;
  if (record.geometry === undefined) counts.withoutObject += 1;
}

function crsDetection(crs: LayerCrs | null): Detection {
  return crs
    ? { what: 'crs', value: crsName(crs), reason: 'declared-by-file', confidence: 0.6 }
    : { what: 'crs', value: '', reason: 'not-stated', confidence: 0 };
}

function countDetections({ texts, withoutRow, withoutObject }: Counts, hasMid: boolean): Detection[] {
  const detected: Detection[] = [];
  const add = (what: string, value: number, reason: string) => {
    if (value > 0) detected.push({ what, value: String(value), reason, confidence: 1 });
  };
  if (!hasMid) detected.push({ what: 'attributes', value: '0', reason: 'no-mid-beside', confidence: 1 });
  else add('shapes-without-row', withoutRow, 'read-without-attributes');
  add('rows-without-shape', withoutObject, 'read-without-geometry');
  add('text-objects', texts, 'labels-not-read');
  return detected;
}

async function* readMif(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
  companions: Companions,
): AsyncGenerator<RowBatch> {
  const encoding = String(layer.settings['encoding']);
  const decode = carrierDecoder(encoding);
  if (!decode) throw problem('unknown-setting', { file: source.name, setting: 'encoding', value: encoding });
  const batches = new RowBatches(true, batchRows);
  const file = await MifFile.open(source, reading, companions);
  const columns = layer.columns.length === 0 ? [] : file.header.columns;
  try {
    for (let record = await file.next(); record !== null; record = await file.next()) {
      if (record.isText) continue;
      batches.add(record.position, cellsOf(record.cells ?? [], columns, decode), record.geometry ?? null);
      if (batches.isFull) yield batches.take(file.bytesRead);
    }
    if (!batches.isEmpty) yield batches.take(file.bytesRead);
  } finally {
    await file.close();
  }
}
