import { hash, verify } from '@node-rs/argon2';
import { accessProblem } from '../problems.ts';

/** argon2id (the library's default) with OWASP's second choice: 19 MiB, two passes, one lane; about 30 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const shortest = 12;
const longest = 128;

/** What people choose first, in both languages; digits and signs around it do not make it another word. */
const common =
  /^(password|passw0rd|matkhau|mậtkhẩu|qwertyuiop|qwerty|asdfghjkl|iloveyou|letmein|welcome|admin(istrator)?|vietnam|việtnam|hanoi|hànội|saigon|lienthong|liênthông|changeme|secret|monkey|dragon)+$/;
const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];

/** Throws Problem `weak-password`: length is what counts (NIST SP 800-63B), and not being one's own name or address. */
export function checkPassword(password: string, about: readonly string[]): void {
  const folded = password.toLowerCase();
  const own = about.flatMap((text) => text.toLowerCase().split(/[@\s]+/)).filter((part) => part.length >= 4);
  const isVaried = new Set(folded).size >= 5;
  const isOwn = own.some((part) => folded.includes(part) && folded.length < part.length + 6);
  if (password.length < shortest || password.length > longest || !isVaried || isOwn || isCommon(folded)) {
    throw accessProblem('weak-password', { shortest });
  }
}

/** Words of the list, runs of the alphabet or keyboard, and the same few signs again and again are tried first by everybody. */
function isCommon(folded: string): boolean {
  const signs = folded.replaceAll(/\s/g, '');
  const core = signs.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const isRun = rows.some((row) => row.includes(signs) || [...row].toReversed().join('').includes(signs));
  return common.test(core) || isRun || /^(.{1,6})\1+.{0,5}$/.test(signs);
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

let decoy: Promise<string> | null = null;

/** Takes as long for an account that does not exist, so that nobody learns from the time which addresses are known. */
export async function isPassword(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password', cost);
  const matches = await verify(hashed ?? (await decoy), password.slice(0, 1_000).normalize('NFC'));
  return matches && hashed !== null;
}
