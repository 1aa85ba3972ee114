import { statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, readLayer, type InputFile } from '../src/formats/index.ts';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { pythonNames, timePython, type Format } from './readers/python-readers.ts';
import { writeSampleWorkbook } from './readers/workbook.ts';
import { digits, median, secondsSince } from './support/numbers.ts';
import { writeSampleCsv, writeSampleGeojson } from './support/sample-file.ts';

const megabyte = 1_000_000;
/** A workbook takes ten times as long a row: fewer of them. */
const workbookShare = 0.2;

/** The readers alone: bytes to rows, without meaning. */
export const readers: Benchmark = {
  name: 'readers',
  summary: 'Rows per second of each reader, beside Python’s csv, openpyxl and json',
  defaultRows: 500_000,
  run: async (settings) => {
    const workbookRows = Math.ceil(settings.rows * workbookShare);
    const formats: readonly [Format, number, (path: string, rows: number) => Promise<void>][] = [
      ['csv', settings.rows, writeSampleCsv],
      ['xlsx', workbookRows, writeSampleWorkbook],
      ['geojson', settings.rows, writeSampleGeojson],
    ];
    const measured: Measured[] = [];
    for (const [format, rows, write] of formats) {
      const path = join(settings.folder, `sample.${format}`);
      await write(path, rows);
      settings.say(format);
      measured.push(await measure(settings, format, path, rows));
    }
    return report(measured);
  },
};

interface Measured {
  readonly format: Format;
  readonly rows: number;
  readonly sizeMb: number;
  readonly own: number;
  readonly python: number | null;
}

async function measure(settings: Settings, format: Format, path: string, rows: number): Promise<Measured> {
  const own: number[] = [];
  const python: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    own.push(await timeReader(path, format, rows, settings.folder));
    const seconds = await timePython(settings.python, format, path, rows);
    if (seconds !== null) python.push(seconds);
  }
  return {
    format,
    rows,
    sizeMb: statSync(path).size / megabyte,
    own: median(own),
    python: python.length > 0 ? median(python) : null,
  };
}

/** Looks at the file and reads its layer, as a run does. */
async function timeReader(path: string, format: Format, rows: number, workFolder: string): Promise<number> {
  const file: InputFile = { path, name: `sample.${format}`, sizeBytes: statSync(path).size };
  const started = performance.now();
  const { layers } = await inspect(file, { workFolder });
  let read = 0;
  for await (const batch of readLayer(file, layers[0]!, { workFolder })) read += batch.rows.length;
  if (read !== rows) throw new Error(`${format}: ${read} rows were read instead of ${rows}.`);
  return secondsSince(started);
}

function report(measured: readonly Measured[]): Outcome {
  const line = ({ format, rows, sizeMb, own, python }: Measured): Value[] => [
    format,
    rows,
    digits(sizeMb),
    digits(rows / own),
    digits(sizeMb / own),
    pythonNames[format],
    python === null ? null : digits(rows / python),
  ];
  const ratio = ({ format, own, python }: Measured): Ratio[] =>
    python === null
      ? []
      : [{ what: `${format} beside ${pythonNames[format]}`, value: digits(python / own), unit: '×', aim: null }];
  return {
    tables: [
      {
        title: 'Readers',
        columns: ['format', 'rows', 'MB', 'rows/s', 'MB/s', 'beside', 'rows/s of it'],
        rows: measured.map(line),
      },
    ],
    ratios: measured.flatMap(ratio),
    leftOut: measured
      .filter(({ python }) => python === null)
      .map(({ format }) => `${pythonNames[format]} is not installed: run once with --install-peers.`),
    notes: [
      'Our time holds the inspection (encoding, delimiter, header) as well as the reading; every row comes with its position in the file.',
    ],
  };
}
