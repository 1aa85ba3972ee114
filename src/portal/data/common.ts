import type { Geometry } from '../../kernel/index.ts';

/** The documents that the modules' routes give, as far as views read them; texts are in the reader's language. */
export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type?: string;
  readonly title?: string;
}

export type Extent = readonly number[] | null;

export interface Feature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}
