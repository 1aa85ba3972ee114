import {
  compareScales,
  foldLetters,
  type FieldMapping,
  type Mapping,
  type ScaleFinding,
  unitsOfPacks,
} from '../harmonise/index.ts';
import type { Delivery } from '../ledger/index.ts';
import type { PackSet, Property } from '../packs/index.ts';
import type { PipelineContext } from './context.ts';
import { inspectionBefore } from './find-drift.ts';
import type { InspectedLayer } from './inspection-model.ts';

/** The layers with what the delivery before says of their numbers: ten times, a thousand times as large … */
export async function withScales(
  context: PipelineContext,
  delivery: Delivery,
  layers: readonly InspectedLayer[],
): Promise<InspectedLayer[]> {
  const before = await inspectionBefore(context, delivery);
  return layers.map((now) => {
    const old = before?.layers.find(({ layer }) => layer.id === now.layer.id);
    const found = old?.profile && now.profile ? compareScales(old.profile, now.profile) : [];
    if (found.length === 0) return now;
    return { ...now, profile: { ...now.profile!, scales: [...(now.profile!.scales ?? []), ...found] } };
  });
}

/** The findings that a run has to report: of mapped columns, not yet accepted by the steward. */
export function openScales({ profile }: InspectedLayer, { fields }: Mapping): ScaleFinding[] {
  return (profile?.scales ?? []).filter((finding) => {
    const field = fields.find(({ column }) => column === finding.column);
    return field !== undefined && !isAccepted(finding, field);
  });
}

function isAccepted({ scope, from, to }: ScaleFinding, { reading }: FieldMapping): boolean {
  if (scope === 'delivery' && reading?.['unit'] !== undefined) return true;
  const changes = reading?.['scale'] as readonly { from: number; to: number }[] | undefined;
  return changes?.some((change) => change.from <= to && change.to >= from) ?? false;
}

/** Mass in one share of volume, for columns that are called like a property whose standard states it. */
export function molarFactorsOf(packs: PackSet): (column: string) => readonly number[] {
  const units = unitsOfPacks(packs);
  const factors = new Map<string, number[]>();
  const properties = packs.packs.flatMap(({ standards }) => standards.flatMap((standard) => standard.properties));
  for (const property of properties.filter(({ molar }) => molar)) {
    const found = ['[ppm]', '[ppb]'].flatMap((share) => {
      const verdict = units.verdict(share, property.unit!, property.molar);
      return verdict.kind === 'converts' ? [verdict.conversion.factor] : [];
    });
    for (const name of namesOf(property)) factors.set(name, found);
  }
  return (column) => factors.get(fold(column)) ?? [];
}

function namesOf({ name, title, synonyms = [] }: Property): string[] {
  return [name, title.vi, title.en, ...synonyms].map(fold);
}

function fold(header: string): string {
  return foldLetters(header.replace(/\s*[([][^()[\]]*[)\]]\s*$/, '')).replace(/[^a-z0-9]+/g, '');
}
