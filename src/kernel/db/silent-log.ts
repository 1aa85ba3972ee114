import type { Log } from '../log.ts';

const nothing = () => {};

/** For callers that give no log. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => silentLog };
