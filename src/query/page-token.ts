import { createHmac, timingSafeEqual } from 'node:crypto';
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

const signatureBytes = 12;

/** Writes and reads page tokens, signed with a secret: nobody else can make one. */
export interface PageTokens {
  /** Base64url text of a page token. */
  write(token: PageToken): string;
  /**
   * Throws Problem `invalid-page-token` when it was altered or made up, belongs to another filter, or to another edition
   * where one is given; without `edition` the caller goes on in the token's own.
   */
  read(text: string, expected: { readonly filter: string; readonly edition?: number }): PageToken;
}

export function createPageTokens(secret: string): PageTokens {
  return {
    write: ({ values, filter, edition }) => {
      const payload = Buffer.from(JSON.stringify([values.map(tagged), filter, edition]), 'utf8');
      return Buffer.concat([signature(payload, secret), payload]).toString('base64url');
    },
    read: (text, expected) => {
      const token = readToken(text, secret);
      const foreign = token === null || token.filter !== expected.filter;
      if (foreign || (expected.edition !== undefined && token.edition !== expected.edition))
        throw problem('invalid-page-token');
      return token;
    },
  };
}

function readToken(text: string, secret: string): PageToken | null {
  if (!/^[\w-]+$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  // Base64 has spare bits at the end: only the one spelling that we write is ours.
  if (bytes.length <= signatureBytes || bytes.toString('base64url') !== text) return null;
  const payload = bytes.subarray(signatureBytes);
  if (!timingSafeEqual(bytes.subarray(0, signatureBytes), signature(payload, secret))) return null;
  const [values, filter, edition] = JSON.parse(payload.toString('utf8')) as [Tagged[], string, number];
  return { values: values.map(untagged), filter, edition };
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

function signature(payload: Buffer, secret: string): Buffer {
  return createHmac('sha256', `page-token:${secret}`).update(payload).digest().subarray(0, signatureBytes);
}
