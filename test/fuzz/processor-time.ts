/** What the watchdog is started with. */
export interface Watched {
  /** The number of the input at work, the time it was begun (ms of `Date.now`), the processor's time then. */
  readonly input: BigInt64Array;
  readonly mostMs: number;
  readonly longestWaitMs: number;
  readonly mostBytes: number;
}

/** What this process has used of the processor, in whole milliseconds. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1_000);
}
