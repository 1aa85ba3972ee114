import type { Route } from '../kernel/index.ts';
import { collectionRoutes } from './routes/collections.ts';
import type { FeaturesContext } from './routes/context.ts';
import { coordinatesRoute } from './routes/coordinates.ts';
import { itemRoutes } from './routes/items.ts';
import { distributionRoute } from './routes/distribution.ts';
import { summaryRoute } from './routes/summary.ts';
import { baseRoutes } from './base/base-routes.ts';
import { mapRoute } from './tiles/map-route.ts';
import { styleEditorRoutes } from './style/editor-routes.ts';
import { styleRoutes } from './style/style-routes.ts';
import { tileRoutes } from './tiles/tile-routes.ts';

export function featureRoutes(context: FeaturesContext): Route[] {
  return [
    ...collectionRoutes(context),
    ...itemRoutes(context),
    summaryRoute(context),
    distributionRoute(context),
    ...tileRoutes(context),
    ...styleRoutes(context),
    ...styleEditorRoutes(context),
    mapRoute(context),
    ...baseRoutes(context),
    coordinatesRoute(context),
  ];
}

export { readableViews, viewsWith } from './read/readable-views.ts';
export { previewOf, type CollectionPreview } from './routes/preview.ts';
export { seqBase, timeProperty, type Collection, type Edition } from './model.ts';
export { featureProblem, featureProblems } from './problems.ts';
export { featureMigrations } from './migrations.ts';
export { dataColumns, dropStage, dropWorkTables, stagedRuns } from './tables.ts';
export { openDraft } from './write/draft.ts';
export {
  currentEditions,
  ensureCollection,
  findCollection,
  findEdition,
  listCollections,
  listEditions,
  widenCollection,
  type NewCollection,
} from './collections.ts';
export { claimLease, freeAllLeases, releaseLease, renewLease } from './write/lease.ts';
export { StageWriter, type StoredRow } from './write/stage-writer.ts';
export { hold, resolveDuplicates, takeOut, type RefusedRow } from './write/duplicates.ts';
export { standingOrigins } from './write/standing.ts';
export {
  closeMissing,
  discardDraft,
  refuseChanges,
  writeDifference,
  type Difference,
  type Draft,
} from './write/compare.ts';
export {
  findInvalidGeometries,
  measureStage,
  unionExtent,
  unionPeriod,
  type InvalidGeometry,
  type Measure,
} from './write/measure.ts';
export {
  analyzeCollection,
  finishFirstLoad,
  forgetStale,
  hasDistinctKeys,
  isDirty,
  markDirty,
  markStale,
  nextEdition,
  publishDraft,
  releaseUnchanged,
} from './write/publish.ts';
export type { Finding, OnFound } from './write/checks/finding.ts';
export { findGaps, type GapSizes } from './write/checks/gaps.ts';
export { findShared, findSums } from './write/checks/groups.ts';
export { findOutside } from './write/checks/outside.ts';
export { findOverlaps } from './write/checks/overlaps.ts';
export { measuringPlane } from './write/checks/plane.ts';
export { findToldAreas } from './write/checks/told-areas.ts';
export { makeWorkAreas, type WorkAreas } from './write/checks/work-areas.ts';
export { writeReversal, type Reversal } from './write/rollback.ts';
export { readersMs, retireClosedRows } from './write/retire.ts';
export { CrsRegistry, crs84 } from './read/crs.ts';
export { grantableOf } from './grantable.ts';
export { baseOutlines, type BaseOutlines } from './base/base-outlines.ts';
export { colours, grounds, ramps, series } from './style/palettes.ts';
export type { Legend } from './style/legend.ts';
export type { MapStyle, StyleVersion } from './style/model.ts';
export { viewOn, type View } from './read/view.ts';
export { featureDoctorChecks } from './doctor.ts';
export { rowsEndedBy, rowsOfEdition, type EditionRow } from './read/edition-rows.ts';
