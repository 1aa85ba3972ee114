import { Transform, type Readable } from 'node:stream';
import type { Caller, Clock, Db } from '../kernel/index.ts';
import { bytesSent, enterUpload } from '../ledger/index.ts';
import { pipelineProblem } from './problems.ts';

/** What one caller may send, in bytes; null: no limit. */
export interface UploadLimits {
  readonly atOnce: number | null;
  readonly aDay: number | null;
}

/** Of one caller, as long as something of his is on its way. */
interface Arriving {
  files: number;
  /** All of today: kept before the first of these, and these. */
  readonly today: Promise<{ bytes: number }>;
}

const mebibyte = 1024 ** 2;
const hoursAhead = 7;
const dayMs = 86_400_000;

/**
 * Holds what each caller sends within bounds, so that nobody fills the node's disk: a file, and all files of a day
 * (Vietnam's), those that are on their way included. The operator is not counted.
 */
export class UploadGuard {
  readonly #limits: UploadLimits;
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #arriving = new Map<string, Arriving>();

  constructor(limits: UploadLimits, db: Db, clock: Clock) {
    this.#limits = limits;
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Does `keep` with the bytes, to the end of entering them, as long as there are not too many; `announced` is what the
   * request says of its length. `isDelivery` false: nothing else will tell how much was sent, so it is entered here. Throws Problems `upload-too-large` (413) and `uploads-used-up` (429).
   */
  async run<T>(
    caller: Caller,
    stream: Readable,
    announced: number,
    keep: (stream: Readable) => Promise<T>,
    { isDelivery = true }: { readonly isDelivery?: boolean } = {},
  ): Promise<T> {
    if (caller.kind === 'operator') return keep(stream);
    const arriving = this.#arriving.get(caller.id) ?? { files: 0, today: this.#sentToday(caller.id) };
    this.#arriving.set(caller.id, arriving);
    arriving.files++;
    let reserved = 0;
    try {
      const today = await arriving.today;
      const reserve = (bytes: number): void => {
        if (bytes <= reserved) return;
        this.#check(bytes, today.bytes - reserved + bytes);
        today.bytes += bytes - reserved;
        reserved = bytes;
      };
      try {
        reserve(announced);
        const kept = await keep(counted(stream, reserve));
        if (!isDelivery) await enterUpload(this.#db, caller.id, reserved, this.#clock.now());
        return kept;
      } catch (error) {
        today.bytes -= reserved;
        throw error;
      }
    } finally {
      // What was refused is read to its end and thrown away: else its sender would not hear the answer.
      stream.resume();
      if (--arriving.files === 0) this.#arriving.delete(caller.id);
    }
  }

  #check(file: number, day: number): void {
    const { atOnce, aDay } = this.#limits;
    if (atOnce !== null && file > atOnce) throw pipelineProblem('upload-too-large', { limit: atOnce / mebibyte });
    if (aDay === null || day <= aDay) return;
    const retryAfter = Math.ceil((dayMs - (this.#timeHere() % dayMs)) / 1_000);
    throw pipelineProblem('uploads-used-up', { limit: aDay / mebibyte }, { members: { retryAfter } });
  }

  async #sentToday(caller: string): Promise<{ bytes: number }> {
    if (this.#limits.aDay === null) return { bytes: 0 };
    const now = this.#timeHere();
    const midnight = new Date(now - (now % dayMs) - hoursAhead * 3_600_000);
    return { bytes: await bytesSent(this.#db, caller, midnight.toISOString()) };
  }

  #timeHere(): number {
    return this.#clock.now().getTime() + hoursAhead * 3_600_000;
  }
}

/** The same bytes; `reserve` is told how many there are by now and may refuse. */
function counted(stream: Readable, reserve: (bytes: number) => void): Readable {
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      try {
        reserve(bytes);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  stream.once('error', (error) => counting.destroy(error));
  counting.once('close', () => stream.unpipe(counting));
  return stream.pipe(counting);
}
