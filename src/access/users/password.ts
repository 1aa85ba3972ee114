import { hash, verify } from '@node-rs/argon2';
import { accessProblem } from '../problems.ts';

/** argon2id (the library's default) with OWASP's second choice: 19 MiB, two passes, one lane; about 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const shortest = 12;
const longest = 200;

/** Throws Problem `weak-password`: length is what counts (NIST SP 800-63B), and not being one's own name or address. */
export function checkPassword(password: string, about: readonly string[]): void {
  const folded = password.toLowerCase();
  const own = about.flatMap((text) => text.toLowerCase().split(/[@\s]+/)).filter((part) => part.length >= 4);
  const isVaried = new Set(folded).size >= 5;
  const isOwn = own.some((part) => folded.includes(part) && folded.length < part.length + 6);
  if (password.length < shortest || password.length > longest || !isVaried || isOwn) {
    throw accessProblem('weak-password', { shortest });
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

let decoy: Promise<string> | null = null;

/** Takes as long for an account that does not exist, so that nobody learns from the time which addresses are known. */
export async function isPassword(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password', cost);
  const matches = await verify(hashed ?? (await decoy), password.slice(0, 1_000).normalize('NFC'));
  return matches && hashed !== null;
}
