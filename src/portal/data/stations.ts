import type { BaseOutlines } from '../../features/index.ts';
import type { QualityTest } from '../../observations/index.ts';
import type { Link } from './common.ts';

export type StationState = 'ok' | 'calibrating' | 'fault' | 'offline' | 'irregular' | 'withheld';

export interface LatestValue {
  readonly time: string;
  readonly value: number | null;
  readonly flag: number;
  readonly status: number;
  readonly unit: string;
}

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
  readonly value: LatestValue | null;
}

export interface StationsData {
  readonly stations: readonly StationRow[];
  readonly counts: Readonly<Partial<Record<StationState, number>>>;
  /** Those with a place, of the whole filter; on the first page only. */
  readonly places: readonly StationRow[];
  /** Boundaries of units beneath them; null: the node has no base map. */
  readonly base: BaseOutlines | null;
  readonly filter: {
    readonly network: string | null;
    readonly parameter: string | null;
    readonly state: StationState | null;
    readonly text: string | null;
  };
  /** Ends between classes of values, rising: the same for every step of time of this view. */
  readonly classes: readonly number[];
  /** The hour or day that values are of; null: the newest. */
  readonly at: string | null;
  readonly times: { readonly hours: readonly string[]; readonly days: readonly string[] };
  readonly networks: readonly { readonly id: string; readonly title: string }[];
  readonly parameters: readonly { readonly symbol: string; readonly title: string }[];
  readonly links: readonly Link[];
}

export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number | null;
  readonly sent?: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly flag: number;
  readonly status: number;
  readonly received: number;
}

export interface ChartLine {
  readonly series: number;
  readonly title: string;
  readonly unit: string;
  readonly resolution: {
    readonly grain: 'raw' | 'hour' | 'day' | (string & {});
    readonly merged: number;
    readonly stepMs: number | null;
  };
  readonly points: readonly ChartPoint[];
}

export interface ChartData extends ChartLine {
  readonly compared:
    (ChartLine & { readonly station: string; readonly year: number | null; readonly shiftMs: number }) | null;
}

export interface StationSeries {
  readonly id: number;
  readonly symbol: string;
  readonly title: string;
  readonly unit: string;
  readonly everySeconds: number | null;
  readonly count: number;
  readonly firstTime: string | null;
  readonly isSilent: boolean;
  readonly time: string | null;
  readonly value: number | null;
  readonly flag: number | null;
  readonly status: number | null;
  /** Tests that speak against the newest value. */
  readonly against: readonly QualityTest[];
  readonly received: number | null;
  readonly measured: number | null;
  readonly expected: number | null;
  readonly isDrawn: boolean;
}

export interface Outage {
  readonly series: number;
  readonly from: string;
  readonly to: string | null;
  readonly seconds: number;
}

/** A time through which a device said that it was not measuring. */
export interface DeviceStateSpan {
  readonly series: number;
  readonly status: number;
  readonly from: string;
  readonly to: string | null;
  readonly seconds: number;
  readonly values: number;
}

export interface StationIndex {
  readonly index: string;
  readonly title: string;
  readonly at: string;
  readonly value: number | null;
  readonly level: { readonly title: string; readonly colour: string; readonly advice: string | null } | null;
  readonly deciding: string | null;
  readonly reason: string | null;
  readonly why: readonly string[];
}

/** `own`: from a moment that the reader chose. */
export type SpanName = 'day' | 'week' | 'month' | 'year' | 'decade' | 'own';

export interface StationData {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly description: string;
  readonly about: Readonly<Record<string, unknown>>;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly network: { readonly id: string; readonly title: string };
  readonly approvedOnly: boolean;
  readonly canFollow: boolean;
  /** The reader looks after its network. */
  readonly canManage: boolean;
  readonly state: StationState;
  readonly series: readonly StationSeries[];
  readonly span: { readonly name: SpanName; readonly from: string; readonly to: string; readonly isUpToNow: boolean };
  readonly charts: readonly ChartData[];
  readonly comparedWith: { readonly id: number; readonly name: string } | null;
  readonly outages: readonly Outage[];
  readonly deviceStates: readonly DeviceStateSpan[];
  readonly indices: readonly StationIndex[];
}

interface NamedSeries {
  readonly series: number;
  readonly station: number;
  readonly name: string;
}

/** What a series is held against; the first version is in force. */
export interface SeriesNeighboursData extends NamedSeries {
  readonly network: string;
  readonly symbol: string;
  readonly title: string;
  readonly unit: string;
  readonly versions: readonly {
    readonly version: number;
    readonly neighbours: readonly (NamedSeries & { readonly difference: number })[];
    readonly suspect: number | null;
    readonly madeBy: string;
    readonly madeByName: string | null;
    readonly madeAt: string;
    readonly reason: 'derived' | 'set' | 'taken-back' | 'redefined';
  }[];
  readonly offered: readonly NamedSeries[];
}

export interface StationReportData {
  readonly network: string | null;
  readonly from: string;
  readonly to: string;
  readonly networks: readonly { readonly id: string; readonly title: string }[];
  readonly stations: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: StationState;
    readonly lastTime: string | null;
    readonly series: readonly {
      readonly id: number;
      readonly symbol: string;
      readonly title: string;
      readonly received: number;
      readonly measured: number;
      readonly expected: number;
    }[];
  }[];
  readonly outages: readonly (Outage & {
    readonly station: number;
    readonly name: string;
    readonly symbol: string;
    readonly title: string;
  })[];
  readonly deviceStates: readonly (DeviceStateSpan & {
    readonly station: number;
    readonly name: string;
    readonly symbol: string;
    readonly title: string;
  })[];
  readonly mostOutages: number;
  readonly links: readonly Link[];
}
