import { Readable } from 'node:stream';
import { readableNetwork } from '../networks/networks.ts';
import { Problem, sql, route, type ApiRequest, type Db, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { refuseLimits } from '../networks/within-limits.ts';
import { observationProblem } from '../problems.ts';
import type { StoredReadings } from '../store/stored-readings.ts';
import { liveReadings, storedEvent, storedEventKeptMs, type LiveHub, type LiveReadings } from './live-hub.ts';
import { StreamPlaces } from './stream-places.ts';

const heartbeatMs = 15_000;
/** What may wait for one reader; then it is cut off, and comes back with the last id it had. */
const waitingBytes = 1024 * 1024;
const replayAtOnce = 200;

/** Values as they are stored, as server-sent events; a reader that was away gets what it missed by `Last-Event-ID`. */
export function liveRoutes({ db }: ObservationsContext, hub: LiveHub): Route[] {
  const places = new StreamPlaces();
  return [
    route({
      method: 'GET',
      path: '/networks/{networkId}/live',
      operationId: 'followObservations',
      tag: 'stations',
      summary: { vi: 'Số liệu vừa nhận, theo dòng sự kiện', en: 'Values as they arrive, as a stream of events' },
      resource: 'live',
      formats: ['events'],
      access: 'public',
      parameters: [
        {
          name: 'series',
          in: 'query',
          schema: { type: 'string', pattern: '^[0-9]{1,7}(,[0-9]{1,7}){0,99}$' },
          description: { vi: 'Chỉ các chuỗi này, cách nhau bằng dấu phẩy', en: 'Only these series, with commas' },
        },
      ],
      handle: async (request) => {
        const network = await networkToFollow(db, request);
        const wanted = request.query['series']?.split(',').map(Number) ?? null;
        const leave = places.take(request);
        const stream = new EventStream(network, wanted === null ? null : new Set(wanted));
        const last = Number(request.header('last-event-id'));
        const mayStill = (): Promise<boolean> =>
          networkToFollow(db, request).then(
            () => true,
            // A store that is away for a moment takes no right away, and tells nothing meanwhile.
            (error: unknown) => !(error instanceof Problem),
          );
        stream.body.once('close', leave);
        request.signal.addEventListener('abort', () => stream.end());
        try {
          await stream.follow(db, hub, mayStill, Number.isSafeInteger(last) && last > 0 ? last : null);
        } catch (error) {
          stream.end();
          throw error;
        }
        if (request.signal.aborted) stream.end();
        return {
          mediaType: 'text/event-stream',
          body: stream.body,
          headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        };
      },
    }),
  ];
}

/** Problems `limits-not-counted`, and `network-not-found` where the caller may not hear of it; values that wait for approval are nobody else's. */
async function networkToFollow(db: Db, request: ApiRequest): Promise<string> {
  const id = request.params['networkId']!;
  const view = await readableNetwork(db, request.caller, id, 'subscribe');
  if (!view || view.approvedOnly) throw observationProblem('network-not-found', { network: id });
  refuseLimits(view);
  return id;
}

class EventStream {
  readonly body = new Readable({ read: () => {}, highWaterMark: waitingBytes });
  readonly #network: string;
  readonly #series: ReadonlySet<number> | null;
  #reached = 0;
  #stop: () => void = () => {};

  constructor(network: string, series: ReadonlySet<number> | null) {
    this.#network = network;
    this.#series = series;
  }

  /** First what was missed, then what comes; what comes meanwhile waits its turn. */
  async follow(db: Db, hub: LiveHub, mayStill: () => Promise<boolean>, last: number | null): Promise<void> {
    const meanwhile: LiveReadings[] = [];
    let isReplaying = last !== null;
    const unlisten = hub.listen((readings) => {
      if (isReplaying) meanwhile.push(readings);
      else this.#tell(readings);
    });
    const beat = setInterval(() => {
      this.#push(': \n\n');
      // A grant that ends ends what is followed by it.
      void mayStill().then((may) => (may ? undefined : this.end()));
    }, heartbeatMs);
    beat.unref();
    const forget = hub.onStop(() => this.end());
    this.#stop = () => {
      clearInterval(beat);
      unlisten();
      forget();
    };
    this.body.on('close', () => this.#stop());
    this.#push('retry: 3000\n\n');
    if (last === null) return;
    await this.#replay(db, last);
    isReplaying = false;
    for (const readings of meanwhile) this.#tell(readings);
  }

  end(): void {
    this.#stop();
    this.body.push(null);
    this.body.destroy();
  }

  async #replay(db: Db, last: number): Promise<void> {
    const [isKept] = await db.query(sql`select 1 as one from event where position = ${last}`);
    // What it heard last is gone: so may be what came after it.
    if (!isKept) this.#push(`event: gap\ndata: ${JSON.stringify({ keptHours: storedEventKeptMs / 3_600_000 })}\n\n`);
    for (let after = last; ;) {
      const events = await db.query<{ position: number; data: StoredReadings }>(sql`
        select position, data from event where position > ${after} and type = ${storedEvent}
          and subject = ${`/networks/${this.#network}`} order by position limit ${replayAtOnce}`);
      for (const { position, data } of events) this.#tell(liveReadings(data, position));
      if (events.length < replayAtOnce) return;
      after = events.at(-1)!.position;
    }
  }

  #tell({ network, readings, position }: LiveReadings): void {
    if (network !== this.#network || position <= this.#reached) return;
    const mine = this.#series ? readings.filter(({ series }) => this.#series!.has(series)) : readings;
    this.#reached = position;
    if (mine.length === 0) return;
    const data = mine.map(({ series, id, at, value, flag, status, isChanged }) => ({
      datastream: series,
      id,
      time: new Date(at).toISOString(),
      result: value,
      flag,
      status,
      changed: isChanged,
    }));
    this.#push(`id: ${position}\nevent: observations\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #push(text: string): void {
    if (this.body.destroyed) return;
    this.body.push(text);
    if (this.body.readableLength > waitingBytes) this.end();
  }
}
