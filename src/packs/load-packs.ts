import { readdir } from 'node:fs/promises';
import { checkPack } from './check-pack.ts';
import { codelistsPart } from './codelists-part.ts';
import { crosswalksPart } from './crosswalks-part.ts';
import { crsPart } from './crs-part.ts';
import { datumsPart } from './datums-part.ts';
import { reason, startOfFile, type Fault } from './faults.ts';
import type { PropertyType } from './model.ts';
import { locationsPart } from './locations-part.ts';
import { packSet, type PackSet, type PackState, type RefusedPack } from './pack-set.ts';
import type { CheckContext, PackPart } from './part.ts';
import { packProblem } from './problems.ts';
import { readPack, type ReadPack } from './read-pack.ts';
import { standardsPart } from './standards-part.ts';
import { testsPart } from './tests-part.ts';

export interface LoadOptions {
  /** Parts of modules above, beside standards, codelists, crs, datums and tests. */
  readonly parts?: readonly PackPart[];
  /**
   * Throws when a rule's CQL2 text cannot be parsed or does not fit the standard's properties. Given from outside
   * because `query` stands on the same floor; without it conditions are not looked at.
   */
  readonly checkCondition?: (condition: string, properties: Readonly<Record<string, PropertyType>>) => void;
}

/**
 * Loads every folder of `folder` as a pack. A bad pack is refused whole, with the reasons in `refused`; the others
 * load. `reload()` reads the folder again and keeps the last good version of a pack that has become bad.
 * Throws Problem `packs-folder-unreadable` (500).
 */
export async function loadPacks(folder: string, options: LoadOptions = {}): Promise<PackSet> {
  const parts = [
    codelistsPart,
    crosswalksPart,
    datumsPart,
    locationsPart,
    crsPart,
    standardsPart,
    testsPart,
    ...(options.parts ?? []),
  ] as readonly PackPart[];
  const load = async (last: PackState | null) => choose(await readFolder(folder, parts), parts, options, last);
  return packSet(await load(null), load);
}

async function readFolder(folder: string, parts: readonly PackPart[]): Promise<ReadPack[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw packProblem('packs-folder-unreadable', { folder }, { cause });
  });
  const ids = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
  return Promise.all(ids.sort().map((id) => readPack(folder, id, parts)));
}

/** Takes each pack after those it depends on; where one is bad, its last good version if that still fits. */
function choose(
  read: readonly ReadPack[],
  parts: readonly PackPart[],
  { checkCondition }: LoadOptions,
  last: PackState | null,
): PackState {
  const byId = new Map(read.map((each) => [each.pack.id, each]));
  const loaded = new Map<string, ReadPack>();
  const refused: RefusedPack[] = [];

  const take = (candidate: ReadPack, trail: readonly string[]): void => {
    const { id } = candidate.pack;
    if (loaded.has(id) || refused.some((each) => each.id === id)) return;
    for (const needed of candidate.pack.depends) {
      const next = byId.get(needed);
      if (next && !trail.includes(needed)) take(next, [...trail, needed]);
    }
    const faults = faultsOf(candidate, trail);
    if (faults.length === 0) {
      loaded.set(id, candidate);
      return;
    }
    const kept = last?.loaded.get(id);
    const keptFits = kept !== undefined && faultsOf(kept, trail).length === 0;
    if (keptFits) loaded.set(id, kept);
    refused.push({
      id,
      keptVersion: keptFits ? kept.pack.version : null,
      faults: kept && !keptFits ? [...faults, unusable(kept)] : faults,
    });
  };

  const faultsOf = (candidate: ReadPack, trail: readonly string[]): readonly Fault[] => {
    if (candidate.faults.length > 0) return candidate.faults;
    const missing = dependencyFaults(candidate, trail, byId, loaded);
    if (missing.length > 0) return missing;
    return checkPack(candidate, parts, loaded, checkCondition as CheckContext['checkCondition']);
  };

  for (const each of read) take(each, [each.pack.id]);
  return { loaded: new Map([...loaded].sort(([one], [other]) => (one < other ? -1 : 1))), refused };
}

function dependencyFaults(
  { pack }: ReadPack,
  trail: readonly string[],
  byId: ReadonlyMap<string, ReadPack>,
  loaded: ReadonlyMap<string, ReadPack>,
): Fault[] {
  const fault = (why: Fault['reason']): Fault => ({ file: `${pack.id}/pack.yaml`, ...startOfFile, reason: why });
  return pack.depends
    .filter((id) => !loaded.has(id))
    .map((id) => {
      if (trail.includes(id)) return fault(reason('circular-dependency', { cycle: cycleText(trail, id) }));
      return fault(reason(byId.has(id) ? 'refused-dependency' : 'unknown-dependency', { id }));
    });
}

function cycleText(trail: readonly string[], id: string): string {
  return [...trail.slice(trail.indexOf(id)), id].join(' → ');
}

function unusable({ pack }: ReadPack): Fault {
  const why = reason('kept-version-unusable', { version: pack.version });
  return { file: `${pack.id}/pack.yaml`, ...startOfFile, reason: why };
}
