import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps secrets at rest: sealed with the key of `LIENTHONG_SECRET_KEY_FILE` (AES-256-GCM), or only as a digest. */
export interface Secrets {
  seal(text: string): string;
  /** Throws where the text was sealed with another key, or altered. */
  open(sealed: string): string;
  /** A key of its own for one purpose, so that no two uses share one. */
  derive(purpose: string): Buffer;
}

/** Reads the key file, making it at first start (mode 0600). Nodes of one store need the same file. */
export function openSecrets(keyFile: string): Secrets {
  if (!existsSync(keyFile)) {
    mkdirSync(dirname(keyFile), { recursive: true });
    writeFileSync(keyFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const root = createHash('sha256').update(readFileSync(keyFile, 'utf8').trim()).digest();
  const derive = (purpose: string) => createHmac('sha256', root).update(purpose).digest();
  const key = derive('secrets at rest');
  return {
    derive,
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

/** A new secret that nobody guesses, for links, cookies and keys. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** A short id that is no secret and stands well in addresses and in grants. */
export const newId = (): string => randomBytes(10).toString('hex');

/** What is kept of such a secret: it is long and random, so a plain digest gives nothing away. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
