import { sampleStation } from './samples.ts';
import type { Json, StaClient } from './sta-client.ts';

export interface StaCheck {
  /** Requirement of 18-088. */
  readonly id: string;
  readonly title: string;
  run(sta: StaClient): Promise<void>;
}

/** A station of the samples on the service. */
export interface Station {
  readonly thing: number | string;
  readonly series: number | string;
  /** `/Things(1)`. */
  readonly thingPath: string;
  /** `/Datastreams(1)`. */
  readonly seriesPath: string;
}

/** A check of a station with five observations, which is removed afterwards with all that came with it. */
export function checkStation(
  id: string,
  title: string,
  run: (sta: StaClient, station: Station) => Promise<void>,
): StaCheck {
  return {
    id,
    title,
    run: async (sta) => {
      const thing = await sta.create('/Things', sampleStation(`conformance ${id}`));
      const thingPath = `/Things(${thing})`;
      try {
        const [datastream] = await sta.values(`${thingPath}/Datastreams`);
        const series = datastream!['@iot.id'] as number | string;
        await run(sta, { thing, series, thingPath, seriesPath: `/Datastreams(${series})` });
      } finally {
        await removeStation(sta, thingPath);
      }
    },
  };
}

async function removeStation(sta: StaClient, thingPath: string): Promise<void> {
  const rest = new Set<string>();
  const path = (set: string, entity: Json): string => `/${set}(${String(entity['@iot.id'])})`;
  const datastreams = await sta.values(
    `${thingPath}/Datastreams?$expand=Sensor,ObservedProperty,Observations($expand=FeatureOfInterest;$select=id)`,
  );
  for (const datastream of datastreams) {
    rest.add(path('Sensors', datastream['Sensor'] as Json));
    rest.add(path('ObservedProperties', datastream['ObservedProperty'] as Json));
    for (const observation of (datastream['Observations'] ?? []) as Json[]) {
      rest.add(path('FeaturesOfInterest', observation['FeatureOfInterest'] as Json));
    }
  }
  for (const location of await sta.values(`${thingPath}/Locations`)) rest.add(path('Locations', location));
  await sta.send('DELETE', thingPath);
  for (const each of rest) await sta.send('DELETE', each);
}

/** The results of observations, for comparing at a glance. */
export const resultsOf = (observations: readonly Json[]): unknown[] => observations.map(({ result }) => result);

/** Every page, by `@iot.nextLink`. */
export async function everyPage(sta: StaClient, place: string): Promise<Json[][]> {
  const pages: Json[][] = [];
  for (let next: string | undefined = place; next !== undefined && pages.length < 50;) {
    const body: { value: Json[]; '@iot.nextLink'?: string } = await sta.get(next);
    pages.push(body.value);
    next = body['@iot.nextLink'];
  }
  return pages;
}
