/** Main file and index file have one header (ESRI Shapefile Technical Description, 1998). */
export const shpHeaderBytes = 100;
const magic = 9994;

export const shapeKinds: Readonly<Record<number, string>> = {
  0: 'Null',
  1: 'Point',
  3: 'PolyLine',
  5: 'Polygon',
  8: 'MultiPoint',
  11: 'PointZ',
  13: 'PolyLineZ',
  15: 'PolygonZ',
  18: 'MultiPointZ',
  21: 'PointM',
  23: 'PolyLineM',
  25: 'PolygonM',
  28: 'MultiPointM',
  31: 'MultiPatch',
};

export const multiPatch = 31;

export function startsLikeShp(head: Buffer): boolean {
  return head.length >= 4 && head.readInt32BE(0) === magic;
}

/** The index begins alike; its first entry says where the first record stands: 50 words from the start. */
export function looksLikeShx(head: Buffer): boolean {
  if (head.length < shpHeaderBytes + 8 || head.readInt32BE(shpHeaderBytes) !== 50) return false;
  if (head.length < shpHeaderBytes + 16) return (head.readInt32BE(24) * 2 - shpHeaderBytes) % 8 === 0;
  return head.readInt32BE(shpHeaderBytes + 8) === 54 + head.readInt32BE(shpHeaderBytes + 4);
}
