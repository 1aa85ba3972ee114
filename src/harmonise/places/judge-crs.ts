import type { CrsReason } from '../model.ts';
import type { CrsBook, SourceCrs } from './crs-book.ts';
import type { ResolvedCrs } from './resolve-crs.ts';
import { transformOf } from './transform.ts';
import type { UnitPlaces } from './unit-places.ts';
import { isDegrees, weighCrs, type Points, type Weight } from './weigh-crs.ts';
import type { Witness } from './witnesses.ts';

/** One reference system that may be meant, and why. */
export interface CrsOption {
  readonly crs: SourceCrs;
  readonly why: CrsReason;
}

export interface CrsVerdict {
  /** Best first. */
  readonly options: readonly CrsOption[];
  readonly open: boolean;
}

export interface CrsCase {
  /** East and north of sampled rows. */
  readonly points: Points;
  readonly resolved: ResolvedCrs | null;
  readonly witnesses: readonly Witness[];
  readonly book: CrsBook;
  readonly units: UnitPlaces;
}

/** Share of rows that must come near their places before a witness is believed. */
const believedShare = 0.8;
const optionsKept = 6;
/** Medians that differ by less than this many times their noise do not tell two systems apart. */
const clearly = 3;

/**
 * Weighs the systems that the file may mean. What it states is taken unless its rows, by their own codes or names, lie
 * elsewhere; where it states nothing, the systems are kept that put the rows where they say they are, those usual there
 * first. Only one left, or one clearly nearest to the centres of the units: it is proposed. Else it is asked.
 */
export function judgeCrs(question: CrsCase): CrsVerdict {
  const { resolved, book } = question;
  const tried = triedSystems(resolved, book);
  const trial = bestTrial(question, tried);
  if (resolved) return judgeStated(resolved, trial, question);
  if (!trial) return judgeByCountry(question, tried);
  return trial.isFine ? judgeFine(trial, question.units) : judgeCoarse(trial, question.units);
}

function triedSystems(resolved: ResolvedCrs | null, book: CrsBook): SourceCrs[] {
  const stated = resolved ? [resolved.crs, ...(resolved.rather ? [resolved.rather] : [])] : [];
  const isNew = (crs: SourceCrs) => !stated.some((each) => each.code !== null && each.code === crs.code);
  return [...stated, ...book.candidates().filter(isNew)];
}

interface Trial {
  readonly witness: Witness;
  /** Whether units are small enough for their centres to count. */
  readonly isFine: boolean;
  /** Those that put enough rows near, best first. */
  readonly kept: readonly Weight[];
  readonly all: readonly Weight[];
}

/** The witness that says most among those that at least one system bears out. */
function bestTrial({ points, witnesses, units }: CrsCase, tried: readonly SourceCrs[]): Trial | null {
  const trials = witnesses.flatMap((witness): Trial[] => {
    const all = tried.map((crs) => weighCrs(crs, points, witness, units));
    const top = Math.max(...all.map(({ share }) => share));
    if (top < believedShare) return [];
    const kept = all
      .filter(({ share }) => share >= 0.95 * top)
      .sort((one, other) => one.offsetMetres - other.offsetMetres || other.share - one.share);
    return [{ witness, isFine: kept[0]!.offsetMetres < Infinity, kept, all }];
  });
  const rank = (trial: Trial) => (trial.isFine ? 1e9 : 0) + trial.kept[0]!.rows - trial.kept[0]!.noiseMetres / 1e6;
  return trials.sort((one, other) => rank(other) - rank(one))[0] ?? null;
}

/** A guess this sure is proposed without asking; every guess is told of. */
const sureEnough = 0.9;
const surest = 0.97;

/**
 * Each system's share of belief: how probable it is that rows which lie anywhere in their units have their median this
 * far from the centres, and how usual the system is there. Positions on other datums are rarer without being named.
 */
function judgeFine({ witness, kept }: Trial, units: UnitPlaces): CrsVerdict {
  const customary = customaryOf(witness, units);
  const [best] = kept;
  const noise = Math.max(...kept.map(({ noiseMetres }) => noiseMetres));
  const beliefs = kept.map((weight) => {
    const deviations = (weight.offsetMetres - best!.offsetMetres) / noise;
    const usual = weight.crs.code !== null && customary.has(weight.crs.code);
    const prior = usual ? 3 : weight.crs.method === '' ? 0.3 : 1;
    return { weight, usual, belief: prior * Math.exp(-0.5 * deviations * Math.abs(deviations)) };
  });
  const total = beliefs.reduce((sum, { belief }) => sum + belief, 0);
  const isCentred = best!.offsetMetres <= clearly * noise;
  const options = beliefs
    .map(({ weight, usual, belief }): CrsOption => {
      const share = Math.min(surest, belief / total) * (isCentred ? 1 : 0.5);
      const isSure = share >= sureEnough;
      const detail = { count: weight.rows, offset: Math.round(weight.offsetMetres), place: placeOf(witness) };
      const reason = isSure ? 'unit-centres' : usual ? 'custom-near-centres' : 'near-centres';
      return { crs: weight.crs, why: { reason, confidence: Math.round(share * 100) / 100, detail } };
    })
    .sort((one, other) => other.why.confidence - one.why.confidence);
  const open = !(options[0]!.why.confidence >= sureEnough);
  return { options: options.slice(0, optionsKept), open };
}

function judgeCoarse({ witness, kept }: Trial, units: UnitPlaces): CrsVerdict {
  return rankedByCustom(kept, witness, units);
}

/** Several systems, or one of several that lie close together: those usual in the place come first; it is asked. */
function rankedByCustom(weights: readonly Weight[], witness: Witness, units: UnitPlaces): CrsVerdict {
  const customary = customaryOf(witness, units);
  const options = weights.map((weight): CrsOption => {
    const usual = weight.crs.code !== null && customary.has(weight.crs.code);
    const reason = usual ? 'custom-of-place' : 'in-province';
    const detail = { share: Math.round(weight.share * 100), place: placeOf(witness) };
    return { crs: weight.crs, why: { reason, confidence: usual ? 0.6 : 0.3, detail } };
  });
  options.sort((one, other) => other.why.confidence - one.why.confidence);
  return { options: options.slice(0, optionsKept), open: true };
}

const unitsLookedAt = 200;

function customaryOf(witness: Witness, units: UnitPlaces): ReadonlySet<string> {
  return new Set(witness.units.slice(0, unitsLookedAt).flatMap((unit) => customOf(unit, units)));
}

function placeOf({ kind, name }: Witness): string {
  return kind === 'file' ? name : `«${name}»`;
}

/** Systems usual in a unit, or in what it stands in. */
function customOf(unit: { list: string; code: string }, units: UnitPlaces): string[] {
  const own = units.customaryCrs(unit);
  return own.length > 0 ? own : units.above(unit).flatMap((above) => units.customaryCrs(above));
}

/** Nothing names a place: systems by which the rows lie in the country, and where that system is usual, first. */
function judgeByCountry({ points, units }: CrsCase, tried: readonly SourceCrs[]): CrsVerdict {
  const options = tried.flatMap((crs): CrsOption[] => {
    const places = placesOf(crs, points, units);
    if (places.share < 0.9) return [];
    const usual = crs.code !== null && places.customary.has(crs.code);
    return [{ crs, why: { reason: 'in-country', confidence: usual ? 0.35 : 0.1 } }];
  });
  options.sort((one, other) => other.why.confidence - one.why.confidence);
  return { options: options.slice(0, optionsKept), open: true };
}

const coastMetres = 40_000;
const looked = 60;

function placesOf(crs: SourceCrs, points: Points, units: UnitPlaces) {
  const move = transformOf(crs) ?? ((x: number, y: number) => [x, y] as const);
  const given = points.filter((point) => point !== null).slice(0, looked);
  const customary = new Set<string>();
  let inside = 0;
  for (const point of given) {
    const [longitude, latitude] = move(point[0], point[1]);
    if (!isDegrees(longitude, latitude)) continue;
    const { index, metres } = units.nearest(longitude, latitude);
    if (index === -1 || metres > coastMetres) continue;
    inside++;
    for (const code of customOf(units.places[index]!, units)) customary.add(code);
  }
  return { share: given.length === 0 ? 0 : inside / given.length, customary };
}

/** The statement, unless the datum of its grid is another or its rows lie elsewhere. */
function judgeStated(resolved: ResolvedCrs, trial: Trial | null, { units }: CrsCase): CrsVerdict {
  const stated: CrsOption = { crs: resolved.crs, why: { reason: 'stated', confidence: 1 } };
  const doubted: CrsOption = { crs: resolved.crs, why: { reason: 'stated', confidence: 0.1 } };
  if (resolved.rather) {
    const meant = { crs: resolved.rather, why: { reason: 'datum-of-grid', confidence: 0.85 } };
    if (!trial) return { options: [meant, doubted], open: false };
    const [said, rather] = [weightOf(trial, resolved.crs), weightOf(trial, resolved.rather)];
    if (isBetter(rather, said)) {
      const sure = { crs: resolved.rather, why: { reason: 'datum-of-grid', confidence: 0.97 } };
      return { options: [sure, doubted], open: false };
    }
    if (isBetter(said, rather)) return { options: [stated], open: false };
    if (rather && rather.share >= believedShare) return { options: [meant, doubted], open: false };
  }
  const own = trial && weightOf(trial, resolved.crs);
  if (!trial || !own || own.rows < 3 || own.share >= 0.5) return { options: [stated], open: false };
  const better = trial.isFine ? judgeFine(trial, units) : judgeCoarse(trial, units);
  const found = better.options.map(({ crs, why }) => ({
    crs,
    why: { reason: 'outside-stated-place', confidence: Math.min(0.7, why.confidence) },
  }));
  return { options: [...found, doubted].slice(0, optionsKept), open: true };
}

function weightOf({ all }: Trial, crs: SourceCrs): Weight | undefined {
  return all.find((weight) => weight.crs === crs);
}

function isBetter(one: Weight | undefined, other: Weight | undefined): boolean {
  if (!one || !other || one.offsetMetres === Infinity) return false;
  return one.share >= believedShare && one.offsetMetres + clearly * one.noiseMetres < other.offsetMetres;
}
