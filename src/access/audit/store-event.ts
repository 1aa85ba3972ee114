import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock, Db } from '../../kernel/index.ts';
import type { AuditEntry } from './model.ts';
import { recordAudit } from './record.ts';

const fileOf = (dataFolder: string): string => join(dataFolder, 'audit', 'to-enter.json');

/** Keeps what was done to the store while no node ran, so that the next one enters it. */
export function enterLater(dataFolder: string, entry: AuditEntry): void {
  mkdirSync(dirname(fileOf(dataFolder)), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(dataFolder), JSON.stringify(entry), { mode: 0o600 });
}

/** Enters what was kept. A process that dies between the two enters it twice rather than not at all. */
export async function enterKept(db: Db, dataFolder: string, clock: Clock): Promise<void> {
  const file = fileOf(dataFolder);
  if (!existsSync(file)) return;
  const entry = JSON.parse(readFileSync(file, 'utf8')) as AuditEntry;
  await db.transaction((tx) => recordAudit(tx, clock, entry));
  rmSync(file);
}
