import {
  getOwnSource,
  getSource,
  listMappingVersions,
  listOwnSources,
  mappingsTo,
  type MappingVersion,
  type Source,
} from '../connect/index.ts';
import type { MappingProposal } from '../harmonise/index.ts';
import { httpProblem, route, type ApiRequest, type ResourceReply, type Route } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';
import type { PipelineContext } from './context.ts';
import { placesDocument } from './documents.ts';
import { decisionFor } from './find-drift.ts';
import { inspectionOf } from './inspection.ts';
import type { InspectedLayer } from './inspection-model.ts';
import { ownDelivery } from './own-objects.ts';
import { pipelineProblem } from './problems.ts';
import { proposalFor } from './propose.ts';
import { formerMappingSchema, restoreMapping } from './restore-mapping.ts';

const layerParameter = {
  name: 'layer',
  in: 'query',
  schema: { type: 'string' },
  description: { vi: 'Lớp của tệp; để trống nếu chỉ có một', en: 'Layer of the file; empty where there is only one' },
} as const;
const standardParameter = {
  name: 'standard',
  in: 'query',
  required: true,
  schema: { type: 'string' },
  description: { vi: 'Mô hình dữ liệu chuẩn: gói/mô hình', en: 'Standard: pack/standard' },
} as const;

/** How columns become a standard's properties: what is proposed, what was decided, what others decided. */
export function mappingRoutes(context: PipelineContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/deliveries/{deliveryId}/proposal',
      operationId: 'getMappingProposal',
      tag: 'sources',
      summary: {
        vi: 'Đề xuất ánh xạ một lớp sang mô hình chuẩn, kèm lý do',
        en: 'How a layer would map to a standard, with reasons',
      },
      resource: 'mapping-proposal',
      formats: ['json'],
      access: ['steward'],
      parameters: [layerParameter, standardParameter],
      handle: async (request) => ({ resource: 'mapping-proposal', data: await proposalData(context, request) }),
    }),
    route({
      method: 'GET',
      path: '/sources/{sourceId}/mappings',
      operationId: 'getMappingVersions',
      tag: 'sources',
      summary: { vi: 'Các phiên bản ánh xạ của một nguồn', en: 'The versions of a source\u2019s mappings' },
      resource: 'mapping-versions',
      formats: ['json'],
      access: ['steward'],
      handle: (request) => versionsOf(context, request),
    }),
    route({
      method: 'POST',
      path: '/sources/{sourceId}/mappings/{version}/restore',
      operationId: 'restoreMapping',
      audits: { action: 'change' },
      tag: 'sources',
      summary: { vi: 'Trở lại một ánh xạ trước', en: 'Go back to a former mapping' },
      resource: 'mapping-versions',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema: formerMappingSchema },
      response: { status: 303 },
      handle: (request) => restoreMapping(context, request),
      formPage: (request) => versionsOf(context, request),
    }),
    route({
      method: 'GET',
      path: '/mappings',
      operationId: 'getMappings',
      tag: 'sources',
      summary: {
        vi: 'Các ánh xạ đang dùng sang một mô hình, để nguồn khác dùng lại',
        en: 'Mappings to a standard in use, for other sources to take over',
      },
      resource: 'mappings',
      formats: ['json'],
      access: ['steward'],
      parameters: [standardParameter],
      handle: async (request) => {
        const { pack, id } = standardOf(context, request);
        const found = await ownMappingsTo(context, request, `${pack}/${id}`);
        return { resource: 'mappings', data: { standard: `${pack}/${id}`, mappings: found.map(versionDocument) } };
      },
    }),
  ];
}

async function versionsOf({ db }: PipelineContext, request: ApiRequest): Promise<ResourceReply> {
  const source = await getOwnSource(db, request.caller, request.params['sourceId']!);
  const versions = await listMappingVersions(db, source.id);
  return {
    resource: 'mapping-versions',
    data: {
      source: source.id,
      title: source.title[request.language],
      versions: versions.map((version) => ({
        ...versionDocument(version),
        isInUse: isInUse(source, version, versions),
      })),
    },
  };
}

/** What the next delivery is loaded by: the newest version of the standard that was decided on last for its layer. */
function isInUse({ layers }: Source, version: MappingVersion, all: readonly MappingVersion[]): boolean {
  const { layer, standard } = version;
  const isDecided = layers.some((decision) => decision.layer === layer && decision.standard === standard);
  return isDecided && all.find((each) => each.layer === layer && each.standard === standard) === version;
}

/** Of the sources that the caller looks after. */
async function ownMappingsTo(context: PipelineContext, request: ApiRequest, standard: string) {
  const own = new Set((await listOwnSources(context.db, request.caller)).map((source) => source.id));
  return (await mappingsTo(context.db, standard)).filter((version) => own.has(version.source));
}

function versionDocument({ source, layer, standard, version, mapping, origin, delivery, madeAt }: MappingVersion) {
  return { source, layer, standard, version, origin, delivery, madeAt, mapping };
}

function standardOf(context: PipelineContext, request: ApiRequest): Standard {
  const id = request.query['standard'] ?? '';
  if (id === '') throw httpProblem('invalid-parameter', { name: 'standard', value: '', expected: 'pack/standard' });
  return context.packs().standard(id);
}

/** The proposal, with all that a person needs to look at it: every property, every column, what is in use now. */
export async function proposalData(context: PipelineContext, request: ApiRequest) {
  const delivery = await ownDelivery(context, request);
  const inspected = layerOf(inspectionOf(delivery).layers, request.query['layer'] ?? '');
  const standard = standardOf(context, request);
  const source = await getSource(context.db, delivery.source);
  const decided = decisionFor(source, inspected);
  const proposal = await proposalFor(context, inspected, standard, source.owner);
  const known = await ownMappingsTo(context, request, proposal.standard);
  const shared = known.filter((version) => version.source !== source.id);
  return {
    delivery: delivery.id,
    source: source.id,
    layer: inspected.layer.id,
    layerTitle: inspected.layer.title || delivery.name,
    standard: proposal.standard,
    standardTitle: standard.title[request.language],
    score: proposal.score,
    properties: propertiesOf(standard, proposal, request),
    columns: columnsOf(inspected),
    left: proposal.left,
    missing: proposal.missing,
    mapping: proposal.mapping,
    places: standard.geometry && inspected.places ? placesDocument(inspected.places, request.language) : null,
    crs: decided?.crs ?? null,
    current: decided?.standard === proposal.standard ? decided.mapping : null,
    shared: shared.map(({ source: from, version, madeAt }) => ({ source: from, version, madeAt })),
  };
}

function layerOf(layers: readonly InspectedLayer[], asked: string): InspectedLayer {
  const filled = layers.filter(({ layer }) => !layer.empty);
  const found =
    filled.find(({ layer }) => layer.id === asked || layer.title === asked) ??
    (asked === '' && filled.length === 1 ? filled[0] : undefined);
  if (found) return found;
  const known = filled.map(({ layer }) => layer.id || layer.title).join(', ');
  throw pipelineProblem('unknown-layer', { layer: asked, known });
}

function propertiesOf(standard: Standard, { fields }: MappingProposal, request: ApiRequest) {
  return standard.properties.map((property) => ({
    name: property.name,
    title: property.title[request.language],
    type: property.type,
    unit: property.unit ?? null,
    required: property.required === true || standard.key.includes(property.name),
    personal: property.personal === true,
    proposed: fields.find(({ target }) => target === property.name) ?? null,
  }));
}

function columnsOf({ layer, profile }: InspectedLayer) {
  return layer.columns.map((name) => {
    const column = profile?.columns.find((candidate) => candidate.name === name);
    return { name, type: column?.guess.type ?? null, samples: column?.samples ?? [] };
  });
}
