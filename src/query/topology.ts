import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
import RelateOp from 'jsts/org/locationtech/jts/operation/relate/RelateOp.js';
import DistanceOp from 'jsts/org/locationtech/jts/operation/distance/DistanceOp.js';
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js';
import type { Geometry, Position } from '../kernel/index.ts';
import type { SpatialFunction } from './operators.ts';

/**
 * Spatial relations in memory, in the plane, as PostGIS answers them. A collection of mixed geometries can only be
 * tested for S_INTERSECTS and S_DISJOINT: for the other functions the answer is null, because PostGIS 3.3 refuses them.
 * A geometry without positions intersects nothing and equals nothing.
 * Where lines run over each other between the grid's points, this library and GEOS before 3.13 compute with rounded
 * nodes and can differ from newer ones in S_CROSSES and S_OVERLAPS (measured: 2 of 240,000 random pairs).
 */
export function relate(relation: SpatialFunction, left: Geometry, right: Geometry): boolean | null {
  if (relation === 's_disjoint') return !intersects(left, right);
  if (relation === 's_intersects') return intersects(left, right);
  if (!envelopesMeet(left, right)) return false;
  if (left.type === 'GeometryCollection' || right.type === 'GeometryCollection') return null;
  return relations[relation](topologyOf(left), topologyOf(right));
}

/** Why a geometry is not valid (OGC Simple Features), with the place; null when it is. */
export function invalidGeometryReason(geometry: Geometry): string | null {
  if (geometry.type === 'GeometryCollection') {
    return geometry.geometries.map(invalidGeometryReason).find((reason) => reason !== null) ?? null;
  }
  const error: unknown = new IsValidOp(topologyOf(geometry)).getValidationError();
  return error === null ? null : String(error);
}

/** Smallest distance in the plane; null where one has no position. */
export function distanceBetween(left: Geometry, right: Geometry): number | null {
  const isEmpty = [left, right].some((geometry) => envelopeOf(geometry)[0] > envelopeOf(geometry)[2]);
  return isEmpty ? null : (DistanceOp.distance(topologyOf(left), topologyOf(right)) as number);
}

/** Length of the lines of a geometry in the plane; areas have none. */
export function lengthOf(geometry: Geometry): number {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.reduce((sum, part) => sum + lengthOf(part), 0);
  if (geometry.type === 'MultiLineString') return geometry.coordinates.reduce((sum, line) => sum + lineLength(line), 0);
  return geometry.type === 'LineString' ? lineLength(geometry.coordinates) : 0;
}

function lineLength(line: readonly Position[]): number {
  let length = 0;
  for (let i = 1; i < line.length; i++) {
    length += Math.hypot(line[i]![0]! - line[i - 1]![0]!, line[i]![1]! - line[i - 1]![1]!);
  }
  return length;
}

/** Whether the matrix of two geometries (DE-9IM) fits a pattern; null for collections and for what is no pattern. */
export function matchesRelation(left: Geometry, right: Geometry, pattern: string): boolean | null {
  const isCollection = left.type === 'GeometryCollection' || right.type === 'GeometryCollection';
  if (isCollection || !/^[TF*012]{9}$/.test(pattern)) return null;
  const matrix = RelateOp.relate(topologyOf(left), topologyOf(right)) as { matches(pattern: string): boolean };
  return matrix.matches(pattern);
}

type Topology = object;

const relations: Record<
  Exclude<SpatialFunction, 's_disjoint' | 's_intersects'>,
  (left: Topology, right: Topology) => boolean
> = {
  s_contains: (left, right) => RelateOp.contains(left, right) as boolean,
  s_within: (left, right) => RelateOp.contains(right, left) as boolean,
  s_crosses: (left, right) => RelateOp.crosses(left, right) as boolean,
  s_equals: (left, right) => RelateOp.equalsTopo(left, right) as boolean,
  s_overlaps: (left, right) => RelateOp.overlaps(left, right) as boolean,
  s_touches: (left, right) => RelateOp.touches(left, right) as boolean,
};

function intersects(left: Geometry, right: Geometry): boolean {
  if (left.type === 'GeometryCollection') return left.geometries.some((part) => intersects(part, right));
  if (right.type === 'GeometryCollection') return right.geometries.some((part) => intersects(left, part));
  return envelopesMeet(left, right) && (RelateOp.intersects(topologyOf(left), topologyOf(right)) as boolean);
}

/** West, south, east, north; west greater than east where there is no position. */
type Envelope = [number, number, number, number];

// Literals are asked again for every row, and one row's geometry for every condition on it.
const envelopes = new WeakMap<Geometry, Envelope>();
const topologies = new WeakMap<Geometry, Topology>();
const reader = new GeoJSONReader(new GeometryFactory());

function topologyOf(geometry: Geometry): Topology {
  let topology = topologies.get(geometry);
  if (!topology) {
    topology = reader.read(geometry) as Topology;
    topologies.set(geometry, topology);
  }
  return topology;
}

function envelopesMeet(left: Geometry, right: Geometry): boolean {
  const a = envelopeOf(left);
  const b = envelopeOf(right);
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function envelopeOf(geometry: Geometry): Envelope {
  let envelope = envelopes.get(geometry);
  if (!envelope) {
    envelope = [Infinity, Infinity, -Infinity, -Infinity];
    if (geometry.type === 'GeometryCollection') geometry.geometries.forEach((part) => widen(envelope!, corners(part)));
    else widen(envelope, geometry.coordinates);
    envelopes.set(geometry, envelope);
  }
  return envelope;
}

function corners(geometry: Geometry): Position[] {
  const [west, south, east, north] = envelopeOf(geometry);
  return west > east
    ? []
    : [
        [west, south],
        [east, north],
      ];
}

function widen(envelope: Envelope, coordinates: readonly unknown[]): void {
  if (typeof coordinates[0] !== 'number') {
    for (const part of coordinates) widen(envelope, part as readonly unknown[]);
    return;
  }
  const [x, y] = coordinates as Position;
  envelope[0] = Math.min(envelope[0], x!);
  envelope[1] = Math.min(envelope[1], y!);
  envelope[2] = Math.max(envelope[2], x!);
  envelope[3] = Math.max(envelope[3], y!);
}
