import type { ApiRequest } from '../../kernel/index.ts';
import { crs84 } from '../read/crs.ts';
import { featuresOf, selectItems } from '../read/select-items.ts';
import type { View } from '../read/view.ts';
import type { FeaturesContext } from './context.ts';
import { distributionDocument } from './distribution.ts';

const sampleRows = 5;

/** What answers a reader's first questions about a collection, as far as he may see it. */
export interface CollectionPreview {
  readonly distribution: ReturnType<typeof distributionDocument> extends Promise<infer Document> ? Document : never;
  /** The first features, as GeoJSON. */
  readonly features: readonly unknown[];
}

/** Null where a look would use up what a grant gives for the day. */
export async function previewOf(
  context: FeaturesContext,
  request: ApiRequest,
  view: View,
): Promise<CollectionPreview | null> {
  const { perDay, rowsPerRequest } = view.grant.limits;
  if (perDay !== null) return null;
  const query = {
    limit: Math.min(sampleRows, rowsPerRequest ?? sampleRows),
    crs: context.crs.find(crs84, 'crs'),
    ...{ order: [], shown: null, conditions: [], box: null, token: null, selection: 'preview', isFiltered: false },
  };
  const page = await selectItems(context.db, view, query, context.tokens);
  return { distribution: await distributionDocument(context, request, view), features: featuresOf(page) };
}
