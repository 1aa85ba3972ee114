import type { ColourName, RampName } from './palettes.ts';

/** How a collection is drawn, as its owner chose it. */
export interface MapStyle {
  /** Null: the colour that the place of the layer on the map gives. */
  readonly colour: ColourName | null;
  /** Pixels: lines at zoom 10; edges of areas have half of it. */
  readonly width: number;
  /** Pixels: radius of points when looked at closely. */
  readonly size: number;
  /** Column that stands beside each object. */
  readonly label: string | null;
  readonly classes: Classes | null;
}

/** Colours by the values of one column. */
export type Classes =
  | {
      readonly kind: 'graduated';
      readonly column: string;
      readonly ramp: RampName;
      /** Where the next class begins, ascending; one fewer than classes. */
      readonly breaks: readonly number[];
    }
  | { readonly kind: 'categorised'; readonly column: string; readonly values: readonly string[] };

export const plainStyle: MapStyle = { colour: null, width: 1.6, size: 7, label: null, classes: null };

export const sizes = { width: { least: 0.5, most: 8 }, size: { least: 2, most: 16 } } as const;

export interface StyleVersion {
  readonly version: number;
  readonly style: MapStyle;
  readonly madeBy: string;
  readonly madeAt: string;
}
