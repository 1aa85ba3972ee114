/**
 * What a station is doing, told from the newest values of its series. `withheld`: they are not for this reader, who sees
 * approved values only.
 */
export const stationStates = ['ok', 'calibrating', 'fault', 'offline', 'irregular', 'withheld'] as const;
export type StationState = (typeof stationStates)[number];

/** A series is silent, and a station whose series are all silent is offline, after so many intervals without a value. */
export const silentIntervals = 5;

/** One station in a list; moments are ISO 8601 in UTC. */
export interface StationRow {
  readonly id: number;
  readonly network: string;
  readonly code: string | null;
  readonly name: string;
  readonly state: StationState;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly series: number;
  readonly lastTime: string | null;
  /** Newest value of the parameter that was asked for. */
  readonly value: LatestValue | null;
}

export interface LatestValue {
  readonly time: string;
  readonly value: number | null;
  readonly flag: number;
  readonly status: number;
  readonly unit: string;
}

/** Which stations a caller asks for, among those of the networks that he may read. */
export interface StationFilter {
  readonly network: string | null;
  /** Symbol of a parameter that the station measures. */
  readonly parameter: string | null;
  readonly state: StationState | null;
  /** Part of name or code; letter case and accents do not count. */
  readonly text: string | null;
}
