import type { Layer } from '../../formats/index.ts';
import type { PropertyType } from '../../packs/index.ts';
import type { ColumnProfile, Mapping, Profile } from '../model.ts';
import { widensTo } from '../widen-standard.ts';
import { assign } from './assign.ts';
import { foldHeader } from './fold-header.ts';
import { columnsOfPlace } from './place-columns.ts';

/** What is different in a layer since the delivery before, found before anything is stored. */
export interface Drift {
  /** Columns that are no longer there, and what was probably made of them. */
  readonly gone: readonly { readonly column: string; readonly isUsed: boolean }[];
  readonly added: readonly string[];
  readonly renamed: readonly Renamed[];
  readonly retyped: readonly {
    readonly column: string;
    readonly from: PropertyType;
    readonly to: PropertyType;
    readonly loses: boolean;
  }[];
  readonly units: readonly { readonly column: string; readonly from: string; readonly to: string }[];
  /** Empty now, though it held values before. */
  readonly emptied: readonly string[];
  readonly geometry: { readonly from: string; readonly to: string } | null;
  /** True when a load as before would fail or lose something that it took before. */
  readonly breaks: boolean;
}

export interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly isUsed: boolean;
}

/** A rename is proposed from here on, and taken over by somebody who accepts all proposals. */
const renamedScore = 0.6;

/**
 * Compares a layer with what the same source gave last time. `mapping` is the one in use, null for *as is*. Null when
 * nothing differs.
 */
export function findDrift(before: Seen, now: Seen, mapping: Mapping | null): Drift | null {
  const old = new Map(before.profile.columns.map((column) => [column.name, column]));
  const current = new Map(now.profile.columns.map((column) => [column.name, column]));
  const used = usedColumns(mapping, before.profile);
  const lost = [...old.values()].filter(({ name }) => !current.has(name));
  const fresh = [...current.values()].filter(({ name }) => !old.has(name));
  const renamed = findRenamed(lost, fresh, used);
  const from = new Set(renamed.map((each) => each.from));
  const to = new Set(renamed.map((each) => each.to));
  const pairs = [...old.values()].flatMap((column): [ColumnProfile, ColumnProfile][] => {
    const same = current.get(renamed.find((each) => each.from === column.name)?.to ?? column.name);
    return same ? [[column, same]] : [];
  });
  const gone = lost.filter(({ name }) => !from.has(name)).map(({ name }) => ({ column: name, isUsed: used.has(name) }));
  const retyped = pairs.flatMap(([a, b]) => retypedOf(a, b));
  const geometry = geometryDrift(before, now);
  const drift: Omit<Drift, 'breaks'> = {
    gone,
    added: fresh.map(({ name }) => name).filter((name) => !to.has(name)),
    renamed,
    retyped,
    units: pairs.flatMap(([a, b]) => unitDrift(a, b)),
    emptied: pairs.filter(([a, b]) => isFilled(a) && !isFilled(b)).map(([, b]) => b.name),
    geometry,
  };
  const { gone: _gone, geometry: _geometry, ...lists } = drift;
  if (gone.length === 0 && geometry === null && Object.values(lists).every((list) => list.length === 0)) return null;
  const breaks =
    gone.some(({ isUsed }) => isUsed) ||
    renamed.some(({ isUsed }) => isUsed) ||
    retyped.some(({ loses, column }) => loses && used.has(column)) ||
    drift.units.some(({ column }) => used.has(column)) ||
    (geometry !== null && mapping?.geometry?.from === 'layer');
  return { ...drift, breaks };
}

/** The mapping with renamed columns followed. */
export function followRenames(mapping: Mapping, renamed: readonly Renamed[]): Mapping {
  const names = new Map(renamed.map(({ from, to }) => [from, to]));
  const now = (column: string): string => names.get(column) ?? column;
  const { geometry } = mapping;
  const place =
    geometry?.from === 'columns'
      ? { ...geometry, longitude: now(geometry.longitude), latitude: now(geometry.latitude) }
      : geometry?.from === 'column'
        ? { ...geometry, column: now(geometry.column) }
        : geometry;
  return {
    ...mapping,
    fields: mapping.fields.map((field) =>
      field.column === undefined ? field : { ...field, column: now(field.column) },
    ),
    ...(place ? { geometry: place } : {}),
  };
}

/** *As is* every column is used. */
function usedColumns(mapping: Mapping | null, profile: Profile): ReadonlySet<string> {
  if (!mapping) return new Set(profile.columns.map(({ name }) => name));
  const columns = mapping.fields.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return new Set([...columns, ...columnsOfPlace(mapping.geometry)]);
}

function findRenamed(
  lost: readonly ColumnProfile[],
  fresh: readonly ColumnProfile[],
  used: ReadonlySet<string>,
): Renamed[] {
  const scores = lost.map((a) => fresh.map((b) => likeness(a, b)));
  const chosen = assign(scores.map((row) => row.map((score) => Math.max(0, score - renamedScore + 0.001))));
  return lost.flatMap((column, index): Renamed[] => {
    const at = chosen[index]!;
    if (at === -1) return [];
    const score = Math.round(scores[index]![at]! * 100) / 100;
    return [{ from: column.name, to: fresh[at]!.name, score, isUsed: used.has(column.name) }];
  });
}

/** How probably one column is the other under a new name: place, letters, type and values, each between 0 and 1. */
function likeness(a: ColumnProfile, b: ColumnProfile): number {
  if (a.guess.type !== b.guess.type && !(isNumeric(a) && isNumeric(b))) return 0;
  const name = nameLikeness(a.title, b.title);
  const values = valueLikeness(a, b);
  const place = a.index === b.index ? 1 : Math.max(0, 1 - Math.abs(a.index - b.index) / 3);
  return 0.5 * name + 0.3 * values + 0.2 * place;
}

const isNumeric = ({ guess }: ColumnProfile): boolean => guess.type === 'integer' || guess.type === 'number';
const isFilled = ({ rows, empty }: ColumnProfile): boolean => empty < rows;

function nameLikeness(a: string, b: string): number {
  const [one, other] = [foldHeader(a), foldHeader(b)];
  if (one.joined === other.joined) return 1;
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [x, y] = [pairs(one.joined), pairs(other.joined)];
  const shared = [...x].filter((pair) => y.has(pair)).length;
  return x.size + y.size === 0 ? 0 : (2 * shared) / (x.size + y.size);
}

function valueLikeness(a: ColumnProfile, b: ColumnProfile): number {
  if (!isFilled(a) || !isFilled(b)) return 0.3;
  if (typeof a.minimum === 'number' && typeof b.minimum === 'number') {
    const low = Math.max(a.minimum, b.minimum);
    const high = Math.min(Number(a.maximum), Number(b.maximum));
    const span = Math.max(Number(a.maximum), Number(b.maximum)) - Math.min(a.minimum, b.minimum);
    return span === 0 ? 1 : Math.max(0, (high - low) / span);
  }
  const samples = new Set(a.samples);
  const shared = b.samples.filter((sample) => samples.has(sample)).length;
  const variety = Math.min(a.distinct, b.distinct) / Math.max(a.distinct, b.distinct, 1);
  return 0.6 * (shared / Math.max(1, Math.min(a.samples.length, b.samples.length))) + 0.4 * variety;
}

function retypedOf(a: ColumnProfile, b: ColumnProfile): Drift['retyped'][number][] {
  const [from, to] = [a.guess.type, b.guess.type];
  if (from === to || !isFilled(a) || !isFilled(b)) return [];
  return [{ column: b.name, from, to, loses: !widensTo(to, from) }];
}

function unitDrift(a: ColumnProfile, b: ColumnProfile): Drift['units'][number][] {
  const [from, to] = [a.guess.unit, b.guess.unit];
  return from !== null && to !== null && from !== to ? [{ column: b.name, from, to }] : [];
}

interface Seen {
  readonly layer: Layer;
  readonly profile: Profile;
}

/** Another kind of shape, or another reference system; single and multi-part shapes are one kind. */
function geometryDrift(before: Seen, now: Seen): Drift['geometry'] {
  const [from, to] = [tellGeometry(before), tellGeometry(now)];
  return from === to ? null : { from, to };
}

function tellGeometry({ layer, profile }: Seen): string {
  if (!layer.hasGeometry) return '–';
  const kinds = Object.keys(profile.geometry?.types ?? {}).map((type) => type.replace('Multi', ''));
  const system = layer.crs ? ` (${tellCrs(layer.crs)})` : '';
  return `${[...new Set(kinds)].sort().join(', ') || '–'}${system}`;
}

const longestTold = 80;

function tellCrs(crs: NonNullable<Layer['crs']>): string {
  switch (crs.kind) {
    case 'epsg':
      return crs.code;
    case 'wkt':
      return crs.wkt.slice(0, longestTold);
    case 'proj4':
      return crs.proj4.slice(0, longestTold);
    case 'text':
      return crs.text.slice(0, longestTold);
  }
}
