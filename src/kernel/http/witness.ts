import type { Reply, Route } from './route.ts';
import type { Caller } from './caller.ts';

/** What is known of a request before its door is looked at. */
export interface WitnessedRequest {
  readonly method: string;
  readonly url: URL;
  readonly caller: Caller;
  /** Address that the request came from. */
  readonly address: string;
  header(name: string): string | undefined;
}

/**
 * Stands beside every request, from the door to the answer: the kernel calls it and knows nothing of what it keeps.
 * `work` checks the door, reads the body and handles; a refusal is what it throws. No byte of the answer leaves before
 * the witness gives it back, and an error of the witness refuses the request.
 */
export interface Witness {
  witness(request: WitnessedRequest, definition: Route, work: Work): Promise<Reply>;
  /** Is told of who did not come as far as the door: by a bearer that opens nothing, or because he sends too much. */
  turnedAway(request: WitnessedRequest, definition: Route, error: unknown): void;
}

/** `onBody` is told the body once it is read and has passed its schema. */
export type Work = (onBody: (body: unknown) => void) => Promise<Reply>;
