import { mayManage, ownerBeforeSetUp, ownerOf, withMakers } from '../../access/index.ts';
import { httpProblem, route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import type { View } from '../read/view.ts';
import { describeColumns } from '../routes/collection-document.ts';
import { viewOf, type FeaturesContext } from '../routes/context.ts';
import { geometryKind } from '../tiles/geometry-kind.ts';
import { classesOf, isClassed } from './classes.ts';
import { plainStyle, sizes, type MapStyle } from './model.ts';
import { colourNames, fewestSteps, mostSteps, rampNames, type ColourName, type RampName } from './palettes.ts';
import { chosenBase, openAreas } from '../base/base-map.ts';
import { previewOfStyle } from './preview-style.ts';
import { findStyle, putStyle, styleVersions } from './store.ts';

const defaultSteps = 5;
const name = { type: 'string', maxLength: 50 } as const;
const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    colour: { type: 'string', enum: colourNames },
    width: { type: 'number', minimum: sizes.width.least, maximum: sizes.width.most },
    size: { type: 'number', minimum: sizes.size.least, maximum: sizes.size.most },
    label: name,
    by: name,
    ramp: { type: 'string', enum: rampNames },
    steps: { type: 'integer', minimum: fewestSteps, maximum: mostSteps },
  },
} as const;

interface StyleForm {
  readonly colour?: ColourName;
  readonly width?: number;
  readonly size?: number;
  readonly label?: string;
  readonly by?: string;
  readonly ramp?: RampName;
  readonly steps?: number;
}

/** How the owner wants a collection drawn, with every former style to go back to. */
export function styleEditorRoutes(context: FeaturesContext): Route[] {
  const { db, clock } = context;
  const common = { tag: 'map', resource: 'style-editor', formats: ['json'], access: ['steward'] } as const;
  const page = async (request: ApiRequest): Promise<ResourceReply> =>
    editor(context, request, await owned(context, request));
  return [
    route({
      ...common,
      method: 'GET',
      path: '/collections/{collectionId}/style',
      operationId: 'getStyleForm',
      summary: { vi: 'Kiểu vẽ của lớp và lịch sử sửa', en: 'How a collection is drawn, and the history of it' },
      handle: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/collections/{collectionId}/style',
      operationId: 'putStyle',
      summary: { vi: 'Sửa kiểu vẽ của lớp', en: 'Change how a collection is drawn' },
      body: { kind: 'json', schema },
      response: { status: 303 },
      handle: async (request) => {
        const view = await owned(context, request);
        const style = await styleOf(context, view, request.body as StyleForm);
        await putStyle(db, clock, view.collection.id, style, request.caller.id);
        return { location: addressOf(view), status: 303 };
      },
      formPage: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/collections/{collectionId}/style/preview',
      operationId: 'previewStyle',
      summary: { vi: 'Xem thử một kiểu vẽ, chưa lưu', en: 'Try a style without saving it' },
      body: { kind: 'json', schema },
      handle: async (request) => {
        const view = await owned(context, request);
        const style = await styleOf(context, view, request.body as StyleForm);
        const { resource, data } = await editor(context, request, view);
        return {
          resource,
          data: { ...(data as object), style, preview: await previewOfStyle(context, request, view, style) },
        };
      },
      formPage: page,
    }),
    route({
      ...common,
      method: 'POST',
      path: '/collections/{collectionId}/style/{version}/restore',
      operationId: 'restoreStyle',
      summary: { vi: 'Trở lại một kiểu vẽ trước', en: 'Go back to a former style' },
      response: { status: 303 },
      handle: async (request) => {
        const view = await owned(context, request);
        const { id } = view.collection;
        const named = request.params['version']!;
        const former = (await styleVersions(db, id)).find(({ version }) => String(version) === named);
        if (!former) throw featureProblem('style-version-not-found', { collection: id, version: named });
        await putStyle(db, clock, id, former.style, request.caller.id);
        return { location: addressOf(view), status: 303 };
      },
      formPage: page,
    }),
  ];
}

const addressOf = ({ collection }: View): string => `/collections/${encodeURIComponent(collection.id)}/style`;

/** The collection of the address, for its owner's stewards; for others there is none. */
async function owned(context: FeaturesContext, request: ApiRequest): Promise<View> {
  const view = await viewOf(context, request);
  const owner = (await ownerOf(context.db, view.collection.dataset)) ?? ownerBeforeSetUp;
  if (mayManage(request.caller, owner)) return view;
  throw featureProblem('collection-not-found', { collection: view.collection.id });
}

async function styleOf({ db }: FeaturesContext, view: View, form: StyleForm): Promise<MapStyle> {
  const by = form.by ? columnOf(view, 'by', form.by) : null;
  return {
    colour: form.colour ?? null,
    width: form.width ?? plainStyle.width,
    size: form.size ?? plainStyle.size,
    label: form.label ? columnOf(view, 'label', form.label).name : null,
    classes: by && (await classesOf(db, view, by, form.ramp ?? rampNames[0]!, form.steps ?? defaultSteps)),
  };
}

function columnOf(view: View, field: 'by' | 'label', asked: string) {
  const known = view.properties.filter((property) => (field === 'by' ? isClassed(property) : property.type !== 'json'));
  const found = known.find((property) => property.name === asked);
  if (found) return found;
  const expected = known.map((property) => property.name).join(', ');
  throw httpProblem('invalid-parameter', { name: field, value: asked.slice(0, 100), expected });
}

async function editor({ db }: FeaturesContext, request: ApiRequest, view: View): Promise<ResourceReply> {
  const { collection, edition } = view;
  return {
    resource: 'style-editor',
    data: {
      collection: collection.id,
      dataset: collection.dataset,
      title: collection.title[request.language],
      kind: geometryKind(view),
      extent: edition.extent,
      columns: describeColumns(view, request.language),
      classed: view.properties.filter(isClassed).map((property) => property.name),
      style: await findStyle(db, collection.id),
      versions: await withMakers(db, request.caller, await styleVersions(db, collection.id)),
      base: await baseChoice(db, view),
      preview: null,
    },
  };
}

/** Whether the collection lies beneath every map, and which of its columns could give the names; null: it cannot. */
async function baseChoice(db: FeaturesContext['db'], { collection }: View) {
  const seen = await openAreas(db, collection.id);
  if (!seen) return null;
  const chosen = await chosenBase(db);
  const isChosen = chosen?.collection === collection.id;
  const labels = seen.properties.filter(({ type }) => type === 'string').map(({ name }) => name);
  return { isChosen, label: isChosen ? chosen.label : null, labels };
}
