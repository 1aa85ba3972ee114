import type { CodeBook } from '../../codes/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import type { GeometryKind } from '../tiles/geometry-kind.ts';
import { colourOf } from './draw-layers.ts';
import type { MapStyle } from './model.ts';
import { otherColour, series, stepsOf } from './palettes.ts';

/** The key to a layer: its one colour, or the classes of a column. */
export interface Legend {
  readonly kind: GeometryKind;
  readonly colour: string;
  readonly column: { readonly name: string; readonly title: string; readonly unit: string | null } | null;
  /** From `from` up to, without, `to` of numbers; else `value` with what its code means. */
  readonly classes: readonly {
    readonly colour: string;
    readonly from?: number | null;
    readonly to?: number | null;
    readonly value?: string;
    readonly label?: string | null;
  }[];
  /** Colour of objects without a value, or with one that is in no class; null where there are no classes. */
  readonly other: string | null;
}

interface Drawn {
  readonly properties: readonly Property[];
  readonly kind: GeometryKind;
  readonly style: MapStyle;
  readonly place: number;
}

export function legendOf({ properties, kind, style, place }: Drawn, codes: CodeBook, language: Language): Legend {
  const { classes } = style;
  const property = properties.find(({ name }) => name === classes?.column);
  const plain = { kind, colour: colourOf(style, place) };
  if (!classes || !property) return { ...plain, column: null, classes: [], other: null };
  const { name, title, unit = null } = property;
  return {
    ...plain,
    column: { name, title: title[language], unit },
    classes:
      classes.kind === 'graduated'
        ? stepsOf(classes.ramp, classes.breaks.length + 1).map((colour, index) => ({
            colour,
            from: classes.breaks[index - 1] ?? null,
            to: classes.breaks[index] ?? null,
          }))
        : classes.values.map((value, index) => ({
            colour: series[index % series.length]!,
            value,
            label: labelOf(codes, property.codelist, value, language),
          })),
    other: otherColour,
  };
}

function labelOf(codes: CodeBook, list: string | undefined, code: string, language: Language): string | null {
  const entry = list === undefined ? undefined : codes.list(list)?.entries.find((each) => each.code === code);
  if (!entry) return null;
  return language === 'en' ? entry.labelEn || entry.labelVi : entry.labelVi;
}
