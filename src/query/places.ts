/**
 * Where a node stood in what the caller wrote: a 1-based character of the text or a JSON pointer. Kept beside the
 * tree, not in it, so that equal filters are equal trees.
 */
interface Place {
  readonly at: string;
  readonly args: readonly string[];
}
const places = new WeakMap<object, Place>();

export function placeNode<T>(node: T, at: string, args: readonly string[] = []): T {
  if (typeof node === 'object' && node !== null) places.set(node, { at, args });
  return node;
}

/** Place of a node; `1` where the tree was not read from text or JSON. */
export function placeOf(node: unknown): string {
  return (typeof node === 'object' && node !== null && places.get(node)?.at) || '1';
}

/** Place of an operand, also of one that is a plain string, number or boolean. */
export function placeOfArgument(parent: object, index: number, argument: unknown): string {
  return places.get(parent)?.args[index] ?? (typeof argument === 'object' ? placeOf(argument) : placeOf(parent));
}
