import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { sql } from '../sql.ts';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface DiskSample {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly freeBytes: number;
}

const dayMs = 24 * 3_600_000;
/** Forecasts look back so far. */
const sampleDays = 30;
/** Fewer days than this say nothing. */
const leastDays = 3;

/** What an ordinary user may still write on the disk of the folder. */
export async function readDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Keeps one sample a day for each data folder, the last of the day; drops those nobody looks at any more. */
export async function recordDiskSample(db: Db, folder: string, clock: Clock): Promise<void> {
  const { freeBytes, totalBytes } = await readDiskSpace(folder);
  const day = clock.now().toISOString().slice(0, 10);
  await db.query(sql`
    insert into disk_sample (folder, day, free_bytes, total_bytes) values (${folder}, ${day}, ${freeBytes}, ${totalBytes})
    on conflict (folder, day) do update set free_bytes = excluded.free_bytes, total_bytes = excluded.total_bytes`);
  await db.query(sql`delete from disk_sample where day < ${day}::date - 400`);
}

export async function readDiskSamples(db: Db, folder: string, clock: Clock): Promise<DiskSample[]> {
  const day = clock.now().toISOString().slice(0, 10);
  return db.query<DiskSample>(sql`
    select day, free_bytes as "freeBytes" from disk_sample
    where folder = ${folder} and day > ${day}::date - ${sampleDays}::int and day <= ${day} order by day`);
}

/**
 * Days until the disk is full at the pace of the samples; null where it does not fill up or they say too little.
 * The pace is the median of the slopes between all pairs (Theil and Sen), so that one clean-up or one large delivery
 * does not decide.
 */
export function forecastDays(samples: readonly DiskSample[], freeBytes: number): number | null {
  const points = samples.map((sample) => ({ day: Date.parse(sample.day) / dayMs, free: sample.freeBytes }));
  if (points.length < leastDays) return null;
  const slopes: number[] = [];
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) slopes.push((b.free - a.free) / (b.day - a.day));
  }
  const lost = -median(slopes);
  return lost > 0 ? freeBytes / lost : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Below 2 % failed; below 10 %, or full within 14 days, a warning. */
export function judgeDisk({ freeBytes, totalBytes }: DiskSpace, daysLeft: number | null): 'ok' | 'warning' | 'failed' {
  const share = freeBytes / totalBytes;
  if (share < 0.02) return 'failed';
  return share < 0.1 || (daysLeft !== null && daysLeft < 14) ? 'warning' : 'ok';
}

/** `12.5 GiB`; the same in both languages. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
