import { Problem } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { openZip } from '../zip.ts';
import { inspectSheet } from './inspect-xlsx.ts';
import { readSheet } from './read-xlsx.ts';
import { openWorkbook, type Workbook } from './workbook.ts';

export const xlsxReader: FormatReader = {
  formats: ['xlsx'],
  inspect: inspectXlsx,
  read: readXlsx,
};

async function inspectXlsx(source: ByteSource, reading: Reading): Promise<Inspected> {
  const zip = await openZip(source, reading);
  try {
    const workbook = await openWorkbook(zip, reading);
    if (workbook.sheets.length === 0) throw problem('empty-file', { file: source.name });
    return await inspectSheets(workbook, reading);
  } finally {
    zip.close();
  }
}

async function inspectSheets(workbook: Workbook, reading: Reading): Promise<Inspected> {
  const layers: LayerParts[] = [];
  const refused: { table: string; problem: Problem }[] = [];
  for (const sheet of workbook.sheets) {
    try {
      layers.push({ ...(await inspectSheet(workbook, sheet, reading)), table: sheet.name });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ table: sheet.name, problem: error });
    }
  }
  return { layers, refused };
}

async function* readXlsx(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const zip = await openZip(source, reading);
  try {
    yield* readSheet(await openWorkbook(zip, reading), layer, reading, batchRows);
  } finally {
    zip.close();
  }
}
