import {
  closed,
  legalSources,
  slug,
  text,
  type CheckContext,
  type LegalSource,
  type PackPart,
  type PackSet,
  type PartFile,
  type Text,
} from '../../packs/index.ts';
import { reason } from '../part-messages.ts';

/** One limit of a standard; at least one of `min` and `max`, both inclusive, in `unit`. */
export interface LegalLimit {
  readonly parameter: string;
  readonly unit: string;
  /** ISO 8601 duration of the mean that is held against it; absent: the value of a sample. */
  readonly averaging?: string;
  readonly class?: string;
  readonly min?: number;
  readonly max?: number;
  /** First and last day, where they are not those of the standard. */
  readonly from?: string;
  readonly to?: string;
  /** `M`: from memory. Such a limit is shown as unconfirmed and decides nothing. */
  readonly confidence: LegalSource['confidence'];
  readonly note?: Text;
}

/** The limits of one standard: one file thresholds/*.yaml of a pack. */
export interface LimitSet {
  /** `pack/file`. */
  readonly id: string;
  readonly title: Text;
  readonly description?: Text;
  readonly sources: readonly LegalSource[];
  /** What it is about, such as `surface-water`. */
  readonly medium: string;
  /** Codes of `vn-core/station-types` whose stations it is for. */
  readonly stationTypes?: readonly string[];
  readonly from: string;
  readonly to?: string;
  /** Last day on which those that were there before may still keep to it. */
  readonly existingUntil?: string;
  readonly classes?: readonly { readonly id: string; readonly title: Text }[];
  readonly parameters: readonly { readonly parameter: string; readonly title: Text }[];
  /** The figures are multiplied by a factor of each place (flow, receiving water), but for these parameters. */
  readonly multiplied?: { readonly title: Text; readonly except: readonly string[] };
  readonly limits: readonly LegalLimit[];
}

const parameter = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 } as const;
const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } as const;
const number = { type: 'number' } as const;

/** thresholds/*.yaml: limits of standards, as data with validity, class and source. */
export const limitsPart: PackPart<LimitSet> = {
  name: 'thresholds',
  extension: '.yaml',
  schema: closed(
    {
      title: text,
      description: text,
      sources: legalSources,
      medium: slug,
      stationTypes: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
      from: day,
      to: day,
      existingUntil: day,
      classes: { type: 'array', minItems: 1, items: closed({ id: slug, title: text }, ['id', 'title']) },
      parameters: { type: 'array', minItems: 1, items: closed({ parameter, title: text }, ['parameter', 'title']) },
      multiplied: closed({ title: text, except: { type: 'array', items: parameter } }, ['title', 'except']),
      limits: {
        type: 'array',
        minItems: 1,
        items: {
          ...closed(
            {
              parameter,
              unit: { type: 'string', minLength: 1 },
              averaging: { type: 'string', pattern: '^P([0-9]+[YMD]|T[0-9]+[HM])$' },
              class: slug,
              min: number,
              max: number,
              from: day,
              to: day,
              confidence: { type: 'string', enum: ['V', '1', 'M'] },
              note: text,
            },
            ['parameter', 'unit', 'confidence'],
          ),
        },
      },
    },
    ['title', 'sources', 'medium', 'from', 'parameters', 'limits'],
  ),
  read: (file) => ({ ...(file.value as Omit<LimitSet, 'id'>), id: `${file.pack}/${file.id}` }),
  check: checkLimits,
};

export function limitSetsOf(packs: PackSet): LimitSet[] {
  return packs.part<LimitSet>('thresholds').map(({ value }) => value);
}

function checkLimits(set: LimitSet, file: PartFile, context: CheckContext): void {
  const parameters = new Set(set.parameters.map((each) => each.parameter));
  const classes = new Set((set.classes ?? []).map(({ id }) => id));
  const types = new Set(context.codelist('vn-core/station-types')?.entries.map(({ code }) => code));
  (set.stationTypes ?? []).forEach((code, place) => {
    if (!types.has(code)) file.refuse(['stationTypes', place], reason('unknown-station-type', { code }));
  });
  (set.multiplied?.except ?? []).forEach((name, place) => {
    const path = ['multiplied', 'except', place];
    if (!parameters.has(name)) file.refuse(path, reason('unknown-parameter', { parameter: name }));
  });
  set.limits.forEach((limit, place) => {
    const path = ['limits', place];
    if (!parameters.has(limit.parameter)) {
      file.refuse(path, reason('unknown-parameter', { parameter: limit.parameter }));
    }
    if (!context.unit(limit.unit)) file.refuse(path, reason('unknown-unit', { unit: limit.unit }));
    if (limit.class !== undefined && !classes.has(limit.class)) {
      file.refuse(path, reason('unknown-class', { name: limit.class }));
    }
    const { min, max } = limit;
    if (min === undefined ? max === undefined : max !== undefined && min > max)
      file.refuse(path, reason('no-limit', {}));
  });
}
