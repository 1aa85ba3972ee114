import { measureRate, PlainClient, type Rate } from './rate.ts';

/** A SensorThings service that is asked and filled by its standard alone, whoever made it. */
export interface SensorThingsServer {
  readonly name: string;
  /** Of the service, version included. */
  readonly url: string;
  readonly bearer: string | null;
}

/** Values of so many series, every five minutes; all series of a moment one after the other. */
export interface Sent {
  readonly series: readonly number[];
  readonly steps: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Observations of one request. */
  readonly atOnce: number;
}

const stepMs = 300_000;

/** Makes stations with one datastream each. Returns the ids of the datastreams. */
export async function makeStations(server: SensorThingsServer, count: number): Promise<number[]> {
  for (let i = 0; i < count; i++) {
    await send(server, '/Things', {
      name: `S${i}`,
      description: 'A station',
      Locations: [
        {
          name: `S${i}`,
          description: 'Where it stands',
          encodingType: 'application/geo+json',
          location: { type: 'Point', coordinates: [105 + i / 100, 21] },
        },
      ],
      Datastreams: [
        {
          name: `S${i} PM10`,
          description: 'PM10, every five minutes',
          observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
          unitOfMeasurement: { name: 'microgram per cubic metre', symbol: 'µg/m³', definition: 'ucum:ug/m3' },
          ObservedProperty: { name: `PM10 ${i}`, definition: 'http://example.org/PM10', description: 'PM10' },
          Sensor: { name: `Sensor ${i}`, description: 'A sensor', encodingType: 'application/pdf', metadata: 'none' },
        },
      ],
    });
  }
  const answer = await fetch(`${server.url}/Datastreams?$top=1000&$select=id&$orderby=id`, {
    headers: headers(server),
  });
  const { value } = (await answer.json()) as { value: { '@iot.id': number }[] };
  return value.map((one) => one['@iot.id']);
}

/** Sends values by Data Array, `lanes` requests at a time. Returns observations a second. */
export async function sendDataArrays(server: SensorThingsServer, sent: Sent, lanes: number): Promise<number> {
  const { series, steps, start, atOnce } = sent;
  const stepsAtOnce = Math.max(1, Math.floor(atOnce / series.length));
  let step = 0;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (step < steps) {
      const from = step;
      step = Math.min(steps, step + stepsAtOnce);
      const to = step;
      const body = series.map((id) => ({
        Datastream: { '@iot.id': id },
        components: ['phenomenonTime', 'result'],
        dataArray: Array.from({ length: to - from }, (_, i) => [
          new Date(start + (from + i) * stepMs).toISOString(),
          valueAt(id, from + i),
        ]),
      }));
      const answer = (await send(server, '/CreateObservations', body)) as string[];
      const refused = answer.filter((line) => !line.startsWith('http'));
      if (refused.length > 0) throw new Error(`${server.name} refused values: ${refused[0]}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (steps * series.length) / ((performance.now() - started) / 1_000);
}

/** Single values, one request each. */
export async function postSingles(
  server: SensorThingsServer,
  series: readonly number[],
  options: { readonly start: number; readonly clients: number; readonly seconds: number },
): Promise<Rate> {
  let count = 0;
  return measureRate(
    async () => {
      const turn = count++;
      const time = new Date(options.start + Math.floor(turn / series.length) * stepMs).toISOString();
      const id = series[turn % series.length]!;
      await send(server, `/Datastreams(${id})/Observations`, { phenomenonTime: time, result: valueAt(id, turn) });
    },
    options.clients,
    options.seconds,
  );
}

/** An address again and again by one client. */
export async function readAgain(server: SensorThingsServer, path: string, seconds: number): Promise<Rate> {
  const plain = new PlainClient(1);
  const once = () => plain.fetch(`${server.url}${path}`, 'application/json', server.bearer);
  try {
    await measureRate(once, 1, 0.5);
    return await measureRate(once, 1, seconds);
  } finally {
    plain.close();
  }
}

async function send(server: SensorThingsServer, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...headers(server), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 201)
    throw new Error(`${server.name} answered ${answer.status} to ${path}: ${text.slice(0, 500)}`);
  return text === '' ? null : JSON.parse(text);
}

const headers = ({ bearer }: SensorThingsServer): Record<string, string> =>
  bearer === null ? {} : { authorization: `Bearer ${bearer}` };

const valueAt = (series: number, step: number): number =>
  Math.round((50 + 15 * Math.sin((step / 288) * 2 * Math.PI + series) + ((step * 7919) % 37) / 5) * 10) / 10;
