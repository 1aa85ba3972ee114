// Reporter for node:test that writes one JSON line for each leaf: {kind, name, error?, reason?}, and {kind: 'end'} at the end.
// A leaf is a test without tests inside, a skipped suite, or a suite or parent that failed by itself (a hook, its own
// assertion) rather than through its children.
import { inspect } from 'node:util';

const maxErrorLines = 40;

/** Names of the open tests by depth, and how many children have been reported at each depth. */
class Tree {
  names = [];
  children = [];

  start({ name, nesting }) {
    this.names.length = nesting;
    this.names[nesting] = name;
  }

  /** Reports the end of a test: its full name, and whether tests stood inside it. */
  end({ name, nesting }) {
    const hadChildren = (this.children[nesting + 1] ?? 0) > 0;
    this.children.length = nesting + 1;
    this.children[nesting] = (this.children[nesting] ?? 0) + 1;
    return { name: [...this.names.slice(0, nesting), name].join(' > '), hadChildren };
  }
}

export default async function* reportLeaves(source) {
  const tree = new Tree();
  for await (const { type, data } of source) {
    if (type === 'test:start') tree.start(data);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const leaf = leafOf(type, data, tree.end(data));
    if (leaf) yield `${JSON.stringify(leaf)}\n`;
  }
  yield `${JSON.stringify({ kind: 'end' })}\n`;
}

function leafOf(type, data, { name, hadChildren }) {
  if (data.skip !== undefined && data.skip !== false) return { kind: 'skipped', name, reason: textOf(data.skip) };
  // "todo" would hide a failure: here it is one.
  if (data.todo !== undefined && data.todo !== false) return { kind: 'failed', name, error: 'marked as todo' };
  if (type === 'test:fail') {
    const failure = data.details.error;
    if (failure?.failureType === 'subtestsFailed') return null;
    return { kind: 'failed', name, error: errorText(failure) };
  }
  return hadChildren || data.details.type === 'suite' ? null : { kind: 'passed', name };
}

const textOf = (reason) => (typeof reason === 'string' && reason !== '' ? reason : 'no reason given');

function errorText(failure) {
  const cause = failure?.cause ?? failure;
  const text = typeof cause === 'string' ? cause : inspect(cause, { depth: 4 });
  const lines = text.split('\n').filter((line) => !/^ +at .*\bnode:/.test(line));
  return lines.slice(0, maxErrorLines).join('\n');
}
