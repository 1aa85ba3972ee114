import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { accessProblem } from '../problems.ts';

const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const shortestRsaBits = 2_048;

/** A JSON Web Key Set as it was sent, or as text of a form. Throws Problem `keys-not-readable`. */
export function readPublicKeys(given: unknown): { keys: Record<string, unknown>[] } {
  try {
    const set = (typeof given === 'string' ? JSON.parse(given) : given) as { keys?: Record<string, unknown>[] };
    const keys = set.keys ?? [];
    if (keys.length > 0 && keys.length <= 20 && keys.every(isPublicKey)) return { keys };
  } catch {
    // Not JSON, or no keys: told like any other fault of the set.
  }
  throw accessProblem('keys-not-readable');
}

function isPublicKey(key: Record<string, unknown>): boolean {
  if (privateParts.some((part) => part in key)) return false;
  const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
  return asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) >= shortestRsaBits;
}
