/** One benchmark: a question with a number as answer, measured beside the bare limit and what a user would pick instead. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  readonly defaultRows: number;
  run(settings: Settings): Promise<Outcome>;
}

/** What a benchmark is told. */
export interface Settings {
  readonly rows: number;
  /** Length of one timed measurement. */
  readonly seconds: number;
  /** Times that what is compared is measured, in turn; the median counts. */
  readonly rounds: number;
  /** Requests under way at the same time. */
  readonly clients: number;
  /** An empty folder for files, removed afterwards. */
  readonly folder: string;
  /** Folder with a Python environment of the peers; null without one. */
  readonly python: string | null;
  readonly say: (line: string) => void;
}

/** What came out. Values are numbers in the unit of their column; null: not measured. */
export interface Outcome {
  readonly tables: readonly Table[];
  readonly ratios: readonly Ratio[];
  /** Peers or measurements that could not be made, each with the reason. */
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

export type Value = string | number | null;

/** A number with what is aimed at. */
export interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly unit: '%' | '×' | 'MB' | 'ms' | 's' | 'rows/s';
  readonly aim: { readonly atLeast: number } | { readonly atMost: number } | null;
}

export function meetsAim({ value, aim }: Ratio): boolean | null {
  if (aim === null) return null;
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}
