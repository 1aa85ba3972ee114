import type { ArrayFunction } from './operators.ts';

/**
 * Array functions on JSON, as sets: order and repetition do not count (OGC 21-065r2, set relations). An element that is
 * itself an array or object contains like PostgreSQL's `@>`. A value that is no array is in no relation to anything.
 */
export function relateArrays(relation: ArrayFunction, left: unknown, right: unknown): boolean | null {
  if (relation === 'a_contains') return containedArray(left, right);
  if (relation === 'a_containedBy') return containedArray(right, left);
  if (isNull(left) || isNull(right)) return relation === 'a_equals' ? equalsUnknown(left, right) : null;
  if (!Array.isArray(left) || !Array.isArray(right)) return false;
  if (relation === 'a_equals') return contains(left, right) && contains(right, left);
  return left.some((item) => contains(right, [item]));
}

/** null where one is null, unless the other is no array: then it is false, as `null and false` is in SQL. */
function equalsUnknown(left: unknown, right: unknown): false | null {
  const noArray = [left, right].some((value) => !isNull(value) && !Array.isArray(value));
  return noArray ? false : null;
}

function containedArray(outer: unknown, inner: unknown): boolean | null {
  if (!isNull(inner) && !Array.isArray(inner)) return false;
  if (isNull(outer) || isNull(inner)) return null;
  return Array.isArray(outer) && contains(outer, inner);
}

function contains(outer: readonly unknown[], inner: readonly unknown[]): boolean {
  return inner.every((wanted) => outer.some((item) => includes(item, wanted)));
}

function includes(item: unknown, wanted: unknown): boolean {
  if (Array.isArray(item)) return Array.isArray(wanted) && contains(item, wanted);
  if (!isObject(item)) return item === wanted;
  if (!isObject(wanted) || Array.isArray(wanted)) return false;
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(item, name) && includes(item[name], value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
