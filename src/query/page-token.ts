import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { problem } from './problems.ts';

/** A sort key's value; int8 past 2^53 is a bigint or text. */
export type PageValue = string | number | boolean | null | Date | bigint;

/** Where a page ended: the last row's sort values, in the order of the sorting, bound to the filter and the edition. */
export interface PageToken {
  readonly values: readonly PageValue[];
  /** `expressionHash` of the filter, with whatever else decides the rows and their order. */
  readonly filter: string;
  readonly edition: number;
}

const nonceBytes = 12;
const tagBytes = 12;

/**
 * Writes and reads page tokens, sealed with a secret: nobody else can make one, and nobody can read what it says of
 * rows that the caller may not see (the place of a row counts those before it).
 */
export interface PageTokens {
  /** Base64url text of a page token; the same token always gives the same text. */
  write(token: PageToken): string;
  /**
   * Throws Problem `invalid-page-token` when it was altered or made up, belongs to another filter, or to another edition
   * where one is given; without `edition` the caller goes on in the token's own.
   */
  read(text: string, expected: { readonly filter: string; readonly edition?: number }): PageToken;
}

export function createPageTokens(secret: string): PageTokens {
  const key = derived('key', secret);
  const nonceKey = derived('nonce', secret);
  return {
    write: ({ values, filter, edition }) => {
      const payload = Buffer.from(JSON.stringify([values.map(tagged), filter, edition]), 'utf8');
      // A nonce that follows from the payload never seals two different ones.
      const nonce = createHmac('sha256', nonceKey).update(payload).digest().subarray(0, nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      const sealed = Buffer.concat([cipher.update(payload), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    read: (text, expected) => {
      const token = readToken(text, key);
      const foreign = token === null || token.filter !== expected.filter;
      if (foreign || (expected.edition !== undefined && token.edition !== expected.edition))
        throw problem('invalid-page-token');
      return token;
    },
  };
}

function derived(name: string, secret: string): Buffer {
  return createHmac('sha256', `page-token:${secret}`).update(name).digest();
}

function readToken(text: string, key: Buffer): PageToken | null {
  if (!/^[\w-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  // Base64 has spare bits at the end: only the one spelling that we write is ours.
  if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== text) return null;
  const opener = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  opener.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const payload = Buffer.concat([opener.update(bytes.subarray(nonceBytes + tagBytes)), opener.final()]);
    const [values, filter, edition] = JSON.parse(payload.toString('utf8')) as [Tagged[], string, number];
    return { values: values.map(untagged), filter, edition };
  } catch {
    return null; // altered, or made by somebody else
  }
}

type Tagged = string | number | boolean | null | { readonly date: string } | { readonly integer: string };

function tagged(value: PageValue): Tagged {
  if (value instanceof Date) return { date: value.toISOString() };
  return typeof value === 'bigint' ? { integer: String(value) } : value;
}

function untagged(value: Tagged): PageValue {
  if (typeof value !== 'object' || value === null) return value;
  return 'date' in value ? new Date(value.date) : BigInt(value.integer);
}
