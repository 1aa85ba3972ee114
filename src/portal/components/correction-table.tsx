import type { CorrectionData } from '../data/corrections.ts';
import { correctionMessages as messages } from '../messages/corrections.ts';
import type { Page } from '../page.ts';
import { writeMinute } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { SmallAction } from './form.tsx';
import { Moment, NoValue } from './values.tsx';

/** Corrections with who, when and why; those in force can be taken back. */
export function CorrectionTable({ page, corrections }: { page: Page; corrections: readonly CorrectionData[] }) {
  const nameOf = (name: string | null) => name || page.say(messages.operator);
  const text = (value: string) => (value === '' ? <NoValue page={page} /> : value);
  return (
    <DataTable
      caption={page.say(messages.history)}
      rows={corrections}
      columns={[
        { label: page.say(messages.row), isName: true, cell: ({ position }) => String(position) },
        { label: page.say(messages.column), cell: ({ column }) => column },
        { label: page.say(messages.from), cell: ({ oldValue }) => text(oldValue) },
        { label: page.say(messages.to), cell: ({ newValue }) => text(newValue) },
        { label: page.say(messages.reason), cell: ({ reason }) => reason },
        { label: page.say(messages.who), cell: ({ madeByName }) => nameOf(madeByName) },
        {
          label: page.say(messages.when),
          staysOnOneLine: true,
          cell: ({ madeAt }) => <Moment page={page} at={madeAt} />,
        },
        {
          label: page.say(messages.state),
          cell: ({ id, delivery, position, column, endedAt, endedByName }) =>
            endedAt === null ? (
              <>
                {page.say(messages.inForce)}{' '}
                <SmallAction
                  page={page}
                  action={`/deliveries/${delivery}/corrections/${id}/revert`}
                  text={page.say(messages.revert)}
                  label={page.say(messages.revertLabel, { row: String(position), column })}
                />
              </>
            ) : (
              page.say(messages.ended, { moment: writeMinute(endedAt, page.language), name: nameOf(endedByName) })
            ),
        },
      ]}
    />
  );
}
