import { catalogueMessages } from '../messages/catalogue.ts';
import { featureMessages } from '../messages/features.ts';
import { shellMessages } from '../messages/shell.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeUnit, type Column } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { NoValue } from './values.tsx';

/** Columns with meaning, type and unit. */
export function ColumnsTable({
  page,
  columns,
  sortables = [],
}: {
  page: Page;
  columns: readonly Column[];
  sortables?: readonly string[];
}) {
  return (
    <DataTable
      caption={page.say(catalogueMessages.columns)}
      rows={columns}
      columns={[
        { label: page.say(shellMessages.column), isName: true, cell: (column) => <code>{column.name}</code> },
        { label: page.say(shellMessages.meaning), cell: (column) => <Meaning page={page} column={column} /> },
        {
          label: page.say(shellMessages.type),
          cell: (column) =>
            page.say(wordFor(column.type)) +
            (sortables.includes(column.name) ? `, ${page.say(featureMessages.sortable)}` : ''),
        },
        {
          label: page.say(shellMessages.unit),
          cell: (column) => (column.unit ? writeUnit(column.unit, page) : <NoValue page={page} />),
        },
      ]}
    />
  );
}

function Meaning({ page, column }: { page: Page; column: Column }) {
  const notes = [
    column.codelist ? page.say(catalogueMessages.code, { codelist: column.codelist }) : '',
    column.personal ? page.say(catalogueMessages.personal) : '',
  ].filter(Boolean);
  return (
    <>
      {column.title}
      {column.description ? `. ${column.description}` : ''}
      {notes.length > 0 ? <span class="unit"> ({notes.join(', ')})</span> : null}
    </>
  );
}
