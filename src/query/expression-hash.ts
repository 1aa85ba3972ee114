import { createHash } from 'node:crypto';
import type { Expression } from './model.ts';

/** 16 hexadecimal digits that equal filters share, whatever text or JSON they were written in; `null` is "no filter". */
export function expressionHash(expression: Expression | null): string {
  return createHash('sha256').update(canonical(expression)).digest('hex').slice(0, 16);
}

/** JSON with sorted members: the tree may come from JSON written in any order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
