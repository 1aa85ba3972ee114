import type { XmlHandler } from '../xml/xml-parser.ts';

/** What is known of all elements at one path. */
export interface ElementKind {
  readonly path: string;
  count: number;
  /** The most of them inside one parent. */
  together: number;
  /** Attributes, texts and inner values of all of them. */
  values: number;
  children: number;
}

interface Frame {
  readonly kind: ElementKind | null;
  readonly path: string;
  readonly byName: Map<string, number>;
  children: number;
  values: number;
  hasText: boolean;
}

const mostKinds = 2_000;
/** Real documents have a handful; comparing all with all must stay cheap. */
const mostRecordKinds = 200;

/** Counts elements by path, to find the one that repeats as records do. */
export class ElementCensus implements XmlHandler {
  readonly kinds = new Map<string, ElementKind>();
  readonly #frames: Frame[] = [];

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.#frames.at(-1);
    const path = `${parent?.path ?? ''}/${name}`;
    const kind = this.#kind(path);
    const own = Object.keys(attributes).filter(isOwn).length;
    this.#frames.push({ kind, path, byName: new Map(), children: 0, values: own, hasText: false });
    if (kind) kind.count += 1;
    if (!parent) return;
    parent.children += 1;
    const together = (parent.byName.get(name) ?? 0) + 1;
    parent.byName.set(name, together);
    if (kind) kind.together = Math.max(kind.together, together);
  }

  close(): void {
    const frame = this.#frames.pop()!;
    const values = frame.values + (frame.hasText ? 1 : 0);
    if (frame.kind) {
      frame.kind.values += values;
      frame.kind.children += frame.children;
    }
    const parent = this.#frames.at(-1);
    if (parent) parent.values += values;
  }

  text(text: string): void {
    const frame = this.#frames.at(-1);
    if (frame && !frame.hasText && text.trim() !== '') frame.hasText = true;
  }

  #kind(path: string): ElementKind | null {
    const known = this.kinds.get(path);
    if (known || this.kinds.size >= mostKinds) return known ?? null;
    const kind = { path, count: 0, together: 0, values: 0, children: 0 };
    this.kinds.set(path, kind);
    return kind;
  }
}

/** Namespaces and places of schemas say nothing of a record. */
export function isOwn(attribute: string): boolean {
  return attribute !== 'xmlns' && !attribute.startsWith('xmlns:') && !attribute.startsWith('xsi:');
}

/**
 * Kinds of elements that stand as records do, the likeliest first: they repeat inside one parent (or alone inside
 * wrappers that repeat) and hold two values or more each. Many records with several values come before few with many.
 */
export function recordKinds(kinds: ReadonlyMap<string, ElementKind>): ElementKind[] {
  const isRecord = (kind: ElementKind) => {
    if (kind.count < 2 || kind.values < kind.count * 2) return false;
    if (kind.together >= 2) return true;
    const wrapper = kinds.get(kind.path.slice(0, kind.path.lastIndexOf('/')));
    return wrapper !== undefined && wrapper.together >= 2 && wrapper.children === kind.count;
  };
  const isOnlyWrapper = (kind: ElementKind) =>
    [...kinds.values()].some(
      (inner) =>
        inner.path.startsWith(`${kind.path}/`) &&
        inner.count === kind.count &&
        kind.children === kind.count &&
        isRecord(inner),
    );
  const records = [...kinds.values()]
    .filter((kind) => isRecord(kind) && !isOnlyWrapper(kind))
    .toSorted((left, right) => right.count - left.count)
    .slice(0, mostRecordKinds);
  const isIn = (inner: ElementKind, outer: ElementKind) => inner.path.startsWith(`${outer.path}/`);
  // What belongs to records inside a record does not make the outer one worth more.
  const own = (kind: ElementKind) => {
    const inner = records.filter((one) => isIn(one, kind));
    const direct = inner.filter((one) => !inner.some((other) => other !== one && isIn(one, other)));
    return kind.values - direct.reduce((sum, one) => sum + one.values, 0);
  };
  const worth = new Map(records.map((kind) => [kind, Math.min(own(kind), kind.count * 6)]));
  return records.toSorted((left, right) => worth.get(right)! - worth.get(left)!);
}
