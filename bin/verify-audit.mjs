#!/usr/bin/env node
// Checks a bundle of an audit log: node verify-audit.mjs BUNDLE [--key ID] [--outside FILE]...
// Needs Node 18 or later and nothing else, and shares no code with the product. Exit code 0: whole; 1: not; 2: wrong usage.
//
// Entries form a chain: each holds the SHA-256 of the one before. Checkpoints sign (Ed25519) the hash of the last entry they
// cover, and the digest of the checkpoint before. Every hash and signature is over JSON with sorted keys and no blanks.
// A field that may name a person stands in the hash as SHA-256 of [salt, name, value], so it can be erased lawfully.
// --key: id of the node's present key, as its operator told you. --outside: a copy of the checkpoints kept elsewhere.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const files = [];
const copies = [];
let trustedKey = null;
for (let i = 2; i < process.argv.length; i++) {
  const word = process.argv[i];
  if (word === '--key') trustedKey = process.argv[++i];
  else if (word === '--outside') copies.push(process.argv[++i]);
  else files.push(word);
}
if (files.length !== 1 || files[0].startsWith('-')) {
  console.error('Usage: node verify-audit.mjs BUNDLE [--key ID] [--outside FILE]...');
  process.exit(2);
}

const erasable = ['who', 'onBehalfOf', 'resources', 'target', 'purpose', 'address', 'agent', 'details'];
const plain = [
  'number',
  'at',
  'action',
  'operation',
  'outcome',
  'problem',
  'via',
  'legalBasis',
  'rows',
  'digest',
  'request',
];
const zero = '0'.repeat(64);

const sha = (content) => createHash('sha256').update(content).digest('hex');
const lines = (file) => createInterface({ input: createReadStream(file), crlfDelay: Infinity });

function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map((one) => canonical(one)).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return (
    '{' +
    names
      .sort()
      .map((name) => JSON.stringify(name) + ':' + canonical(value[name]))
      .join(',') +
    '}'
  );
}

function signed(text, signature, publicHalf) {
  try {
    const key = createPublicKey({ key: Buffer.from(publicHalf, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

const pick = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]));
const checkpointText = (c) =>
  canonical({
    kind: 'checkpoint',
    version: 1,
    ...pick(c, ['number', 'entry', 'hash', 'at', 'node', 'key', 'previous']),
  });
const keyText = (k) =>
  canonical({ kind: 'key', version: 1, ...pick(k, ['number', 'id', 'public', 'fromCheckpoint', 'at', 'previous']) });

const faults = [];
const fault = (text) => faults.push(text);

// 1. The bundle, line by line.
let head = null;
let end = null;
let last = { number: 0, hash: zero };
let checkpoint = null;
let covered = 0;
let entries = 0;
let checkpoints = 0;
const keys = [];
const hashes = new Map();
const erased = [];
const erasures = [];
let restored = null;

function readEntry(entry) {
  entries++;
  if (entry.number !== last.number + 1) fault(`entries ${last.number + 1} to ${entry.number - 1} are missing`);
  else if (last.hash !== null && entry.previous !== last.hash) fault(`entry ${last.number} was replaced or moved`);
  const body = { version: 1, ...pick(entry, plain), fields: entry.fields, previous: entry.previous };
  const isWhole = erasable.every((name) =>
    entry[name] === undefined
      ? !(name in entry.salts)
      : entry.fields[name] === sha(canonical([entry.salts[name] ?? '', name, entry[name]])),
  );
  const isKnown = [...Object.keys(entry.fields), ...Object.keys(entry.salts)].every((name) => erasable.includes(name));
  if (!isWhole || !isKnown || sha(canonical(body)) !== entry.hash)
    fault(`entry ${entry.number} (${entry.at}) was edited`);
  const gone = Object.keys(entry.fields).filter((name) => entry[name] === undefined);
  if (gone.length > 0) erased.push({ number: entry.number, gone });
  if (entry.action === 'erase') erasures.push(entry);
  if (entry.action === 'restore') restored = entry;
  hashes.set(entry.number, entry.hash);
  last = entry;
}

function readCheckpoint(one) {
  checkpoints++;
  if (checkpoint && one.number !== checkpoint.number + 1) {
    fault(`checkpoints ${checkpoint.number + 1} to ${one.number - 1} are missing`);
  } else if (checkpoint && one.previous !== sha(checkpointText(checkpoint) + checkpoint.signature)) {
    fault(`checkpoint ${checkpoint.number} is not the one that was followed`);
  } else if (!checkpoint && head.after === 0 && (one.number !== 1 || one.previous !== zero)) {
    fault('the first checkpoint is missing');
  }
  checkpoint = one;
  const key = keys.filter((candidate) => candidate.fromCheckpoint <= one.number).at(-1);
  if (one.node !== head.node || key?.id !== one.key || !signed(checkpointText(one), one.signature, key.public)) {
    fault(`checkpoint ${one.number} (${one.at}) was changed or is not signed by the node`);
    return;
  }
  if (one.entry > last.number) {
    fault(`entries ${last.number + 1} to ${one.entry} are missing`);
    last = { number: one.entry, hash: one.hash };
  } else if (one.entry === last.number && last.hash !== null && last.hash !== one.hash) {
    fault(`entries ${covered + 1} to ${one.entry} are not those that were signed (${one.at})`);
  }
  covered = Math.max(covered, one.entry);
}

for await (const text of lines(files[0])) {
  if (text === '') continue;
  const { kind, ...line } = JSON.parse(text);
  if (kind === 'bundle') {
    head = line;
    covered = line.after;
    if (line.after > 0) last = { number: line.after, hash: null };
  } else if (kind === 'key') keys.push(line);
  else if (kind === 'entry') readEntry(line);
  else if (kind === 'checkpoint') readCheckpoint(line);
  else if (kind === 'end') end = line;
}
if (!head || !end || end.entries !== entries || end.checkpoints !== checkpoints) fault('the bundle is not whole');
if (last.number > covered) fault(`entries ${covered + 1} to ${last.number} are signed by no checkpoint`);

// 2. What a copy outside the database says.
const outsideKeys = [];
const outside = [];
for (const file of copies) {
  for await (const text of lines(file)) {
    const start = text.indexOf('{"kind":');
    if (start < 0) continue;
    try {
      const line = JSON.parse(text.slice(start));
      if (line.kind === 'key') outsideKeys.push(line);
      if (line.kind === 'checkpoint' && line.node === head?.node) outside.push(line);
    } catch {
      // half a line: a power cut, or another message
    }
  }
}
const isBeforeRestore = (one) => restored !== null && restored.number <= one.entry && one.at <= restored.at;
const told = new Map();
for (const one of outside) {
  const by = [...keys, ...outsideKeys].find((key) => key.id === one.key);
  if (!by || !signed(checkpointText(one), one.signature, by.public) || isBeforeRestore(one)) continue;
  if (one.entry > last.number && head.isWhole && one.at < head.madeAt) {
    fault(`the end was cut off: there were entries up to ${one.entry} (${one.at})`);
  }
  told.set(one.entry, [...(told.get(one.entry) ?? []), one]);
}
for (const [number, ones] of told) {
  const hash = hashes.get(number);
  if (hash !== undefined && !ones.some((one) => one.hash === hash)) {
    fault(`entry ${number} or one before it differs from the copy outside`);
  }
}

// 3. The keys, and what was erased.
keys.forEach((key, i) => {
  const before = keys[i - 1];
  const isWhole =
    key.id === sha(Buffer.from(key.public, 'base64url')).slice(0, 16) && signed(keyText(key), key.byItself, key.public);
  const follows = before
    ? key.number === before.number + 1 &&
      key.previous === before.id &&
      (signed(keyText(key), key.byPrevious ?? '', before.public) || outsideKeys.some((one) => one.id === key.id))
    : key.number === 1 && key.previous === null;
  if (!isWhole || !follows) fault(`key ${key.number} (${key.id}) is not vouched for`);
});
if (trustedKey !== null && keys.at(-1)?.id !== trustedKey) fault(`the last key is not ${trustedKey}`);
for (const one of outsideKeys) {
  if (!keys.some((key) => key.id === one.id)) fault(`key ${one.id} of the copy outside is not in the bundle`);
}
for (const { number, gone } of erased) {
  const isTold = erasures.some(
    ({ number: later, details }) =>
      later > number &&
      details?.entries?.some(([from, to]) => from <= number && number <= to) &&
      gone.every((name) => details.fields?.includes(name)),
  );
  if (!isTold && head?.isWhole) fault(`entry ${number}: ${gone.join(', ')} is gone and no entry tells of an erasure`);
}

for (const text of [...new Set(faults)]) console.log(`DAMAGED: ${text}`);
const range = `${entries} entries, ${checkpoints} signed checkpoints, node ${head?.node}, key ${keys.at(-1)?.id}`;
console.log(faults.length === 0 ? `WHOLE: ${range}` : `NOT WHOLE: ${range}`);
if (copies.length === 0)
  console.log('Not excluded: without --outside the end may have been cut off with its checkpoints.');
if (copies.length === 0 && trustedKey === null) {
  console.log('Not excluded: without --key or --outside all may have been made again with another key.');
}
console.log('Not excluded: an entry removed or added in the second before it was chained.');
process.exitCode = faults.length === 0 ? 0 : 1;
