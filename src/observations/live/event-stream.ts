import { readableNetwork } from '../networks/networks.ts';
import { Problem, route, type ApiRequest, type Db, type Log, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { refuseLimits } from '../networks/within-limits.ts';
import { observationProblem } from '../problems.ts';
import { FollowedEvents } from './followed-events.ts';
import type { LiveHub } from './live-hub.ts';
import { StreamPlaces } from './stream-places.ts';

const heartbeatMs = 15_000;
/** Who has read nothing for so many beats, while something waits for him, is cut off; he may come back with the last id he had. */
const mostStillBeats = 8;

/** Values as they are stored, as server-sent events; a reader that was away gets what it missed by `Last-Event-ID`. */
export function liveRoutes({ db, log }: ObservationsContext, hub: LiveHub): Route[] {
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
        const last = Number(request.header('last-event-id'));
        const events = new FollowedEvents(db, {
          network,
          series: wanted === null ? null : new Set(wanted),
          last: Number.isSafeInteger(last) && last > 0 ? last : null,
        });
        events.body.once('close', leave);
        follow(events, hub, log, request, () =>
          networkToFollow(db, request).then(
            () => true,
            // A store that is away for a moment takes no right away, and tells nothing meanwhile.
            (error: unknown) => !(error instanceof Problem),
          ),
        );
        return {
          mediaType: 'text/event-stream',
          body: events.body,
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

/** Tells a reader until he goes, his right ends, the node stops, or he reads no more. */
function follow(
  events: FollowedEvents,
  hub: LiveHub,
  log: Log,
  request: ApiRequest,
  mayStill: () => Promise<boolean>,
): void {
  const unlisten = hub.listen((readings) => events.hear(readings));
  const forget = hub.onStop(() => events.end());
  let seen: number | null = null;
  let stillBeats = 0;
  const beating = setInterval(() => {
    const { progress } = events;
    stillBeats = progress !== null && progress === seen ? stillBeats + 1 : 0;
    seen = progress;
    if (stillBeats >= mostStillBeats) {
      log.info({ caller: request.caller.id, path: request.url.pathname }, 'a reader of live values reads no more');
      return events.end();
    }
    events.beat();
    // A grant that ends ends what is followed by it.
    void mayStill().then((may) => (may ? undefined : events.end()));
  }, heartbeatMs);
  beating.unref();
  events.body.once('close', () => {
    clearInterval(beating);
    unlisten();
    forget();
  });
  events.body.on('error', (error) => log.warn({ error: String(error) }, 'a stream of live values broke off'));
  request.signal.addEventListener('abort', () => events.end());
  if (request.signal.aborted) events.end();
}
