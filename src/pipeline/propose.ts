import { mappingsToLearnFrom } from '../connect/index.ts';
import {
  foldLetters,
  proposeMapping,
  seemsToFollow,
  type Correction,
  type Mapping,
  type MappingProposal,
} from '../harmonise/index.ts';
import type { PackSet, Standard } from '../packs/index.ts';
import type { PipelineContext } from './context.ts';
import type { InspectedLayer } from './inspection-model.ts';
import { unitCode } from './unit-code.ts';

/** A standard that a layer seems to follow. */
export interface Suggestion {
  /** `pack/standard`. */
  readonly standard: string;
  readonly title: Standard['title'];
  readonly score: number;
  readonly missing: readonly string[];
}

const leastSuggested = 0.5;
const suggestionsKept = 3;
/** Of a file with more columns nobody wants all standards tried at every look. */
const mostColumns = 300;

/** What the columns of a layer of this owner's seem to be in a standard; what it decided before for other sources counts. */
export async function proposalFor(
  context: PipelineContext,
  inspected: InspectedLayer,
  standard: Standard,
  owner: string,
): Promise<MappingProposal> {
  const id = `${standard.pack}/${standard.id}`;
  const corrections = correctionsOf(await mappingsToLearnFrom(context.db, id, owner));
  return propose(context.packs(), inspected, standard, corrections);
}

/** The standards of all packs that a layer follows by all that can be seen, best first. */
export function suggestStandards(packs: PackSet, inspected: InspectedLayer): Suggestion[] {
  if (inspected.layer.columns.length > mostColumns || !inspected.profile) return [];
  return packs.packs
    .flatMap((pack) => pack.standards)
    .map((standard) => ({ standard, proposal: propose(packs, inspected, standard, []) }))
    .filter(({ proposal }) => proposal.score >= leastSuggested)
    .filter(({ standard, proposal }) => seemsToFollow(standard, inspected.profile!, proposal))
    .sort((a, b) => b.proposal.score - a.proposal.score)
    .slice(0, suggestionsKept)
    .map(({ standard, proposal }) => ({
      standard: proposal.standard,
      title: standard.title,
      score: proposal.score,
      missing: proposal.missing,
    }));
}

function propose(
  packs: PackSet,
  { layer, profile, proposal }: InspectedLayer,
  standard: Standard,
  corrections: readonly Correction[],
): MappingProposal {
  const quantities = new Map(packs.units.map((unit) => [unit.code, unit.quantity]));
  return proposeMapping(
    layer,
    profile!,
    standard,
    {
      codes: (codelist) => codesOf(packs, codelist),
      unit: (text) => unitCode(packs, text),
      quantity: (code) => quantities.get(code),
      corrections,
    },
    proposal?.mapping.geometry,
  );
}

const foldedCodes = new WeakMap<object, ReadonlySet<string>>();

/** Codes and labels of a list, folded; made once for each load of the packs. */
function codesOf(packs: PackSet, id: string): ReadonlySet<string> {
  const list = packs.codelist(id);
  let codes = foldedCodes.get(list);
  if (!codes) {
    const texts = list.entries.flatMap(({ code, labelVi, labelEn }) => [code, labelVi, labelEn]);
    codes = new Set(texts.map((text) => foldLetters(text).trim()));
    foldedCodes.set(list, codes);
  }
  return codes;
}

function correctionsOf(versions: Awaited<ReturnType<typeof mappingsToLearnFrom>>): Correction[] {
  const times = new Map<string, Correction>();
  for (const { mapping } of versions) {
    for (const { column, target } of (mapping as Mapping).fields) {
      if (column === undefined) continue;
      const key = JSON.stringify([column, target]);
      times.set(key, { column, target, times: (times.get(key)?.times ?? 0) + 1 });
    }
  }
  return [...times.values()];
}
