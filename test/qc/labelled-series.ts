import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ThresholdHints } from '../../src/observations/quality/thresholds.ts';

export interface LabelledValue {
  readonly at: number;
  readonly value: number | null;
  /** Kind of anomaly that a person marked; empty: none. */
  readonly kind: string;
}

export interface LabelledSeries {
  readonly name: string;
  readonly values: readonly LabelledValue[];
  readonly hints: ThresholdHints;
  /** Anomalies marked as spans around a moment instead of value by value. */
  readonly windows: readonly (readonly [number, number])[];
}

/** Which columns of a CSV file hold what. */
export interface Columns {
  readonly time: string;
  readonly value: string;
  /** `0`, empty, `false` or `normal`: ordinary; all else: an anomaly. */
  readonly label?: string;
  readonly kind?: string;
}

export function qcFolder(testData: string): string {
  return join(testData, 'data', 'qc');
}

export function hasQcFiles(testData: string): boolean {
  return existsSync(join(qcFolder(testData), riverFile));
}

const riverFile = 'river_sensor_pioneer_labelled_2017-2018.csv';
/** The river file's letters, by its README. */
export const kindNames: Readonly<Record<string, string>> = {
  A: 'large spike',
  B: 'flat',
  C: 'offset',
  D: 'shift',
  E: 'noise',
  F: 'impossible',
  G: 'out of range',
  H: 'drift',
  I: 'cluster of spikes',
  J: 'small spike',
  K: 'missing before',
  L: 'other',
};

/** River level, conductivity and turbidity, each value marked by experts. */
export function riverSeries(testData: string): LabelledSeries[] {
  const text = readFileSync(join(qcFolder(testData), riverFile), 'utf8');
  // Conductivity and turbidity are amounts: nature knows none below 0.
  const hints: Readonly<Record<string, ThresholdHints>> = {
    Cond: { physical: [0, null] },
    Tur: { physical: [0, null] },
  };
  return ['Level', 'Cond', 'Tur'].map((value) =>
    readSeries(value, text, { time: 'Timestamp', value, label: `label_${value}`, kind: `type_${value}` }, hints[value]),
  );
}

/** Series of the Numenta benchmark, marked by spans. */
export function spanSeries(testData: string): LabelledSeries[] {
  const folder = qcFolder(testData);
  const labels = JSON.parse(readFileSync(join(folder, 'nab_labels.json'), 'utf8')) as {
    windows: Record<string, [string, string][]>;
  };
  return Object.entries(labels.windows).map(([path, spans]) => {
    const name = path.split('/').at(-1)!.replace('.csv', '');
    const windows = spans.map(([from, to]) => [readTime(from), readTime(to)] as const);
    const text = readFileSync(join(folder, `nab_${name}.csv`), 'utf8');
    const series = readSeries(name, text, { time: 'timestamp', value: 'value' });
    const inside = (at: number) => windows.some(([from, to]) => at >= from && at <= to);
    const values = series.values.map((each) => ({ ...each, kind: inside(each.at) ? 'window' : '' }));
    return { ...series, values, windows };
  });
}

/** A series of any CSV file without quotes. */
export function readSeries(name: string, text: string, columns: Columns, hints: ThresholdHints = {}): LabelledSeries {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = head!.split(',');
  const place = (column: string) => {
    const at = names.indexOf(column);
    if (at < 0) throw new Error(`${name} has no column ${column}; it has ${names.join(', ')}.`);
    return at;
  };
  const [time, value] = [place(columns.time), place(columns.value)];
  const [label, kind] = [columns.label, columns.kind].map((column) => (column === undefined ? -1 : place(column)));
  const values = lines.map((line) => {
    const cells = line.split(',');
    const isOrdinary = label! < 0 || ['', '0', '0.0', 'false', 'normal'].includes(cells[label!]!.trim().toLowerCase());
    return {
      at: readTime(cells[time]!),
      value: readValue(cells[value]!),
      kind: isOrdinary ? '' : kind! < 0 ? 'anomaly' : cells[kind!]!,
    };
  });
  return { name, values: values.sort((one, other) => one.at - other.at), hints, windows: [] };
}

function readValue(cell: string): number | null {
  const number = Number(cell);
  return cell.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** `12/03/2017 0:42` (day first) or ISO 8601, without a zone taken as UTC: only differences matter here. */
function readTime(text: string): number {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})/.exec(text)?.slice(1).map(Number);
  if (parts) return Date.UTC(parts[2]!, parts[1]! - 1, parts[0]!, parts[3]!, parts[4]!);
  const bare = text.trim().replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(bare) ? bare : `${bare}Z`);
}
