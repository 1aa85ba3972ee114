import type { DeliveryData } from '../data/sources.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import { shellMessages } from '../messages/shell.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeBytes } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { StateWord } from './state-word.tsx';
import { Moment } from './values.tsx';

const tones = { received: 'busy', inspecting: 'busy', inspected: 'good', refused: 'bad' } as const;

export function DeliveryState({ page, state }: { page: Page; state: DeliveryData['state'] }) {
  return <StateWord tone={tones[state]} word={page.say(messages[`state-${state}`])} />;
}

export function DeliveryTable({ page, deliveries }: { page: Page; deliveries: readonly DeliveryData[] }) {
  return (
    <DataTable
      caption={page.say(messages.deliveries)}
      rows={deliveries}
      columns={[
        {
          label: page.say(messages.file),
          isName: true,
          cell: (delivery) => <a href={page.to(`/deliveries/${delivery.id}`)}>{delivery.name}</a>,
        },
        {
          label: page.say(shellMessages.state),
          cell: (delivery) => <DeliveryState page={page} state={delivery.state} />,
        },
        { label: page.say(messages.receivedAt), cell: (delivery) => <Moment page={page} at={delivery.receivedAt} /> },
        { label: page.say(messages.kind), cell: (delivery) => page.say(valueMessages[delivery.kind]) },
        {
          label: page.say(messages.size),
          isNumber: true,
          cell: (delivery) => writeBytes(delivery.sizeBytes, page.language),
        },
      ]}
    />
  );
}
