import type { ApiRequest } from '../../kernel/index.ts';
import { qualityTests, readTests, unpackTests, type QualityTest } from '../quality/verdict.ts';
import { stationStates, type StationState } from './model.ts';
import type { StationSeries } from './find-station.ts';
import type { StationPage } from './station-page.ts';
import type { DrawnSeries } from './write-csv.ts';

/** The page of a station as a document; titles in the reader's language, moments in ISO 8601. */
export function stationDocument(request: ApiRequest, page: StationPage): Record<string, unknown> {
  const { language, base } = request;
  const { station, view, span, other } = page;
  const moment = (at: number): string => new Date(at).toISOString();
  const drawn = new Set(page.charts.map(({ series }) => series.id));
  const chart = ({ series, chart: { points, resolution } }: DrawnSeries) => ({
    series: series.id,
    title: series.title[language],
    unit: series.unit,
    resolution,
    points,
  });
  return {
    ...station,
    network: { id: view.network.id, title: view.network.title[language] },
    approvedOnly: view.approvedOnly,
    canFollow: !view.approvedOnly,
    canManage: view.grant.mayManage,
    state: stateOf(page.series, view.approvedOnly),
    series: page.series.map(({ tests, ...one }) => ({
      ...one,
      title: one.title[language],
      against: tests === null ? [] : testsAgainst(tests),
      isDrawn: drawn.has(one.id),
    })),
    span: { ...span, from: moment(span.from), to: moment(span.to) },
    charts: page.charts.map((one) => ({
      ...chart(one),
      compared: one.compared && {
        ...chart(one.compared),
        station: titleOf(one.compared),
        year: one.compared.year,
        shiftMs: one.compared.shiftMs,
      },
    })),
    comparedWith: other,
    outages: page.outages,
    deviceStates: page.deviceStates,
    indices: page.indices.map(({ title, level, deciding, reason, why, ...index }) => ({
      ...index,
      title: title[language],
      level: level && { title: level.title[language], colour: level.colour, advice: level.advice?.[language] ?? null },
      deciding: deciding?.[language] ?? null,
      reason: reason?.[language] ?? null,
      why: why.map((line) => line[language]),
    })),
    url: `${base}/stations/${station.id}`,
  };
}

/** Which tests speak against a value, by name. */
function testsAgainst(tests: number): QualityTest[] {
  const flags = readTests(unpackTests(tests));
  return qualityTests.filter((test) => test !== 'gap' && (flags[test] === 3 || flags[test] === 4));
}

const titleOf = ({ site }: DrawnSeries): string => site.name;

/** As the statement of the list has it, from series that are read already. */
function stateOf(series: readonly StationSeries[], approvedOnly: boolean): StationState {
  const expecting = series.filter(({ everySeconds }) => everySeconds !== null);
  if (approvedOnly) return 'withheld';
  if (expecting.length > 0 && expecting.every(({ isSilent }) => isSilent)) return 'offline';
  const speaking = series.filter(({ isSilent }) => !isSilent);
  if (speaking.some(({ status }) => status === 2)) return 'fault';
  if (speaking.some(({ status }) => status === 1 || status === 3)) return 'calibrating';
  return expecting.length === 0 ? 'irregular' : stationStates[0];
}
