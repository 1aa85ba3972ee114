/** Letters of a geohash; each carries five bits, longitude first. */
const letters = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The code of the cell in which a position lies: degrees of WGS 84. Twelve letters are 3.7 cm by 1.9 cm at most. */
export function geohashOf(longitude: number, latitude: number, length: number): string {
  const sides = { east: [-180, 180], north: [-90, 90] } as { east: [number, number]; north: [number, number] };
  let code = '';
  let bits = 0;
  let value = 0;
  for (let isEast = true; code.length < length; isEast = !isEast) {
    const side = isEast ? sides.east : sides.north;
    const middle = (side[0] + side[1]) / 2;
    const isUpper = (isEast ? longitude : latitude) >= middle;
    side[isUpper ? 0 : 1] = middle;
    value = value * 2 + (isUpper ? 1 : 0);
    if (++bits < 5) continue;
    code += letters[value];
    [bits, value] = [0, 0];
  }
  return code;
}

/** Middle of a cell; null where the text is no geohash. */
export function middleOfGeohash(code: string): { longitude: number; latitude: number } | null {
  const sides = { east: [-180, 180], north: [-90, 90] } as { east: [number, number]; north: [number, number] };
  let isEast = true;
  for (const letter of code) {
    const value = letters.indexOf(letter);
    if (value === -1) return null;
    for (let bit = 16; bit >= 1; bit /= 2, isEast = !isEast) {
      const side = isEast ? sides.east : sides.north;
      side[Math.floor(value / bit) % 2 === 1 ? 0 : 1] = (side[0] + side[1]) / 2;
    }
  }
  const { east, north } = sides;
  return { longitude: (east[0] + east[1]) / 2, latitude: (north[0] + north[1]) / 2 };
}
