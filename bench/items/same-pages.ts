import type { PageCase, Peer } from '../peers/peer.ts';

interface Feature {
  readonly id?: string | number;
  readonly geometry: { readonly coordinates: readonly number[] } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Digits of a degree that every product writes. */
const tolerance = 1e-5;

/**
 * Looks whether every product gives the same features on a page; an address whose page differs is set to null, with
 * the reason in `leftOut`. Gives the number of features.
 */
export async function comparePages(
  page: PageCase,
  nodeAddress: string,
  peers: readonly Peer[],
  addresses: (string | null)[],
  leftOut: string[],
): Promise<number> {
  const own = await read(nodeAddress);
  if (own.length === 0) throw new Error(`${page.name}: the node gives no feature.`);
  for (const [i, peer] of peers.entries()) {
    const address = addresses[i];
    if (!address) continue;
    const difference = differenceOf(own, await read(address));
    if (difference === null) continue;
    addresses[i] = null;
    leftOut.push(`${peer.name}, ${page.name}: not timed, because ${difference}.`);
  }
  return own.length;
}

async function read(address: string): Promise<Feature[]> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  return ((await answer.json()) as { features: Feature[] }).features;
}

/** The key is a property at the node and may be only the id elsewhere. */
const keyOf = (feature: Feature): string => String(feature.properties['code'] ?? feature.id);

function differenceOf(own: readonly Feature[], other: readonly Feature[]): string | null {
  if (own.length !== other.length) return `it gives ${other.length} features instead of ${own.length}`;
  const byKey = new Map(other.map((feature) => [keyOf(feature), feature]));
  const missing = own.filter((feature) => !byKey.has(keyOf(feature)));
  if (missing.length > 0) return `${missing.length} of ${own.length} features are others`;
  const moved = own.filter((feature) => !isSamePlace(feature, byKey.get(keyOf(feature))!));
  if (moved.length > 0) return `${moved.length} features lie elsewhere`;
  const names = (feature: Feature) =>
    Object.keys(feature.properties)
      .filter((name) => name !== 'code')
      .sort()
      .join(', ');
  if (names(own[0]!) !== names(other[0]!)) return `its features have ${names(other[0]!)} instead of ${names(own[0]!)}`;
  return null;
}

function isSamePlace(one: Feature, other: Feature): boolean {
  const [x, y] = one.geometry?.coordinates ?? [];
  const [otherX, otherY] = other.geometry?.coordinates ?? [];
  if (x === undefined || y === undefined || otherX === undefined || otherY === undefined) return x === otherX;
  return Math.abs(x - otherX) < tolerance && Math.abs(y - otherY) < tolerance;
}
