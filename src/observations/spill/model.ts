import type { Readable } from 'node:stream';

/** How to take in what waits, as its door was told. */
export type SpillOrder =
  | {
      readonly door: 'bulk';
      /** The sender's own name for the delivery. */
      readonly key: string | null;
      readonly kind: 'csv' | 'ndjson';
      readonly stamp: 'instant' | 'start' | 'end';
      readonly everySeconds: number | null;
    }
  | { readonly door: 'files'; readonly key: string | null; readonly name: string }
  | { readonly door: 'mqtt'; readonly topic: string };

/** What the audit log wants to know of a request; entered when it is carried out. */
export interface SpillOrigin {
  readonly operation: string;
  readonly via: string;
  readonly onBehalfOf: readonly string[];
  readonly target: string;
  readonly address: string;
  readonly agent: string;
}

/** One message as it came, kept outside the store until the store can take it. */
export interface SpilledMessage {
  /** `spill-` and sixteen hexadecimal digits; also the key of its receipt where the sender gave none. */
  readonly id: string;
  readonly network: string;
  /** Id of the caller. */
  readonly sender: string;
  /** ISO 8601 in UTC, by the node's clock. */
  readonly receivedAt: string;
  readonly order: SpillOrder;
  /** Null for what came by MQTT. */
  readonly origin: SpillOrigin | null;
  /** Bytes of the body; of an MQTT message they stand in `payload`, else in a file beside. */
  readonly bytes: number;
  /** Base64. */
  readonly payload: string | null;
}

/** What waits, in numbers. */
export interface SpillState {
  readonly messages: number;
  /** On the disk, in whole blocks. */
  readonly bytes: number;
  readonly limitBytes: number;
  /** When the oldest of them came; null where nothing waits. */
  readonly oldest: string | null;
}

/** `known`: it had been settled before the process died. */
export type SettleOutcome = 'stored' | 'refused' | 'known';

/** A message that waits. `body`: null where its bytes are gone. */
export interface KeptMessage {
  readonly message: SpilledMessage;
  readonly body: (() => Readable) | null;
}

export interface SettleOptions {
  /** What nobody knows the reason of is refused too. */
  readonly isLastTry: boolean;
  readonly signal: AbortSignal;
}

/**
 * Stores the oldest of these messages, or refuses them where people see it, and gives what became of them: of the first one,
 * and of as many more as it did with it. Whatever else it throws, all of them wait.
 */
export type SettleKept = (kept: readonly KeptMessage[], options: SettleOptions) => Promise<readonly SettleOutcome[]>;
