import type { CollectionDocument } from '../model.ts';
import type { MethodResult } from './testng-results.ts';

interface Explanation {
  readonly method: RegExp;
  readonly message: RegExp;
  /** One of the call's parameters must fit. */
  readonly parameter?: RegExp;
  /** What must hold of the collection that the call was made for; a message alone could hide a fault of ours. */
  holds?(collection: CollectionDocument): boolean;
  readonly because: string;
}

const isEmpty = (collection: CollectionDocument): boolean => collection.numberOfItems === 0;
const hasNoExtent = (collection: CollectionDocument): boolean => !collection.extent?.spatial;

/** VN-2000 geographic: EPSG writes latitude first. */
const latitudeFirst = /\/EPSG\/0\/4756$/;

/** A CRS whose rectangles are curved in degrees. */
const curved = /\/EPSG\/0\/(?!4326$|3857$)\d+$/;

/** Calls that the official suite itself leaves out, and why that is right for our node. */
const skips: readonly Explanation[] = [
  {
    method: /NumberMatched$/,
    message: /too large to check/,
    because: 'the suite counts up to 10,000 features only; the collection has more',
  },
  {
    method: /NumberMatched$/,
    message: /numberMatched is not set/,
    because:
      'numberMatched is left out where a filter finds more than 10,000 features (it is optional: 17-069r4, 7.16)',
  },
  {
    method: /^FeaturesBBox\.validateFeaturesWithBoundingBoxResponse$/,
    message: /No features were returned/,
    because: 'the suite asks with boxes of its own all over the world; no feature lies in this one',
  },
  {
    method: /^(FeaturesTime|FeaturesLimit|Features)\./,
    message: /No features were returned/,
    because: 'no feature answers this request of the suite',
  },
  {
    method: /^BBoxCrsParameter/,
    message: /has no spatial extent/,
    holds: hasNoExtent,
    because: 'a table or an emptied layer has no spatial extent',
  },
  {
    method: /^DiscoveryCollections?StorageCrs\./,
    message: /does not specify a storageCrs/,
    because: 'a table or an emptied layer has no storage CRS',
  },
];

/** Calls in which the suite itself breaks: our answer is right and another check of ours stands for it. */
const faultsOfTheSuite: readonly Explanation[] = [
  {
    method: /^(BBoxCrsParameter|FeaturesCrsParameterTransform|FeatureCrsParameterTransform)\./,
    message: /^UnknownAuthorityCodeException: EPSG:\d+$/,
    because: "the suite's own list of CRSs (proj4j) does not have this one; ours checks it under /req/crs",
  },
  {
    method: /^(FeaturesCrsParameterTransform|FeatureCrsParameterTransform)\./,
    message: /^(InvalidValue|IllegalState)Exception: Latitude is out of range/,
    parameter: latitudeFirst,
    because: "the suite reads every CRS but EPSG:4326 with longitude first; this one's first axis is latitude",
  },
  {
    method: /^FeatureCrsParameter\./,
    message: /but was <404>/,
    holds: isEmpty,
    because: 'the suite asks for the feature "null" of a collection without features',
  },
  {
    method: /^FeatureCrsParameterTransform\./,
    message: /^NullPointerException: .*"geometryInDefaultCrs" is null/,
    holds: hasNoExtent,
    because: 'the suite expects a geometry; rows of a table have none',
  },
  {
    method: /^BBoxCrsParameter\.verifyBboxCrsParameter$/,
    message: /<200> but was <400>/,
    parameter: latitudeFirst,
    because: "the suite writes the box longitude first, against this CRS's axis order; it is refused",
  },
  {
    method: /^BBoxCrsParameter\.verifyBboxCrsParameter$/,
    message: /^AssertionError: expected \[true\] but found \[false\]$/,
    parameter: curved,
    because:
      'the suite carries two corners of the extent over and loses what lies beyond the curved sides (its issue 249, open); ours compares coordinate by coordinate under /req/crs/bbox-crs-action',
  },
];

/** The reason why a call of the official suite counts as skipped; null where nobody has looked into it. */
export function explain(result: MethodResult, collections: readonly CollectionDocument[]): string | null {
  const known = result.result === 'skipped' ? skips : faultsOfTheSuite;
  const collection = collections.find(({ id }) => result.parameters.includes(id));
  const found = known.find(
    ({ method, message, parameter, holds }) =>
      method.test(result.name) &&
      message.test(result.message) &&
      (parameter === undefined || result.parameters.some((value) => parameter.test(value))) &&
      (holds === undefined || (collection !== undefined && holds(collection))),
  );
  return found?.because ?? null;
}
