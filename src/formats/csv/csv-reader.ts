import type { FormatReader } from '../reader.ts';
import { inspectCsv } from './inspect-csv.ts';
import { readCsv } from './read-csv.ts';

export const csvReader: FormatReader = {
  formats: ['csv'],
  inspect: async (source, reading) => ({ layers: [await inspectCsv(source, reading)] }),
  read: readCsv,
};
