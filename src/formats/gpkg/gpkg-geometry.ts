import type { Geometry } from '../../kernel/index.ts';
import { GeometryFault, geometryOfWkb } from '../wkb.ts';

/** Bytes of the envelope by its code (OGC 12-128r19, 2.1.3). */
const envelopeBytes = [0, 32, 48, 48, 64];

/** Throws GeometryFault. */
export function geometryOfGpkg(blob: Uint8Array): Geometry | null {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 8 || bytes.toString('latin1', 0, 2) !== 'GP') throw new GeometryFault('GeoPackage: GP');
  const flags = bytes[3]!;
  if ((flags & 0x20) !== 0) throw new GeometryFault('GeoPackage: extended');
  const envelope = envelopeBytes[(flags >> 1) & 7];
  if (envelope === undefined) throw new GeometryFault('GeoPackage: envelope');
  return geometryOfWkb(bytes, 8 + envelope);
}
