import type { Readable } from 'node:stream';

/** Bytes on their way in, and the name people know them by. */
export interface Arrival {
  readonly name: string;
  readonly stream: Readable;
}
