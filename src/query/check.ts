import type { Expression, Field, Limits } from './model.ts';
import { resolve } from './resolve.ts';

/**
 * Checks a filter against the properties that its caller may use. A property the caller may not see is simply not in
 * `fields`: the answer is the same as for one that does not exist.
 * Throws Problems `unknown-filter-property`, `unknown-filter-function`, `filter-type-mismatch`,
 * `invalid-filter-literal`, `filter-too-large`, each with its position and what would be accepted.
 */
export function checkExpression(expression: Expression, fields: readonly Field[], limits?: Limits): void {
  resolve(expression, fields, limits ? { limits } : {});
}
