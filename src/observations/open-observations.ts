import type { Outbox, Route } from '../kernel/index.ts';
import { bulkRoutes } from './bulk/bulk-routes.ts';
import { fileRoutes } from './files/file-routes.ts';
import { liveRoutes } from './live/event-stream.ts';
import { LiveHub } from './live/live-hub.ts';
import type { ObservationsContext } from './model.ts';
import { networkRoutes } from './networks/network-routes.ts';
import { receiptRoutes } from './receipts/receipt-routes.ts';
import { SeriesBook } from './series/series-book.ts';
import { RollUp } from './rollup/roll-up.ts';
import { Intake } from './store/intake.ts';
import { sensorThingsRoutes } from './sensorthings/routes.ts';
import { stateJudge } from './store/judge.ts';

/** Series at work in a node. */
export interface Observations {
  readonly intake: Intake;
  readonly routes: readonly Route[];
  /** `node`: a name of this process among those on the store. */
  start(outbox: Outbox, node: string): Promise<void>;
  /** Waits for what was taken in. */
  stop(): Promise<void>;
}

export function openObservations(context: ObservationsContext): Observations {
  const { db, store, clock, log, tokens } = context;
  const rollUp = new RollUp(store, log);
  const intake = new Intake({ store, clock, log, judge: stateJudge, onStored: () => rollUp.wake() });
  const hub = new LiveHub();
  const book = new SeriesBook(store, context.packs);
  return {
    intake,
    routes: [
      ...networkRoutes(context),
      ...fileRoutes(context, intake, book),
      ...bulkRoutes(context, intake, book),
      ...receiptRoutes(context),
      ...liveRoutes(context, hub),
      ...sensorThingsRoutes({ db, clock, intake, tokens }),
    ],
    async start(outbox, node) {
      rollUp.start();
      await hub.start(outbox, node);
    },
    async stop() {
      await hub.stop();
      await intake.stop();
      await rollUp.stop();
    },
  };
}
