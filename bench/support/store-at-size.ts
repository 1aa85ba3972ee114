import type { NodeProcess } from './node-process.ts';
import { pushReadings } from './push-readings.ts';
import { measureRate, PlainClient } from './rate.ts';

const stepMs = 300_000;
const addedRows = 200_000;
/** Other work of the machine makes single rounds slow, never quick. */
export const roundsAtSize = 5;

/** How a store answers at one size. */
export interface AtSize {
  /** Milliseconds of the quickest round's median. */
  readonly oldest: number;
  readonly newest: number;
  readonly post: number;
  /** Rows a second of the quickest push. */
  readonly addedPerSecond: number;
}

export interface SizeQuestion {
  readonly stations: number;
  readonly folder: string;
  /** Of all rounds of one question. */
  readonly seconds: number;
  /** Where nothing stands yet; milliseconds since 1970. */
  readonly from: number;
  /** Waits until nothing is left to do behind the writers. */
  readonly settle: () => Promise<void>;
}

/** Asks for pages of series in turn, pushes, and posts. Values of the series are five minutes apart. */
export async function storeAtSize(
  node: NodeProcess,
  { stations, folder, seconds, from, settle }: SizeQuestion,
): Promise<AtSize> {
  await settle();
  const { value } = await node.get<{ value: { '@iot.id': number }[] }>(
    `/sta/v1.1/Datastreams?$top=${stations}&$select=id&$orderby=id`,
  );
  const ids = value.map((each) => each['@iot.id']);
  const quickest = async (once: () => Promise<unknown>): Promise<number> => {
    await measureRate(once, 1, 0.5);
    const medians: number[] = [];
    for (let round = 0; round < roundsAtSize; round++)
      medians.push((await measureRate(once, 1, seconds / roundsAtSize)).p50Ms);
    return Math.min(...medians);
  };
  let place = 0;
  const series = (): string => `/sta/v1.1/Datastreams(${ids[place++ % ids.length]})/Observations`;
  const plain = new PlainClient(1);
  const page = (direction: string) => () =>
    plain.fetch(
      `${node.url}${series()}?$top=1000&$orderby=phenomenonTime%20${direction}`,
      'application/json',
      node.token,
    );
  const oldest = await quickest(page('asc'));
  const newest = await quickest(page('desc'));
  plain.close();
  let addedPerSecond = 0;
  let start = from;
  for (let round = 0; round < roundsAtSize; round++) {
    const added = { stations, rows: addedRows, start };
    addedPerSecond = Math.max(addedPerSecond, addedRows / (await pushReadings(node, folder, added)));
    start += (addedRows / stations) * stepMs;
  }
  await settle();
  let moment = start;
  const post = await quickest(() => node.post(series(), observationAt((moment += 1_000))));
  return { oldest, newest, post, addedPerSecond };
}

const observationAt = (moment: number): unknown => ({
  phenomenonTime: new Date(moment).toISOString(),
  result: moment % 97,
});
