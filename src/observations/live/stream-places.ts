import type { ApiRequest } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';

/** Streams that one caller may follow at once; an office behind one address is one caller while nobody signs in. */
const mostStreams = 40;

/** Streams that are open, by caller; the public is told apart by network address, and the operator is not counted. */
export class StreamPlaces {
  readonly #open = new Map<string, number>();

  /** Gives back what frees the place. Throws Problem `too-many-streams` (429). */
  take({ caller, address }: ApiRequest): () => void {
    const who = caller.viewer ?? caller;
    if (who.kind === 'operator') return () => {};
    const key = who.kind === 'public' ? address : who.id;
    const open = this.#open.get(key) ?? 0;
    if (open >= mostStreams) throw observationProblem('too-many-streams', { limit: mostStreams });
    this.#open.set(key, open + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = this.#open.get(key)! - 1;
      if (left === 0) this.#open.delete(key);
      else this.#open.set(key, left);
    };
  }
}
