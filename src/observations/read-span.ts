import { observationProblem } from './problems.ts';

/** A moment in a body: ISO 8601 with a zone; whether it is on the calendar `readSpan` tells. */
export const momentSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?(Z|[+-]\\d{2}:\\d{2})$',
} as const;

/** Both ends in UTC. Throws Problem `no-moment`. */
export function readSpan({ from, to }: { readonly from: string; readonly to: string }): { from: string; to: string } {
  return { from: inUtc(from), to: inUtc(to) };
}

function inUtc(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw observationProblem('no-moment', { time: text });
  return new Date(at).toISOString();
}
