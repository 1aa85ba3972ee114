import { isPassing } from './is-passing.ts';
import type { SettleKept } from './model.ts';
import { settleAlone, type SettleContext } from './settle.ts';
import { settleTogether } from './settle-together.ts';

/** Stores what waits: the oldest together, or alone where they do not go together or one of them keeps up the others. */
export function settleWith(context: SettleContext): SettleKept {
  let aloneLeft = 0;
  return async (kept, options) => {
    if (aloneLeft === 0 && kept.length > 1) {
      try {
        const outcomes = await settleTogether(context, kept, options.signal);
        if (outcomes.length > 0) return outcomes;
      } catch (error) {
        if (isPassing(error) || options.signal.aborted) throw error;
        aloneLeft = kept.length;
      }
    }
    const outcome = await settleAlone(context, kept[0]!, options);
    aloneLeft = Math.max(0, aloneLeft - 1);
    return [outcome];
  };
}
