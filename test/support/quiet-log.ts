import type { Log } from '../../src/kernel/index.ts';

const nothing = () => {};

/** A log that keeps nothing, for tests that provoke failures. */
export const quietLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quietLog };
