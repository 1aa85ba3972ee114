import { entitySets, isSetName, propertyOf, relationOf } from './entity-sets.ts';
import type { EntitySet, Property, Relation } from './model.ts';
import { staProblem } from './problems.ts';

/** One step of an address from entity to entity; `relation` is null for the first. */
export interface Step {
  readonly set: EntitySet;
  readonly relation: Relation | null;
  /** Null: all of them, or the one that a relation leads to. */
  readonly id: number | null;
}

/** An address below the service root (18-088, 9.2): steps, then a property and what is in it, `$value` or `$ref`. */
export interface ResourcePath {
  readonly steps: readonly Step[];
  readonly property: Property | null;
  /** Members below the property: `properties/a/b`. */
  readonly members: readonly string[];
  readonly tail: '$value' | '$ref' | null;
}

/** Whether the address is of many entities. */
export function isCollection({ steps, property }: ResourcePath): boolean {
  const last = steps.at(-1)!;
  return property === null && last.id === null && (last.relation?.isMany ?? true);
}

const segmentPattern = /^([A-Za-z]+)(?:\((-?\d{1,19})\))?$/;

/** Throws Problem `sta-path-not-found`. */
export function parsePath(text: string): ResourcePath {
  const segments = text.split('/').filter((segment) => segment !== '');
  const missing = () => staProblem('sta-path-not-found', { path: `/${text}` });
  const steps: Step[] = [];
  let place = 0;
  for (; place < segments.length; place++) {
    const step = readStep(segments[place]!, steps.at(-1) ?? null);
    if (step === null) break;
    steps.push(step);
  }
  const last = steps.at(-1);
  if (!last) throw missing();
  const isOne = last.id !== null || last.relation?.isMany === false;
  const property = isOne && place < segments.length ? (propertyOf(last.set, segments[place]!) ?? null) : null;
  if (property) place++;
  const rest = segments.slice(place);
  const tail = rest.at(-1) === '$value' || rest.at(-1) === '$ref' ? (rest.pop() as '$value' | '$ref') : null;
  const fits = tail === null || (tail === '$value' ? property !== null : property === null);
  const mayHaveMembers = property !== null && ['object', 'geometry', 'result'].includes(property.kind);
  if (!fits || (rest.length > 0 && !mayHaveMembers)) throw missing();
  return { steps, property, members: rest, tail };
}

/** Null where the segment is no entity: it may be a property. */
function readStep(segment: string, before: Step | null): Step | null {
  const [, name, id] = segmentPattern.exec(segment) ?? [];
  if (name === undefined) return null;
  const key = id === undefined ? null : Number(id);
  if (before === null) return isSetName(name) ? { set: entitySets[name], relation: null, id: key } : null;
  const isOne = before.id !== null || before.relation?.isMany === false;
  const relation = isOne ? relationOf(before.set, name) : undefined;
  if (!relation || (key !== null && !relation.isMany)) return null;
  return { set: entitySets[relation.to], relation, id: key };
}
