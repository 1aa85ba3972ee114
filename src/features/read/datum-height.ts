/** Height in metres as a plane over degrees of longitude and latitude: `east × longitude + north × latitude + base`. */
export interface HeightPlane {
  readonly east: number;
  readonly north: number;
  readonly base: number;
}

const semiMajor = 6_378_137;
const eccentricitySquared = 0.00669437999014;
const degree = Math.PI / 180;
const arcsecond = degree / 3600;
/** Middle of the country, where the plane touches: 8° away it is 2 m off, which is 0.1 mm of the ground. */
const middle = { longitude: 106.5, latitude: 16 } as const;

/**
 * How high above WGS 84 the surface lies from which plane positions of a datum come. A position in the plane has no
 * height, and one that is taken to WGS 84 and back as if both surfaces were one lands up to 1.5 mm away (height × shift
 * / radius of the Earth). Given this height on the way back, the way is the exact inverse of the way in. Null where
 * the datum has no shift or another ellipsoid.
 */
export function heightPlane(proj4: string): HeightPlane | null {
  const shift = /\+towgs84=(\S+)/.exec(proj4)?.[1]?.split(',').map(Number);
  if (!shift || !/\+ellps=WGS84\b/.test(proj4) || shift.every((value) => value === 0)) return null;
  const at = (longitude: number, latitude: number) => heightAt(longitude * degree, latitude * degree, shift);
  const { longitude, latitude } = middle;
  const east = (at(longitude + 1, latitude) - at(longitude - 1, latitude)) / 2;
  const north = (at(longitude, latitude + 1) - at(longitude, latitude - 1)) / 2;
  return { east, north, base: at(longitude, latitude) - east * longitude - north * latitude };
}

/** The part of a seven-parameter shift (position vector) that points upwards. */
function heightAt(longitude: number, latitude: number, shift: readonly number[]): number {
  const [tx = 0, ty = 0, tz = 0, rx = 0, ry = 0, rz = 0, ppm = 0] = shift;
  const up = [
    Math.cos(latitude) * Math.cos(longitude),
    Math.cos(latitude) * Math.sin(longitude),
    Math.sin(latitude),
  ] as const;
  const radius = semiMajor / Math.sqrt(1 - eccentricitySquared * up[2] ** 2);
  const [x, y, z] = [radius * up[0], radius * up[1], radius * (1 - eccentricitySquared) * up[2]];
  const scale = ppm * 1e-6;
  const moved = [
    tx + scale * x + arcsecond * (ry * z - rz * y),
    ty + scale * y + arcsecond * (rz * x - rx * z),
    tz + scale * z + arcsecond * (rx * y - ry * x),
  ] as const;
  return up[0] * moved[0] + up[1] * moved[1] + up[2] * moved[2];
}
