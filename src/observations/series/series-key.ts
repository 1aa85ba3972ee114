/** What a door knows of a value's series. */
export interface SeriesKey {
  /** Code of the station within its network. */
  readonly station: string;
  /** Symbol of the parameter as it is written. */
  readonly parameter: string;
  /** Unit as it is written; null where nothing is said. */
  readonly unit: string | null;
}

/** What is put down about a series when its first value comes. */
export interface SeriesTraits {
  /** Code lists with names of parameters. */
  readonly parameters: readonly string[];
  /** What the parameter is called, where the source says it. */
  readonly title?: { readonly vi: string; readonly en: string };
  readonly stamp: 'instant' | 'start' | 'end';
  readonly everySeconds: number | null;
  /** What is known of the station, by the source's own names. */
  readonly about: Readonly<Record<string, string>>;
}
