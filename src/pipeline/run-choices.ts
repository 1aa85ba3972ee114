import { opennessLevels, type Openness } from '../access/index.ts';
import type { Layer } from '../formats/index.ts';
import type { Mapping } from '../harmonise/index.ts';
import { deliveryKinds, type Delivery, type DeliveryKind } from '../ledger/index.ts';
import { inspectionOf } from './inspection.ts';
import type { LayerChoice } from './plan-layer.ts';

const text = { type: 'string', maxLength: 500 } as const;

/** The shape alone; what it names is checked against the layer and the standard. */
const mappingSchema = {
  type: 'object',
  required: ['fields'],
  properties: {
    fields: {
      type: 'array',
      maxItems: 2_000,
      items: { type: 'object', required: ['target'], properties: { target: text, column: { type: 'string' } } },
    },
    geometry: {
      type: 'object',
      required: ['from'],
      properties: { from: { type: 'string', enum: ['layer', 'columns', 'column', 'none'] } },
    },
    missing: { type: 'array', items: { type: 'string' }, maxItems: 1_000 },
  },
} as const;

const layerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['layer'],
  properties: {
    layer: text,
    collection: text,
    title: text,
    standard: text,
    mapping: mappingSchema,
    mappingFrom: text,
    columns: { type: 'array', items: text, maxItems: 2_000 },
    crs: { type: 'string', maxLength: 4_000 },
    key: { type: 'array', items: text, maxItems: 20 },
    letters: { type: 'array', items: text, maxItems: 2_000 },
    acceptScales: { type: 'boolean' },
  },
} as const;

/** What a steward decides for layers; a form says it for one. */
export const runsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    layers: { type: 'array', items: layerSchema, maxItems: 10_000 },
    ...layerSchema.properties,
    key: { type: 'array', items: text },
    letters: { type: 'array', items: text },
    delivery: { type: 'string', enum: deliveryKinds },
    openness: { type: 'string', enum: opennessLevels },
    acceptLoss: { type: 'boolean' },
    acceptProposals: { type: 'boolean' },
  },
} as const;

export interface RunsBody {
  layers?: LayerChoice[];
  layer?: string;
  collection?: string;
  title?: string;
  standard?: string;
  mapping?: Mapping;
  mappingFrom?: string;
  columns?: string[];
  crs?: string;
  key?: string[];
  letters?: string[];
  delivery?: DeliveryKind;
  openness?: Openness;
  acceptLoss?: boolean;
  acceptProposals?: boolean;
  acceptScales?: boolean;
}

/** A field of a form holds several, between commas. */
function partsOf(fields: readonly string[] | undefined): string[] {
  return (fields ?? [])
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A file of one table has a layer without a name, and a form's empty field says nothing. */
function onlyLayer(delivery: Delivery): string | undefined {
  return inspectionOf(delivery).layers.find(({ layer }) => layer.id === '')?.layer.id;
}

/** A program lists layers; a form names one; nothing at all means every layer with records that is not hidden. */
export function choicesOf(body: RunsBody, delivery: Delivery): LayerChoice[] {
  if (body.layers) return body.layers;
  const layer = body.layer ?? onlyLayer(delivery);
  if (layer !== undefined) {
    const key = partsOf(body.key);
    const letters = partsOf(body.letters);
    return [
      {
        layer,
        collection: body.collection,
        title: body.title,
        standard: body.standard,
        mapping: body.mapping,
        mappingFrom: body.mappingFrom,
        columns: body.columns,
        crs: body.crs || undefined,
        ...(key.length > 0 ? { key } : {}),
        ...(letters.length > 0 ? { letters } : {}),
        acceptScales: body.acceptScales,
      },
    ];
  }
  return inspectionOf(delivery)
    .layers.filter(({ layer }) => !layer.empty && !isHidden(layer))
    .map(({ layer }) => ({ layer: layer.id }));
}

const isHidden = ({ detected }: Layer): boolean => detected.some(({ what }) => what === 'hidden-sheet');
