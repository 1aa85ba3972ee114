import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File of the operator's token in the data folder; mode 0600, made at first start, read by the CLI. */
export function operatorTokenFile(dataFolder: string): string {
  return join(dataFolder, 'operator-token');
}

/**
 * The operator's token. The file is the truth and is looked at again whenever a token is shown that may be it: so a token
 * can be renewed or taken back beside a running node, also when no node runs. An empty file: there is none.
 */
export class OperatorToken {
  readonly #file: string;
  #modifiedMs = -1;
  #digest: Buffer | null = null;
  #text = '';

  constructor(dataFolder: string) {
    this.#file = operatorTokenFile(dataFolder);
    if (!existsSync(this.#file)) {
      mkdirSync(dataFolder, { recursive: true });
      this.renew();
    }
    chmodSync(this.#file, 0o600);
    this.#read();
  }

  get text(): string {
    this.#read();
    return this.#text;
  }

  accepts(shown: string): boolean {
    this.#read();
    return this.#digest !== null && timingSafeEqual(digest(shown), this.#digest);
  }

  /** Makes another token; the one before opens nothing any more. */
  renew(): string {
    const token = randomBytes(32).toString('base64url');
    writeFileSync(this.#file, `${token}\n`, { mode: 0o600 });
    this.#modifiedMs = -1;
    return token;
  }

  /** Takes the token back; nobody is the operator until another is made. */
  revoke(): void {
    writeFileSync(this.#file, '', { mode: 0o600 });
    this.#modifiedMs = -1;
  }

  #read(): void {
    const { mtimeMs } = statSync(this.#file);
    if (mtimeMs === this.#modifiedMs) return;
    this.#text = readFileSync(this.#file, 'utf8').trim();
    this.#digest = this.#text === '' ? null : digest(this.#text);
    this.#modifiedMs = mtimeMs;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
