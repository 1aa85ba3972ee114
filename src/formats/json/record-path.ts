import type { ByteStream } from '../byte-source.ts';
import type { Reading } from '../reading.ts';
import { jsonBytes } from './json-bytes.ts';
import { JsonWalk, type Frame } from './json-walk.ts';

/** A place in a JSON text where records stand. */
export interface RecordPlace {
  /** `/results`, '' for a root array; a star stands for the elements of arrays on the way. */
  readonly path: string;
  /** Elements of an array of objects, of an array of arrays, members of an object, or one object as the only record. */
  readonly kind: 'objects' | 'tuples' | 'members' | 'single';
  readonly records: number;
}

// What answers tell about their records, not records themselves.
const aboutRecords = /\/(fields|columns|schema|links|facets|facet_groups|fieldAliases|errors|warnings|refs|@context)$/i;
const mostPlaces = 2_000;

/** Every place of records in a text, the likeliest first. Throws the Problems of `JsonWalk`. */
export async function findRecordPlaces(bytes: ByteStream, file: string, reading: Reading): Promise<RecordPlace[]> {
  const places = new Map<string, RecordPlace>();
  let root: Frame | null = null;
  const walk = new JsonWalk(file, reading.limits, {
    closed(frame) {
      root = frame;
      const kind = kindOf(frame);
      if (!kind || (!places.has(frame.path) && places.size >= mostPlaces)) return;
      const known = places.get(frame.path);
      places.set(frame.path, { path: frame.path, kind, records: (known?.records ?? 0) + frame.count });
    },
  });
  for await (const chunk of jsonBytes(bytes)) {
    reading.signal?.throwIfAborted();
    walk.pushAll(chunk);
  }
  walk.end();
  return inOrder([...places.values()], root);
}

function kindOf(frame: Frame): RecordPlace['kind'] | null {
  if (frame.count === 0) return null;
  if (frame.isArray) {
    if (frame.objects === frame.count) return 'objects';
    return frame.arrays === frame.count && frame.count > 1 ? 'tuples' : null;
  }
  // Objects by id: all alike, or under numbers.
  if (frame.objects !== frame.count || frame.count < 3) return null;
  return frame.numericKeys || frame.childSignatures.size <= Math.max(1, Math.min(8, frame.count / 4))
    ? 'members'
    : null;
}

function inOrder(places: readonly RecordPlace[], root: Frame | null): RecordPlace[] {
  const worth = places.filter((place) => !isCoordinates(place, places));
  const real = worth.filter(({ path }) => !aboutRecords.test(path));
  const chosen = real.length > 0 ? real : worth;
  if (chosen.length === 0) {
    return root && !root.isArray && root.count > 0 ? [{ path: '', kind: 'single', records: 1 }] : [];
  }
  return chosen.toSorted((left, right) => right.records - left.records);
}

/** Arrays of numbers inside geometries are no tables, nor is anything inside a record of arrays. */
function isCoordinates({ path, kind }: RecordPlace, places: readonly RecordPlace[]): boolean {
  if (kind !== 'tuples') return false;
  if (/\/(coordinates|rings|paths|points|bbox|geometry)(\/|$)/i.test(path)) return true;
  return places.some((other) => other.path !== path && path.startsWith(`${other.path}/`));
}

/**
 * The places to offer: what stands on its own, and inside records only what is much more than they are. The best comes
 * first; small lists beside a large one are told, not offered.
 */
export function offered(places: readonly RecordPlace[]): RecordPlace[] {
  const own = places.filter(({ path }) => !isInside(path, places));
  const best = own[0];
  if (!best) return [];
  const beside = own.filter((place) => place === best || place.records * 5 >= best.records);
  const inside = places.filter(
    (place) => !own.includes(place) && place.kind === 'objects' && place.records >= Math.max(10, 3 * best.records),
  );
  return [...beside, ...inside.slice(0, 3)];
}

function isInside(path: string, places: readonly RecordPlace[]): boolean {
  return path.includes('/*') || places.some((other) => other.path !== path && path.startsWith(`${other.path}/`));
}

/** Where records are read from a stream, and the way inside each of them: before and behind the first star. */
export function splitPath(path: string): { readonly outer: string; readonly inner: readonly string[] } {
  const star = path.indexOf('/*');
  if (star === -1) return { outer: path, inner: [] };
  const rest = path
    .slice(star + 2)
    .split('/')
    .filter((part) => part !== '');
  return { outer: path.slice(0, star), inner: rest.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')) };
}
