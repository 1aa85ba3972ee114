import type { NodeUnderTest } from '../pipeline/node-under-test.ts';

export type Json = Record<string, unknown>;

export interface StaAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Json;
  readonly headers: Headers;
}

/** A client of a node's SensorThings service, as the operator unless another bearer is given; null: nobody known. */
export class StaService {
  readonly #node: Pick<NodeUnderTest, 'url' | 'token'>;
  readonly #bearer: string | null | undefined;
  readonly #base: string;

  constructor(node: Pick<NodeUnderTest, 'url' | 'token'>, bearer?: string | null, base = '/sta/v1.1') {
    this.#node = node;
    this.#bearer = bearer;
    this.#base = base;
  }

  get root(): string {
    return `${this.#node.url()}${this.#base}`;
  }

  async send(method: string, path: string, body?: unknown): Promise<StaAnswer> {
    const bearer = this.#bearer === undefined ? this.#node.token() : this.#bearer;
    const response = await fetch(path.startsWith('http') ? path : `${this.root}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
    return { status: response.status, text, body: isJson ? (JSON.parse(text) as Json) : {}, headers: response.headers };
  }

  /** The body of a GET that must succeed. */
  async get<T = Json>(path: string): Promise<T> {
    const { status, text, body } = await this.send('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    return body as T;
  }

  async values(path: string): Promise<Json[]> {
    return (await this.get<{ value: Json[] }>(path)).value;
  }

  /** Id of what a POST that must succeed has made. */
  async create(path: string, body: unknown): Promise<number> {
    const { status, text, headers } = await this.send('POST', path, body);
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${text}`);
    return Number(/\((\d+)\)$/.exec(headers.get('location')!)![1]);
  }
}

export const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';

export const point = (longitude: number, latitude: number): Json => ({
  type: 'Point',
  coordinates: [longitude, latitude],
});

export const location = (name: string, longitude: number, latitude: number): Json => ({
  name,
  description: name,
  encodingType: 'application/geo+json',
  location: point(longitude, latitude),
});

export const datastream = (name: string, rest: Json = {}): Json => ({
  name,
  description: name,
  observationType: measurement,
  unitOfMeasurement: { name: 'microgram per cubic metre', symbol: 'µg/m³', definition: 'https://ucum.org/#ug/m3' },
  ObservedProperty: { name: 'PM2.5', definition: 'https://example.org/pm25', description: 'Bụi mịn' },
  Sensor: { name: 'Beta', description: 'Beta ray', encodingType: 'text/plain', metadata: 'none' },
  ...rest,
});

/** A station at a place with one series. */
export const station = (name: string, rest: Json = {}): Json => ({
  name,
  description: `Trạm ${name}`,
  properties: { code: name },
  Locations: [location(`Nơi ${name}`, 105.8, 21)],
  Datastreams: [datastream(`PM2.5 ${name}`)],
  ...rest,
});
