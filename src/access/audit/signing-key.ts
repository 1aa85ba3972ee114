import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson, sha256 } from './canonical.ts';

/** A key that signs checkpoints (Ed25519). */
export interface SigningKey {
  /** The first 16 hex digits of the SHA-256 of its public half. */
  readonly id: string;
  /** Public half: SubjectPublicKeyInfo, base64url. */
  readonly public: string;
  sign(text: string): string;
}

/** A public key in its place among the keys of a chain. */
export interface KeyEntry {
  readonly number: number;
  readonly id: string;
  readonly public: string;
  /** The first checkpoint that it signs. */
  readonly fromCheckpoint: number;
  readonly at: string;
  /** Id of the key before; null: the first. */
  readonly previous: string | null;
  /** Signature of the key before over this entry; null: the first, or the key before was lost. */
  readonly byPrevious: string | null;
  /** Signature of the key itself over this entry: whoever trusts it trusts what it says of the one before. */
  readonly byItself: string;
}

/** The bytes that both keys sign. */
export function keyText({ number, id, public: publicHalf, fromCheckpoint, at, previous }: Unsigned): string {
  return canonicalJson({ kind: 'key', version: 1, number, id, public: publicHalf, fromCheckpoint, at, previous });
}
type Unsigned = Omit<KeyEntry, 'byPrevious' | 'byItself'>;

export function keyId(publicHalf: string): string {
  return sha256(Buffer.from(publicHalf, 'base64url')).slice(0, 16);
}

/** False too where the key is none. */
export function isSigned(text: string, signature: string, publicHalf: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicHalf, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function signingKey(privateKey: KeyObject): SigningKey {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64url');
  return {
    id: keyId(spki),
    public: spki,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

/** The key in a file (PEM, PKCS 8); null where there is none. */
export function readSigningKey(file: string): SigningKey | null {
  return existsSync(file) ? signingKey(createPrivateKey(readFileSync(file))) : null;
}

/** Makes a key in a file that did not exist; mode 0600. */
export function makeSigningKey(file: string): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return signingKey(privateKey);
}

/** A key that waits beside the one in use until the database knows it. */
export const nextKeyFile = (file: string): string => `${file}.next`;

/** Ends a rotation: the waiting key takes the place of the old one, which is gone. */
export function takeNextKey(file: string): void {
  if (existsSync(nextKeyFile(file))) renameSync(nextKeyFile(file), file);
}

export function dropNextKey(file: string): void {
  rmSync(nextKeyFile(file), { force: true });
}
