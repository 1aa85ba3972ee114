import { stationMessages as messages } from '../messages/stations.ts';
import type { Outage } from '../data/stations.ts';
import type { Page } from '../page.ts';
import { writeDuration } from '../write-values.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { Moment } from './values.tsx';

interface OutageTableProps<Row extends Outage> {
  readonly page: Page;
  readonly outages: readonly Row[];
  /** What says which series was silent. */
  readonly first: readonly TableColumn<Row>[];
}

const dayMs = 86_400_000;

/** Silences with start, end and length. */
export function OutageTable<Row extends Outage>({ page, outages, first }: OutageTableProps<Row>) {
  return (
    <DataTable
      caption={page.say(messages.outages)}
      isLong={outages.length > 20}
      rows={outages}
      columns={[
        ...first,
        { label: page.say(messages.from), staysOnOneLine: true, cell: ({ from }) => <Moment page={page} at={from} /> },
        {
          label: page.say(messages.to),
          staysOnOneLine: true,
          cell: ({ to }) => (to ? <Moment page={page} at={to} /> : page.say(messages.lasts)),
        },
        { label: page.say(messages.duration), isNumber: true, cell: ({ seconds }) => lengthWord(page, seconds * 1000) },
      ]}
    />
  );
}

export function lengthWord(page: Page, ms: number): string {
  if (ms < 2 * dayMs) return writeDuration(ms, page);
  return page.say(messages.days, { days: Math.floor(ms / dayMs), hours: Math.floor((ms % dayMs) / 3_600_000) });
}
