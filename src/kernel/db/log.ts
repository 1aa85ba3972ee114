/** How the kernel speaks to the node's log; `fields` are structured and hold no secrets. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export const silentLog: Log = () => {};
