import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inspect, readLayer, type InputFile } from '../src/formats/index.ts';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { mapFormats, timeOgrReading, writeMapFile } from './readers/map-files.ts';
import { pythonNames, timePython, type Format } from './readers/python-readers.ts';
import { writeSampleWorkbook } from './readers/workbook.ts';
import { digits, median, secondsSince } from './support/numbers.ts';
import { hasOgr2ogr } from './support/ogr2ogr.ts';
import { writeSampleCsv, writeSampleGeojson } from './support/sample-file.ts';

const megabyte = 1_000_000;
/** A workbook takes ten times as long a row: fewer of them. */
const workbookShare = 0.2;

/** The readers alone: bytes to rows, without meaning. */
export const readers: Benchmark = {
  name: 'readers',
  summary: 'Rows per second of each reader, beside Python’s csv, openpyxl and json, and ogr2ogr',
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
    const maps = hasOgr2ogr() ? await measureMaps(settings, workbookRows) : [];
    return report(measured, maps);
  },
};

interface MeasuredMap {
  readonly name: string;
  readonly rows: number;
  /** Null where this GDAL does not write the format. */
  readonly times: { readonly sizeMb: number; readonly own: number; readonly ogr: number } | null;
}

/** Formats that `ogr2ogr` can make from the sample, read by us and by it in turn. */
async function measureMaps(settings: Settings, rows: number): Promise<MeasuredMap[]> {
  const geojson = join(settings.folder, 'map.geojson');
  await writeSampleGeojson(geojson, rows);
  const measured: MeasuredMap[] = [];
  for (const format of mapFormats) {
    settings.say(format.name);
    const path = await writeMapFile(format, geojson, settings.folder);
    const own: number[] = [];
    const ogr: number[] = [];
    for (let round = 0; path !== null && round < settings.rounds; round++) {
      own.push(await timeReader(path, basename(path), rows, settings.folder));
      ogr.push(await timeOgrReading(path));
    }
    const times = path === null ? null : { sizeMb: statSync(path).size / megabyte, own: median(own), ogr: median(ogr) };
    measured.push({ name: format.name, rows, times });
  }
  return measured;
}

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
    own.push(await timeReader(path, `sample.${format}`, rows, settings.folder));
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
async function timeReader(path: string, name: string, rows: number, workFolder: string): Promise<number> {
  const file: InputFile = { path, name, sizeBytes: statSync(path).size };
  const started = performance.now();
  const { layers } = await inspect(file, { workFolder });
  let read = 0;
  for await (const batch of readLayer(file, layers[0]!, { workFolder })) read += batch.rows.length;
  if (read !== rows) throw new Error(`${name}: ${read} rows were read instead of ${rows}.`);
  return secondsSince(started);
}

const mapLine = ({ name, rows, times }: MeasuredMap): Value[] =>
  times === null
    ? [name, rows, null, null, null, 'ogr2ogr', null]
    : [
        ...[name, rows, digits(times.sizeMb), digits(rows / times.own), digits(times.sizeMb / times.own)],
        ...['ogr2ogr', digits(rows / times.ogr)],
      ];

const mapRatio = ({ name, times }: MeasuredMap): Ratio[] =>
  times === null
    ? []
    : [{ what: `${name} beside ogr2ogr`, value: digits(times.ogr / times.own), unit: '×', aim: null }];

function report(measured: readonly Measured[], maps: readonly MeasuredMap[]): Outcome {
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
        rows: [...measured.map(line), ...maps.map(mapLine)],
      },
    ],
    ratios: [...measured.flatMap(ratio), ...maps.flatMap(mapRatio)],
    leftOut: [
      ...measured
        .filter(({ python }) => python === null)
        .map(({ format }) => `${pythonNames[format]} is not installed: run once with --install-peers.`),
      ...(maps.length === 0 ? ['ogr2ogr is not installed: map formats are not read.'] : []),
      ...maps.filter(({ times }) => times === null).map(({ name }) => `This GDAL does not write ${name}.`),
    ],
    notes: [
      'ogr2ogr writes into memory (its driver Memory); its time holds the start of the program.',
      'Our time holds the inspection (encoding, delimiter, header) as well as the reading; every row comes with its position in the file.',
    ],
  };
}
