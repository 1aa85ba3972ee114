/** What a rule over many rows found at one staged row. Areas are in square metres. */
export interface Finding {
  readonly fid: string;
  readonly position: number;
  /** Parameters of the sentence. */
  readonly detail: Readonly<Record<string, string | number>>;
}

export type OnFound = (found: readonly Finding[]) => Promise<void>;

/** Square metres for people: two decimals, more where that would say nothing. */
export function squareMetres(area: number): number {
  return area >= 0.1 ? Math.round(area * 100) / 100 : Number(area.toPrecision(2));
}
