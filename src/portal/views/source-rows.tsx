import { NoValue } from '../components/values.tsx';
import type { SourceRowsData } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** The delivered file around one row, the cell in question marked, as people know it from their spreadsheet. */
export const sourceRows: View<SourceRowsData> = (page, data) => ({
  title: page.say(messages.inFile, { row: String(data.row), file: data.file }),
  section: 'runs',
  crumbs: [
    { text: page.say(shellMessages.runs), href: '/runs' },
    {
      text: page.say(messages.title, { id: String(data.run), collection: data.collection }),
      href: `/runs/${data.run}`,
    },
  ],
  body: (
    <>
      <p>
        {data.layer === null ? null : `${page.say(messages.sheet, { layer: data.layer })} `}
        {page.say(messages.asDelivered)}
      </p>
      {/* A sheet stays a sheet on a phone: it scrolls, for its columns have their order. */}
      <div class="table-region sheet" role="region" tabindex={0} aria-label={data.file}>
        <table>
          <thead>
            <tr>
              <th scope="col">{page.say(messages.position)}</th>
              {data.columns.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <Row page={page} data={data} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  ),
});

function Row({ page, data, row }: { page: Page; data: SourceRowsData; row: SourceRowsData['rows'][number] }) {
  const isAsked = row.position === data.row;
  const hasColumn = data.column !== null && data.columns.includes(data.column);
  return (
    <tr class={isAsked ? 'asked' : undefined} aria-current={isAsked ? 'true' : undefined}>
      <th scope="row">{row.position}</th>
      {row.cells === null ? (
        <td colSpan={data.columns.length}>
          <code>{row.raw}</code>
        </td>
      ) : (
        row.cells.map((value, index) => (
          <Cell page={page} value={value} isMeant={isAsked && hasColumn && data.columns[index] === data.column} />
        ))
      )}
    </tr>
  );
}

/** The address may lead to the cell itself: on a phone it stands outside the screen. */
function Cell({ page, value, isMeant }: { page: Page; value: unknown; isMeant: boolean }) {
  return isMeant ? (
    <td id="cell">
      <mark>{cellText(page, value)}</mark>
    </td>
  ) : (
    <td>{cellText(page, value)}</td>
  );
}

/** A cell as it stands in the file. */
function cellText(page: Page, value: unknown) {
  if (value === null || value === undefined || value === '') return <NoValue page={page} />;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
