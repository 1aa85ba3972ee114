import type { Route } from '../kernel/index.ts';
import type { ObservationsContext } from './model.ts';
import { RollUp } from './rollup/roll-up.ts';
import { Intake } from './store/intake.ts';
import { stateJudge } from './store/judge.ts';

/** Series at work in a node. */
export interface Observations {
  readonly intake: Intake;
  readonly routes: readonly Route[];
  start(): void;
  /** Waits for what was taken in. */
  stop(): Promise<void>;
}

export function openObservations(context: ObservationsContext): Observations {
  const { store, clock, log } = context;
  const rollUp = new RollUp(store, log);
  const intake = new Intake({ store, clock, log, judge: stateJudge, onStored: () => rollUp.wake() });
  return {
    intake,
    routes: [],
    start: () => rollUp.start(),
    async stop() {
      await intake.stop();
      await rollUp.stop();
    },
  };
}
