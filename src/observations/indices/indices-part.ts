import {
  closed,
  legalSources,
  slug,
  text,
  type CheckContext,
  type PackPart,
  type PackSet,
  type PartFile,
} from '../../packs/index.ts';
import { reason } from '../part-messages.ts';
import type { Combination, IndexDefinition, IndexForm, Scale } from './model.ts';

const parameter = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 } as const;
const number = { type: 'number' } as const;
const count = { type: 'integer', minimum: 1 } as const;
const names = { type: 'array', minItems: 1, uniqueItems: true, items: parameter } as const;
const numberOrDrop = { anyOf: [number, { const: 'drop' }] } as const;

const kind = (...kinds: string[]) => ({ type: 'string', enum: kinds });
const reduce = {
  oneOf: [
    closed({ kind: kind('hour', 'sample') }, ['kind']),
    closed({ kind: kind('mean', 'maximum'), hours: count, least: count }, ['kind', 'hours', 'least']),
    closed({ kind: kind('maximum-of-means'), hours: count, mean: count, leastOfMean: count, least: count }, [
      'kind',
      'hours',
      'mean',
      'leastOfMean',
      'least',
    ]),
    closed(
      {
        kind: kind('weighted'),
        hours: count,
        floor: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        of: count,
        least: count,
      },
      ['kind', 'hours', 'floor', 'of', 'least'],
    ),
  ],
} as const;

const input = closed(
  {
    id: parameter,
    parameter,
    unit: { type: 'string', minLength: 1 },
    reduce,
    percentOf: closed(
      {
        valueUnit: { type: 'string', minLength: 1 },
        parameter,
        unit: { type: 'string', minLength: 1 },
        polynomial: { type: 'array', minItems: 1, items: number },
      },
      ['valueUnit', 'parameter', 'unit', 'polynomial'],
    ),
    scale: parameter,
  },
  ['id', 'parameter', 'unit', 'reduce', 'scale'],
);

const group = closed({ id: slug, title: text, inputs: names, mean: kind('arithmetic', 'geometric'), needed: count }, [
  'id',
  'title',
  'inputs',
  'mean',
]);

const combine = {
  oneOf: [
    closed({ how: kind('maximum'), needs: { type: 'array', items: names } }, ['how', 'needs']),
    closed(
      {
        how: kind('groups'),
        groups: { type: 'array', minItems: 1, items: group },
        least: count,
        factors: { type: 'array', items: slug },
        body: {
          type: 'array',
          minItems: 1,
          items: closed({ group: slug, weight: { type: 'number', exclusiveMinimum: 0 } }, ['group', 'weight']),
        },
      },
      ['how', 'groups', 'least', 'factors', 'body'],
    ),
  ],
} as const;

/** indices/*.yaml: indices as the decisions define them. */
export const indicesPart: PackPart<IndexDefinition> = {
  name: 'indices',
  extension: '.yaml',
  schema: closed(
    {
      version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
      title: text,
      description: text,
      sources: legalSources,
      parameters: {
        type: 'array',
        minItems: 1,
        items: closed({ parameter, title: text }, ['parameter', 'title']),
      },
      scales: {
        type: 'object',
        propertyNames: parameter,
        additionalProperties: closed(
          {
            points: {
              type: 'array',
              minItems: 1,
              items: { type: 'array', minItems: 2, maxItems: 2, items: number },
            },
            below: numberOrDrop,
            above: numberOrDrop,
          },
          ['points'],
        ),
      },
      forms: {
        type: 'array',
        minItems: 1,
        items: closed({ id: slug, title: text, inputs: { type: 'array', minItems: 1, items: input }, combine }, [
          'id',
          'title',
          'inputs',
          'combine',
        ]),
      },
      levels: {
        type: 'array',
        minItems: 1,
        items: closed(
          {
            from: number,
            title: text,
            colour: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
            colourName: text,
            advice: text,
          },
          ['from', 'title', 'colour'],
        ),
      },
    },
    ['version', 'title', 'sources', 'parameters', 'scales', 'forms', 'levels'],
  ),
  read: (file) => ({ ...(file.value as Omit<IndexDefinition, 'id'>), id: `${file.pack}/${file.id}` }),
  check: checkIndex,
};

export function indicesOf(packs: PackSet): IndexDefinition[] {
  return packs.part<IndexDefinition>('indices').map(({ value }) => value);
}

function checkIndex(index: IndexDefinition, file: PartFile, context: CheckContext): void {
  for (const [name, scale] of Object.entries(index.scales)) checkScale(name, scale, file);
  index.levels.forEach(({ from }, place) => {
    const before = index.levels[place - 1];
    if (before && before.from >= from) file.refuse(['levels', place, 'from'], reason('levels-fall', {}));
  });
  index.forms.forEach((form, place) => {
    checkInputs(index, form, place, file, context);
    checkCombination(form, place, file);
  });
}

function checkScale(name: string, { points }: Scale, file: PartFile): void {
  points.forEach(([value], place) => {
    const before = points[place - 1];
    if (before && before[0] >= value) file.refuse(['scales', name, 'points', place], reason('points-fall', {}));
  });
}

function checkInputs(
  index: IndexDefinition,
  form: IndexForm,
  place: number,
  file: PartFile,
  context: CheckContext,
): void {
  const known = new Set(index.parameters.map((each) => each.parameter));
  form.inputs.forEach((each, number) => {
    const path = ['forms', place, 'inputs', number];
    for (const name of [each.parameter, ...(each.percentOf ? [each.percentOf.parameter] : [])]) {
      if (!known.has(name)) file.refuse(path, reason('unknown-parameter', { parameter: name }));
    }
    if (!index.scales[each.scale]) file.refuse([...path, 'scale'], reason('unknown-scale', { scale: each.scale }));
    const units = [each.unit, ...(each.percentOf ? [each.percentOf.valueUnit, each.percentOf.unit] : [])];
    for (const unit of units) if (!context.unit(unit)) file.refuse(path, reason('unknown-unit', { unit }));
  });
}

function checkCombination({ inputs, combine: how }: IndexForm, place: number, file: PartFile): void {
  const path = ['forms', place, 'combine'];
  for (const name of strangers(how, inputs)) file.refuse(path, reason('unknown-part', { name }));
}

function strangers(how: Combination, inputs: IndexForm['inputs']): string[] {
  if (how.how === 'maximum') {
    const parameters = new Set(inputs.map((each) => each.parameter));
    return how.needs.flat().filter((name) => !parameters.has(name));
  }
  const ids = new Set(inputs.map(({ id }) => id));
  const groups = new Set(how.groups.map(({ id }) => id));
  return [
    ...how.groups.flatMap((each) => each.inputs).filter((name) => !ids.has(name)),
    ...[...how.factors, ...how.body.map((each) => each.group)].filter((name) => !groups.has(name)),
  ];
}
