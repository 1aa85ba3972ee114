import type { ApiRequest } from '../../kernel/index.ts';
import { crs84 } from '../read/crs.ts';
import { featuresOf, selectItems } from '../read/select-items.ts';
import type { View } from '../read/view.ts';
import type { FeaturesContext } from '../routes/context.ts';
import { geometryKind } from '../tiles/geometry-kind.ts';
import { drawLayers } from './draw-layers.ts';
import { legendOf } from './legend.ts';
import type { MapStyle } from './model.ts';

/** Objects that a drawing without script shows. */
const drawnFeatures = 200;

/** How a style would look, for who tries it: the layers of a map, its key, and objects for a drawing of the server. */
export async function previewOfStyle(context: FeaturesContext, request: ApiRequest, view: View, style: MapStyle) {
  const kind = geometryKind(view);
  const query = {
    limit: request.format === 'html' ? drawnFeatures : 0,
    crs: context.crs.find(crs84, 'crs'),
    ...{ order: [], shown: null, conditions: [], box: null, token: null, selection: 'style', isFiltered: false },
  };
  return {
    layers: drawLayers(view.collection.id, view.collection.id, kind, style, 0),
    legend: legendOf({ ...view, kind, style, place: 0 }, context.codes, request.language),
    features: query.limit === 0 ? [] : featuresOf(await selectItems(context.db, view, query, context.tokens)),
  };
}
