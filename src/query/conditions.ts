import { isOperation, type Expression, type Operand } from './model.ts';
import { placeNode } from './places.ts';
import { problem, shown } from './problems.ts';

/** `NOT condition`. */
export function negation(condition: Expression, at: string, conditionAt: string): Expression {
  return placeNode({ op: 'not', args: [condition] }, at, [conditionAt]);
}

/** Problem for a value that stands where a condition must be, such as a property alone. */
export function notCondition(operand: Operand, position: string) {
  const isName = typeof operand === 'object' && 'property' in operand;
  const found = isName ? operand.property : isOperation(operand) ? operand.op : operand;
  const accepted = isName
    ? `${operand.property} = TRUE, ${operand.property} > 0, ${operand.property} IS NOT NULL`
    : 'a = b, a > b, a LIKE b, a IS NULL, S_…(), T_…(), A_…()';
  return problem('invalid-filter', { position, found: shown(found), accepted });
}
