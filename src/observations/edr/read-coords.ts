import type { Geometry, Position } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const mostPositions = 10_000;

/**
 * Parses `coords`: well-known text of a POINT, MULTIPOINT, POLYGON or MULTIPOLYGON in degrees, longitude first (CRS84).
 * Throws Problem `edr-invalid-coords`. Rule: OGC API - EDR 1.1 (19-086r6), /req/edr/coords-definition.
 */
export function readCoords(text: string | undefined, accepted: readonly Geometry['type'][]): Geometry {
  const refuse = () =>
    observationProblem('edr-invalid-coords', { value: (text ?? '').slice(0, 80), accepted: accepted.join(', ') });
  const match = /^\s*(POINT|MULTIPOINT|POLYGON|MULTIPOLYGON)\s*(\(.*\))\s*$/i.exec(text ?? '');
  const type = match && accepted.find((one) => one.toUpperCase() === match[1]!.toUpperCase());
  if (!match || !type) throw refuse();
  // The nesting of well-known text is that of JSON once its brackets and pairs are written so.
  const pair = new RegExp(String.raw`(${number})\s+(${number})`, 'g');
  const json = match[2]!
    .replace(pair, '[$1,$2]')
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/([[,])\+/g, '$1');
  let read: unknown;
  try {
    read = JSON.parse(json.replaceAll(/(?<=[[,-])\./g, '0.').replaceAll(/(\d)\.(?=[,\]])/g, '$1'));
  } catch {
    throw refuse();
  }
  const depth = { POINT: 0, MULTIPOINT: 1, POLYGON: 2, MULTIPOLYGON: 3 }[match[1]!.toUpperCase() as 'POINT'];
  const coordinates = type === 'Point' ? (read as unknown[])[0] : type === 'MultiPoint' ? flatPoints(read) : read;
  const positions: Position[] = [];
  if (!isNested(coordinates, depth, positions) || positions.length > mostPositions) throw refuse();
  if (!positions.every(([x, y]) => Math.abs(x!) <= 180 && Math.abs(y!) <= 90)) throw refuse();
  if (depth >= 2 && !ringsOf(coordinates, depth).every(isRing)) throw refuse();
  return { type, coordinates } as Geometry;
}

/** `MULTIPOINT((1 2),(3 4))` and `MULTIPOINT(1 2,3 4)` are the same. */
function flatPoints(read: unknown): unknown {
  const list = read as unknown[];
  return list.map((one) =>
    Array.isArray(one) && Array.isArray(one[0]) && one.length === 1 ? (one[0] as unknown) : one,
  );
}

function isNested(value: unknown, depth: number, found: Position[]): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  if (depth > 0) return value.every((one) => isNested(one, depth - 1, found));
  if (value.length !== 2 || !value.every((one) => typeof one === 'number')) return false;
  found.push(value as unknown as Position);
  return true;
}

const ringsOf = (coordinates: unknown, depth: number): Position[][] =>
  depth === 2 ? (coordinates as Position[][]) : (coordinates as Position[][][]).flat();

function isRing(ring: readonly Position[]): boolean {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return ring.length >= 4 && first[0] === last[0] && first[1] === last[1];
}

const metresOf: Readonly<Record<string, number>> = { m: 1, km: 1000, mi: 1609.344, nmi: 1852 };
export const lengthUnits = Object.keys(metresOf);

/** `within` with `within-units` in metres. Throws Problem `edr-invalid-within`. */
export function readWithin(within: string | undefined, units: string | undefined): number {
  const metres = Number(within) * (metresOf[units ?? ''] ?? Number.NaN);
  if (!(metres > 0) || metres > 20_037_508) {
    throw observationProblem('edr-invalid-within', {
      value: `${within ?? ''} ${units ?? ''}`.slice(0, 60),
      accepted: lengthUnits.join(', '),
    });
  }
  return metres;
}
