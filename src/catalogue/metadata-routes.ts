import { mayManage, ownerBeforeSetUp, ownerOf, withMakers } from '../access/index.ts';
import { route, type ApiRequest, type Clock, type Db, type ResourceReply, type Route } from '../kernel/index.ts';
import { findDataset, type Dataset } from './datasets.ts';
import { metadataVersions, putMetadata, type Metadata, type MetadataVersion } from './metadata.ts';
import { catalogueProblem } from './problems.ts';

const longest = { title: 200, description: 2_000, contact: 300 } as const;
const text = (most: number, least = 0) => ({ type: 'string', minLength: least, maxLength: most });
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['title'],
  properties: {
    title: { ...text(longest.title, 1), pattern: '\\S' },
    titleEn: text(longest.title),
    description: text(longest.description),
    descriptionEn: text(longest.description),
    contact: text(longest.contact),
  },
} as const;

interface MetadataForm {
  readonly title: string;
  readonly titleEn?: string;
  readonly description?: string;
  readonly descriptionEn?: string;
  readonly contact?: string;
}

/** What the owner of a dataset says of it in words, with every former version to go back to. */
export function metadataRoutes(db: Db, clock: Clock): Route[] {
  const common = { tag: 'catalogue', resource: 'metadata', formats: ['json'], access: ['steward'] } as const;
  const page = async (request: ApiRequest): Promise<ResourceReply> => editor(db, request, await owned(db, request));
  return [
    route({
      ...common,
      method: 'GET',
      path: '/datasets/{datasetId}/metadata',
      operationId: 'getMetadata',
      summary: { vi: 'Phần mô tả của bộ dữ liệu và lịch sử sửa', en: 'The words about a dataset, and their history' },
      handle: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/datasets/{datasetId}/metadata',
      operationId: 'putMetadata',
      summary: { vi: 'Sửa phần mô tả của bộ dữ liệu', en: 'Change the words about a dataset' },
      body: { kind: 'json', schema },
      response: { status: 303 },
      handle: async (request) => {
        const dataset = await owned(db, request);
        await putMetadata(db, clock, dataset, metadataOf(request.body as MetadataForm), request.caller.id);
        return { location: `/datasets/${dataset.id}`, status: 303 };
      },
      formPage: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/datasets/{datasetId}/metadata/{version}/restore',
      operationId: 'restoreMetadata',
      summary: { vi: 'Trở lại một bản mô tả trước', en: 'Go back to a former version of the words' },
      response: { status: 303 },
      handle: async (request) => {
        const dataset = await owned(db, request);
        const named = request.params['version']!;
        const versions = await metadataVersions(db, dataset.id);
        const former = versions.find(({ version }) => String(version) === named);
        if (!former) throw catalogueProblem('version-not-found', { dataset: dataset.id, version: named });
        await putMetadata(db, clock, dataset, former, request.caller.id);
        return { location: `/datasets/${dataset.id}/metadata`, status: 303 };
      },
      formPage: page,
    }),
  ];
}

async function owned(db: Db, request: ApiRequest): Promise<Dataset> {
  const id = request.params['datasetId']!;
  const dataset = mayManage(request.caller, (await ownerOf(db, id)) ?? ownerBeforeSetUp) && (await findDataset(db, id));
  if (!dataset) throw catalogueProblem('dataset-not-found', { dataset: id });
  return dataset;
}

/** English that is left out is the Vietnamese. */
function metadataOf(form: MetadataForm): Metadata {
  const said = (words: string | undefined): string => (words ?? '').normalize('NFC').trim();
  const title = said(form.title);
  const description = said(form.description);
  return {
    title: { vi: title, en: said(form.titleEn) || title },
    description: description === '' ? null : { vi: description, en: said(form.descriptionEn) || description },
    contact: said(form.contact) || null,
  };
}

async function editor(db: Db, { caller }: ApiRequest, dataset: Dataset): Promise<ResourceReply> {
  const versions = await metadataVersions(db, dataset.id);
  return {
    resource: 'metadata',
    data: {
      dataset: dataset.id,
      ...formOf(dataset),
      versions: await withMakers(db, caller, versions.map(versionDocument)),
    },
  };
}

function formOf({ title, description, contact }: Metadata): Required<MetadataForm> {
  return {
    title: title.vi,
    titleEn: title.en === title.vi ? '' : title.en,
    description: description?.vi ?? '',
    descriptionEn: description && description.en !== description.vi ? description.en : '',
    contact: contact ?? '',
  };
}

function versionDocument(version: MetadataVersion) {
  return { ...formOf(version), version: version.version, madeBy: version.madeBy, madeAt: version.madeAt };
}
