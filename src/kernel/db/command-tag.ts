const touching = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

/** Rows touched according to a command tag: `INSERT 0 5`, `UPDATE 3`, `COPY 10`; a SELECT touches nothing. */
export function affectedOf(tag: string): number {
  const words = tag.split(' ');
  return touching.has(words[0]!) ? Number(words.at(-1)) || 0 : 0;
}
