import assert from 'node:assert/strict';

const voidElements = new Set(['meta', 'link', 'input', 'br', 'img', 'hr']);

/** Every element that opens closes, in order; attributes are quoted. */
export function checkWellFormed(html: string): void {
  const open: string[] = [];
  for (const [tag, closing, name] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)(?:\s+[\w:-]+(?:="[^"<]*")?)*\s*\/?>/g)) {
    if (closing) assert.equal(open.pop(), name, `${tag} closes something else`);
    else if (!voidElements.has(name!) && !tag.endsWith('/>')) open.push(name!);
  }
  assert.deepEqual(open, []);
}
