import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names one process of one machine so that another can later tell whether it still runs. A process number alone is
 * reused; together with the moment it started (`/proc/<pid>/stat`, field 22), the boot and the number space of its
 * container it is not. Text form: `boot/space/pid/start/random`.
 */
export interface ProcessIdentity {
  readonly boot: string;
  readonly space: string;
  readonly pid: number;
  readonly start: string;
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return otherwise;
  }
}

function numberSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') || '0';
  } catch {
    return '0';
  }
}

/** State letter and start time; undefined where the process is gone or the system has no `/proc`. */
function processStat(pid: number): { state: string; start: string } | undefined {
  const text = readOr(`/proc/${pid}/stat`, '');
  // The name stands in brackets and may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.length > 19 ? { state: fields[0]!, start: fields[19]! } : undefined;
}

const own: ProcessIdentity = {
  boot: readOr('/proc/sys/kernel/random/boot_id', hostname()).replaceAll('/', '-'),
  space: numberSpace(),
  pid: process.pid,
  start: processStat(process.pid)?.start ?? '',
};

/** A fresh name for a part of this process (a lock, a job runner). */
export function processIdentity(): string {
  return [own.boot, own.space, own.pid, own.start, randomBytes(6).toString('hex')].join('/');
}

/** Undefined where the text is no process identity. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [boot, space, pid, start, random] = text.split('/');
  if (!boot || !space || !pid || start === undefined || !random || !/^\d+$/.test(pid)) return undefined;
  return { boot, space, pid: Number(pid), start };
}

/** Its process number; undefined where the text is no process identity. */
export function processOf(text: string): number | undefined {
  return parseIdentity(text)?.pid;
}

/** Whether that process runs; `unknown` when it belongs to another machine or container, or is no identity. */
export function livenessOf(text: string): 'alive' | 'dead' | 'unknown' {
  const identity = parseIdentity(text);
  if (!identity || identity.boot !== own.boot || identity.space !== own.space) return 'unknown';
  const stat = processStat(identity.pid);
  if (stat) return stat.start === identity.start && stat.state !== 'Z' ? 'alive' : 'dead';
  return identity.start === '' && answersSignal(identity.pid) ? 'unknown' : 'dead';
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
