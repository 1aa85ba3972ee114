import { Readable } from 'node:stream';
import { csvLine, type BytesReply, type Language } from '../../kernel/index.ts';
import type { Chart } from './chart.ts';
import type { StationSeries } from './find-station.ts';
import { localTime } from './local-time.ts';

export interface DrawnSeries {
  readonly site: { readonly code: string | null; readonly name: string };
  readonly series: StationSeries;
  readonly chart: Chart;
}

/** What a chart shows as a table: one row for each point, moments in Vietnamese time. */
export function chartCsv(drawn: readonly DrawnSeries[], name: string, language: Language): BytesReply {
  function* lines(): Generator<string> {
    yield csvLine([
      'time',
      'station',
      'parameter',
      'title',
      'unit',
      'value',
      'minimum',
      'maximum',
      'flag',
      'status',
      'received',
      'each',
    ]);
    for (const {
      site: { code, name: title },
      series,
      chart,
    } of drawn) {
      const { grain, merged } = chart.resolution;
      for (const point of chart.points) {
        yield csvLine([
          localTime(point.at),
          code ?? title,
          series.symbol,
          series.title[language],
          series.unit,
          point.value ?? point.sent,
          point.min,
          point.max,
          point.flag,
          point.status,
          point.received,
          merged === 1 ? grain : `${merged} ${grain}`,
        ]);
      }
    }
  }
  return {
    mediaType: 'text/csv; charset=utf-8',
    body: Readable.from(lines()),
    headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
  };
}
