import type { Fault } from './faults.ts';
import type { Codelist, Crosswalk, CrsDefinition, Pack, Standard, Unit } from './model.ts';
import { nearest } from './nearest.ts';
import type { PartValue } from './part.ts';
import { packProblem } from './problems.ts';
import type { ReadPack } from './read-pack.ts';
import { unitList, unitsOf } from './units.ts';

/** A pack that is bad as it lies in its folder. */
export interface RefusedPack {
  readonly id: string;
  /** Version the node goes on with, null when there is none. */
  readonly keptVersion: string | null;
  readonly faults: readonly Fault[];
}

/** The packs in use. Lookups always answer from the latest load, so the set may be kept for the life of a node. */
export interface PackSet {
  readonly packs: readonly Pack[];
  readonly refused: readonly RefusedPack[];
  /** By `pack/id`, or by the bare id where only one pack has it. Throws Problem `unknown-standard` or `ambiguous-standard`. */
  standard(id: string): Standard;
  /** By `pack/id`. Throws Problem `unknown-codelist`. */
  codelist(id: string): Codelist;
  readonly crosswalks: readonly Crosswalk[];
  /** By code (`EPSG:5897`) or URI. Throws Problem `unknown-crs`. */
  crs(code: string): CrsDefinition;
  /** By UCUM code. Throws Problem `unknown-unit`. */
  unit(code: string): Unit;
  readonly units: readonly Unit[];
  /** All files of a part registered through `LoadOptions.parts`, pack by pack. */
  part<T>(name: string): readonly PartValue<T>[];
  /** Reads the folder again; a pack that has become bad stays at its last good version and is listed in `refused`. */
  reload(): Promise<void>;
}

/** The outcome of one load. */
export interface PackState {
  readonly loaded: ReadonlyMap<string, ReadPack>;
  readonly refused: readonly RefusedPack[];
}

/** Lookups over one state, made once per load. */
interface Index {
  readonly state: PackState;
  readonly packs: readonly Pack[];
  readonly standards: ReadonlyMap<string, readonly Standard[]>;
  readonly codelists: ReadonlyMap<string, Codelist>;
  readonly crs: ReadonlyMap<string, CrsDefinition>;
  readonly units: ReadonlyMap<string, Unit>;
}

export function packSet(first: PackState, load: (last: PackState) => Promise<PackState>): PackSet {
  let index = indexOf(first);
  return {
    get packs() {
      return index.packs;
    },
    get refused() {
      return index.state.refused;
    },
    get units() {
      return [...index.units.values()];
    },
    get crosswalks() {
      return index.packs.flatMap((pack) => pack.crosswalks);
    },
    standard: (id) => findStandard(index.standards, id),
    codelist: (id) => index.codelists.get(id) ?? unknown('unknown-codelist', id, index.codelists.keys()),
    crs: (code) => index.crs.get(code) ?? unknown('unknown-crs', code, index.crs.keys()),
    unit: (code) => index.units.get(code) ?? unknown('unknown-unit', code, index.units.keys()),
    part: <T>(name: string) =>
      [...index.state.loaded.values()].flatMap((each) => (each.values.get(name) ?? []) as readonly PartValue<T>[]),
    reload: async () => {
      index = indexOf(await load(index.state));
    },
  };
}

function indexOf(state: PackState): Index {
  const packs = [...state.loaded.values()].map((each) => each.pack);
  const standards = new Map<string, Standard[]>();
  for (const standard of packs.flatMap((pack) => pack.standards)) {
    standards.set(`${standard.pack}/${standard.id}`, [standard]);
    standards.set(standard.id, [...(standards.get(standard.id) ?? []), standard]);
  }
  const codelists = new Map(packs.flatMap((pack) => pack.codelists.map((list) => [list.id, list])));
  const crs = new Map(
    packs.flatMap((pack) => pack.crs.flatMap((each) => [[each.code, each] as const, [each.uri, each] as const])),
  );
  return { state, packs, standards, codelists, crs, units: unitsOf(codelists.get(unitList)) };
}

function findStandard(standards: ReadonlyMap<string, readonly Standard[]>, id: string): Standard {
  const found = standards.get(id) ?? [];
  if (found.length > 1) {
    const choices = found.map((each) => `${each.pack}/${each.id}`).join(', ');
    throw packProblem('ambiguous-standard', { id, choices });
  }
  return found[0] ?? unknown('unknown-standard', id, standards.keys());
}

function unknown(
  code: 'unknown-standard' | 'unknown-codelist' | 'unknown-crs' | 'unknown-unit',
  id: string,
  known: Iterable<string>,
): never {
  const candidates = [...known];
  const near = nearest(id, candidates);
  throw packProblem(code, { id, known: near ?? candidates.slice(0, 20).join(', ') });
}
