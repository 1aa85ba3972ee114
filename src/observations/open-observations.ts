import type { EventRecord, Outbox, Route } from '../kernel/index.ts';
import { noteEdition, storeInTurn } from './editions/edition-turns.ts';
import { storeEdition } from './editions/series-of-edition.ts';
import { adjustmentRoutes } from './adjustments/adjustment-routes.ts';
import { approvalRoutes } from './approval/approval-routes.ts';
import { approveByRule } from './approval/approve-by-rule.ts';
import { bulkRoutes } from './bulk/bulk-routes.ts';
import { orderMonths } from './closed-months/order-months.ts';
import { edrRoutes } from './edr/edr-routes.ts';
import { feedRoutes } from './feeds/feed-routes.ts';
import { lookIntoFeeds } from './feeds/look-into-feeds.ts';
import { fileRoutes } from './files/file-routes.ts';
import { liveRoutes } from './live/event-stream.ts';
import { LiveHub } from './live/live-hub.ts';
import type { ObservationsContext } from './model.ts';
import { monthRoutes } from './monthly/month-routes.ts';
import { openMqtt, type Mqtt, type MqttOptions } from './mqtt/open-mqtt.ts';
import { networkRoutes } from './networks/network-routes.ts';
import { receiptRoutes } from './receipts/receipt-routes.ts';
import { SeriesBook } from './series/series-book.ts';
import { deriveLimits } from './judging/derive-limits.ts';
import { judgeAgain } from './judging/judge-again.ts';
import { SeriesFactsBook } from './judging/series-facts.ts';
import { SeriesJudges } from './judging/series-judges.ts';
import { deriveNeighbours } from './neighbours/derive-neighbours.ts';
import { judgeNeighbours } from './neighbours/judge-neighbours.ts';
import { neighbourRoutes } from './neighbours/neighbour-routes.ts';
import { noteChangedHours, noteClosedHours } from './neighbours/note-hours.ts';
import { stationRoutes } from './stations/station-routes.ts';
import { sumUp } from './rollup/sum-up.ts';
import { NoteFollower } from './store/follow-notes.ts';
import { Intake } from './store/intake.ts';
import { sensorThingsRoutes } from './sensorthings/routes.ts';
import { settleWith } from './spill/settle-kept.ts';
import { Spill } from './spill/spill.ts';
import { SeriesRemoval } from './store/remove-series.ts';

/** Series at work in a node. */
export interface Observations {
  readonly intake: Intake;
  readonly routes: readonly Route[];
  /** What waits while the database is away. */
  readonly spill: Spill;
  /** Takes up what has waited since before; first of all, so that nothing overtakes it. */
  openSpill(): Promise<void>;
  /** `node`: a name of this process among those on the store. */
  start(outbox: Outbox, node: string): Promise<void>;
  /** Joins MQTT brokers, where the settings name some. */
  openMqtt(options: Omit<MqttOptions, 'context' | 'spill' | 'hub' | 'log'>): Promise<Mqtt>;
  /** Waits for what was taken in. */
  stop(): Promise<void>;
}

/** Summing up is the store's work; judging is this process's own, which answers requests meanwhile. */
const rowsSummed = 100_000;
const rowsJudged = 20_000;

const deriveJob = 'derive-quality-limits';
const neighbourJob = 'judge-neighbours';
const approveJob = 'approve-by-rule';
const orderJob = 'order-closed-months';
const feedJob = 'look-into-feeds';
const editionJob = 'series-of-edition';
const editionRetries = 5;

export function openObservations(context: ObservationsContext): Observations {
  const { db, store, clock, log, tokens, newNetworkOpenness } = context;
  const facts = new SeriesFactsBook(context.packs);
  const sums: NoteFollower = new NoteFollower({
    ...{ db: store, log, table: 'roll_up_pending', rowsAtOnce: rowsSummed },
    work: async (tx, spans) => {
      await sumUp(tx, spans);
      await noteChangedHours(tx, clock, spans);
    },
    onDone: () => neighbours.wake(),
  });
  const neighbours = new NoteFollower({
    ...{ db: store, log, table: 'neighbour_pending', rowsAtOnce: rowsJudged, work: judgeNeighbours },
    onDone: () => sums.wake(),
  });
  const verdicts = new NoteFollower({
    ...{ db: store, log, table: 'judge_pending', rowsAtOnce: rowsJudged },
    work: (tx, spans) => judgeAgain(tx, facts, spans),
    onDone: () => sums.wake(),
  });
  const followers = [sums, verdicts, neighbours];
  const intake = new Intake({
    ...{ store, clock, log, judge: new SeriesJudges(context.packs, facts) },
    onStored: () => followers.forEach((follower) => follower.wake()),
  });
  context.jobs.define(deriveJob, {
    title: { vi: 'Suy ra ngưỡng kiểm tra từ lịch sử', en: 'Derive quality limits from the history' },
    budgetMs: 3_600_000,
    run: async ({ signal }) => {
      const count = await deriveLimits(store.lane('run'), clock, facts, signal);
      if (count > 0) verdicts.wake();
      return count;
    },
  });
  context.jobs.define(neighbourJob, {
    title: { vi: 'So các trạm với trạm lân cận', en: 'Hold stations against their neighbours' },
    budgetMs: 3_600_000,
    run: async ({ signal }) => {
      const own = store.lane('run');
      const count = (await deriveNeighbours(own, clock, signal)) + (await noteClosedHours(own, clock));
      if (count > 0) neighbours.wake();
      return count;
    },
  });
  context.jobs.define(approveJob, {
    title: { vi: 'Duyệt số liệu theo quy tắc', en: 'Approve values by rule' },
    budgetMs: 3_600_000,
    run: async ({ signal }) => {
      const count = await approveByRule(store.lane('run'), clock, signal);
      if (count > 0) sums.wake();
      return count;
    },
  });
  context.jobs.define(orderJob, {
    title: { vi: 'Sắp xếp lại các tháng đã khép', en: 'Put closed months in order' },
    budgetMs: 6 * 3_600_000,
    run: ({ signal, progress }) => orderMonths(store, clock, log, signal, progress),
  });
  const removal = new SeriesRemoval(store, log);
  const book = new SeriesBook(store, context.packs);
  context.jobs.define(feedJob, {
    title: { vi: 'Đọc tệp mới trong thư mục trạm', en: 'Read new station files in folders' },
    budgetMs: 3_600_000,
    run: ({ signal }) => lookIntoFeeds(context, intake, book, signal),
  });
  const onChanged = (): void => {
    removal.wake();
    followers.forEach((follower) => follower.wake());
  };
  const editions = { db: store, clock, intake, book, packs: context.packs, onChanged };
  context.jobs.define<{ collection: string; edition: number }>(editionJob, {
    title: { vi: 'Chuyển phiên bản bộ dữ liệu thành chuỗi số liệu', en: 'Turn an edition into series' },
    budgetMs: 6 * 3_600_000,
    retries: editionRetries,
    run: ({ id: job, payload: { collection }, attempt, signal }) =>
      storeInTurn(store, { collection, job, lastTry: attempt > editionRetries }, (edition) =>
        storeEdition(editions, collection, edition, signal),
      ),
  });
  const hub = new LiveHub();
  const sensorThings = { db, clock, intake, tokens, newNetworkOpenness, packs: context.packs, onChanged };
  const spill = new Spill({
    ...{ folder: context.spillFolder, limitBytes: context.spillBytes, clock, log },
    isAlone: db.engine === 'embedded',
  });
  const settle = settleWith({ observations: context, sensorThings, intake, book });
  return {
    intake,
    spill,
    openSpill: () => spill.start(settle),
    routes: [
      ...networkRoutes(context),
      ...fileRoutes(context, intake, book, spill),
      ...feedRoutes(context, feedJob),
      ...bulkRoutes(context, intake, book, spill),
      ...receiptRoutes(context, spill),
      ...monthRoutes(context, () => sums.settled()),
      ...approvalRoutes(context, onChanged),
      ...adjustmentRoutes(context, onChanged),
      ...neighbourRoutes(context, neighbourJob, onChanged),
      ...stationRoutes(context),
      ...edrRoutes(context),
      ...liveRoutes(context, hub),
      ...sensorThingsRoutes(sensorThings),
    ],
    async start(outbox, node) {
      for (const follower of followers) follower.start();
      removal.wake();
      await hub.start(outbox, node);
      await outbox.subscribe('series of editions', (event) => followEdition(context, event), {
        types: ['edition.published'],
      });
      await context.jobs.schedule(feedJob, '* * * * *', feedJob);
      await context.jobs.schedule(approveJob, '*/10 * * * *', approveJob);
      await context.jobs.schedule(deriveJob, '7 * * * *', deriveJob);
      await context.jobs.schedule(neighbourJob, '10 * * * *', neighbourJob);
      await context.jobs.schedule(orderJob, '30 2 * * *', orderJob);
    },
    openMqtt: (options) => openMqtt({ ...options, context: sensorThings, spill, hub, log }),
    async stop() {
      await hub.stop();
      await spill.stop();
      await intake.stop();
      await removal.stop();
      for (const follower of followers) await follower.stop();
    },
  };
}

/** A published edition may hold series: looked into by a job, which may take its time. */
async function followEdition({ jobs, store }: ObservationsContext, event: EventRecord): Promise<void> {
  const { edition } = event.data as { edition: number };
  const collection = event.subject;
  await noteEdition(store, collection, edition);
  await jobs.enqueue(store, editionJob, { collection, edition }, { key: `${collection} ${edition}` });
}
