import type { Fault } from './faults.ts';
import type { Codelist, Pack, Standard } from './model.ts';
import type { CheckContext, PackPart, PartValue } from './part.ts';
import type { ReadPack } from './read-pack.ts';
import { unitList, unitsOf } from './units.ts';

/**
 * Checks what a readable pack refers to, in itself and in the packs it depends on (all in `loaded` already).
 * The files collect faults into the list that the pack was read with; they are taken out again, so that the same pack
 * can be checked against other versions of its dependencies.
 */
export function checkPack(
  candidate: ReadPack,
  parts: readonly PackPart[],
  loaded: ReadonlyMap<string, ReadPack>,
  checkCondition: CheckContext['checkCondition'],
): readonly Fault[] {
  const context = contextOf(candidate, loaded, checkCondition);
  for (const part of parts) {
    for (const { value, file } of candidate.values.get(part.name) ?? []) part.check?.(value, file, context);
  }
  return (candidate.faults as Fault[]).splice(0);
}

function contextOf(
  candidate: ReadPack,
  loaded: ReadonlyMap<string, ReadPack>,
  checkCondition: CheckContext['checkCondition'],
): CheckContext {
  const { pack } = candidate;
  const read = [candidate, ...pack.depends.map((id) => loaded.get(id)!)];
  const visible = read.map((each) => each.pack);
  const lists = byId<Codelist>(visible, (each) => each.codelists.map((list) => [list.id, list]));
  const standards = byId<Standard>(visible, (each) => each.standards.map((one) => [`${each.id}/${one.id}`, one]));
  const units = unitsOf(lists.get(unitList));
  const full = (id: string) => (id.includes('/') ? id : `${pack.id}/${id}`);
  return {
    pack,
    visible,
    codelist: (id) => lists.get(full(id)),
    standard: (id) => standards.get(full(id)),
    unit: (code) => units.get(code),
    unitCodes: [...units.keys()],
    part: <T>(name: string) => read.flatMap(({ values }) => (values.get(name) ?? []) as readonly PartValue<T>[]),
    checkCondition,
  };
}

function byId<T>(packs: readonly Pack[], entries: (pack: Pack) => readonly (readonly [string, T])[]) {
  return new Map(packs.flatMap(entries));
}
