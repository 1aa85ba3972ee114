// Lengths and areas on the ellipsoid of WGS 84.

const major = 6_378_137;
const flattening = 1 / 298.257_223_563;
const minor = major * (1 - flattening);
const eccentricity = Math.sqrt(flattening * (2 - flattening));
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres of the shortest way between two places (Vincenty 1975, the inverse problem); to the millimetre below 10,000 km. */
export function distanceOf([x1, y1], [x2, y2]) {
  const [u1, u2] = [y1, y2].map((y) => Math.atan((1 - flattening) * Math.tan(radians(y))));
  const across = radians(x2 - x1);
  let lambda = across;
  for (let step = 0; step < 100; step++) {
    const a = Math.cos(u2) * Math.sin(lambda);
    const b = Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda);
    const sine = Math.hypot(a, b);
    if (sine === 0) return 0;
    const cosine = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sine, cosine);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sine;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const middle = cos2Alpha === 0 ? 0 : cosine - (2 * Math.sin(u1) * Math.sin(u2)) / cos2Alpha;
    const c = (flattening / 16) * cos2Alpha * (4 + flattening * (4 - 3 * cos2Alpha));
    const next =
      across + (1 - c) * flattening * sinAlpha * (sigma + c * sine * (middle + c * cosine * (2 * middle ** 2 - 1)));
    if (Math.abs(next - lambda) > 1e-12) {
      lambda = next;
      continue;
    }
    const k = (cos2Alpha * (major ** 2 - minor ** 2)) / minor ** 2;
    const first = 1 + (k / 16384) * (4096 + k * (-768 + k * (320 - 175 * k)));
    const second = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)));
    const less =
      second *
      sine *
      (middle +
        (second / 4) *
          (cosine * (2 * middle ** 2 - 1) - (second / 6) * middle * (4 * sine ** 2 - 3) * (4 * middle ** 2 - 3)));
    return minor * first * (sigma - less);
  }
  return Number.NaN;
}

/** Square metres of a ring, on the sphere that has the ellipsoid's area at each latitude (authalic). */
export function areaOf(places) {
  const radius = major * Math.sqrt(q(Math.PI / 2) / 2);
  let sum = 0;
  for (const [index, [x1, y1]] of places.entries()) {
    const [x2, y2] = places[(index + 1) % places.length];
    const [b1, b2] = [y1, y2].map((y) => Math.asin(q(radians(y)) / q(Math.PI / 2)));
    const across = radians(x2 - x1);
    // Excess of the triangle with the pole, by the half angles (Chamberlain and Duquette 2007 give the sum).
    sum += 2 * Math.atan2(Math.tan(across / 2) * Math.sin((b1 + b2) / 2), Math.cos((b1 - b2) / 2));
  }
  return Math.abs(sum) * radius ** 2;
}

function q(latitude) {
  const sine = Math.sin(latitude);
  const e = eccentricity;
  return (1 - e * e) * (sine / (1 - (e * sine) ** 2) - Math.log((1 - e * sine) / (1 + e * sine)) / (2 * e));
}
