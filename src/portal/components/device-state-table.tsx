import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import type { DeviceStateSpan } from '../data/stations.ts';
import type { Page } from '../page.ts';
import { writeCount } from '../write-values.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { lengthWord } from './outage-table.tsx';
import { StateWord } from './state-word.tsx';
import { Moment } from './values.tsx';

interface DeviceStateTableProps<Row extends DeviceStateSpan> {
  readonly page: Page;
  readonly spans: readonly Row[];
  /** What says which series it was. */
  readonly first: readonly TableColumn<Row>[];
}

/** Times in which devices were calibrated, maintained or faulty, by what their values say. */
export function DeviceStateTable<Row extends DeviceStateSpan>({ page, spans, first }: DeviceStateTableProps<Row>) {
  return (
    <DataTable
      caption={page.say(messages.deviceStates)}
      isLong={spans.length > 20}
      rows={spans}
      columns={[
        ...first,
        {
          label: page.say(messages.deviceState),
          cell: ({ status }) => <StateWord tone="warn" word={deviceWord(page, status)} />,
        },
        { label: page.say(messages.from), staysOnOneLine: true, cell: ({ from }) => <Moment page={page} at={from} /> },
        {
          label: page.say(messages.to),
          staysOnOneLine: true,
          cell: ({ to }) => (to ? <Moment page={page} at={to} /> : page.say(messages.lasts)),
        },
        {
          label: page.say(messages.duration),
          isNumber: true,
          cell: ({ seconds }) => (seconds === 0 ? page.say(messages.oneValue) : lengthWord(page, seconds * 1000)),
        },
        {
          label: page.say(messages.valueCount),
          isNumber: true,
          cell: ({ values }) => writeCount(values, page.language),
        },
      ]}
    />
  );
}

/** Loggers have private states beside those of the rule. */
function deviceWord(page: Page, status: number): string {
  if (status <= 3) return page.say(stationWord('status', status));
  return page.say(messages['status-other'], { code: String(status).padStart(2, '0') });
}
