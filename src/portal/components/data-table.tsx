import type { ComponentChildren } from 'preact';

export interface TableColumn<Row> {
  /** Also the label of the cell where a narrow screen shows rows as blocks. */
  readonly label: string;
  /** What stands in the header cell, where it is more than the label (unit, sorting link). */
  readonly header?: ComponentChildren;
  readonly isNumber?: boolean;
  /** Dates, times, short ids. */
  readonly staysOnOneLine?: boolean;
  /** Names the row: its cell becomes a row header. */
  readonly isName?: boolean;
  /** Says itself what it is: on a narrow screen it has the whole width and no label. */
  readonly isSentence?: boolean;
  /** Left out on narrow screens. */
  readonly isSecondary?: boolean;
  readonly sort?: 'ascending' | 'descending';
  /** Stands below the name, in a row of its own: what is looked for in the column. */
  readonly filter?: ComponentChildren;
  cell(row: Row): ComponentChildren;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  /** Many rows: the region scrolls by itself and the header stays in sight. */
  readonly isLong?: boolean;
  /** On a phone a row is a line or two of its values, instead of one line for each: values that say themselves what they are. */
  readonly isCompact?: boolean;
  /** Names a row for scripts: the id of the object in it. */
  idOf?(row: Row): string;
}

/**
 * A table that scrolls in its own region and turns into labelled rows on a phone. The roles are spelled out because a
 * table whose `display` is changed loses them in browsers.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  isLong = false,
  isCompact = false,
  idOf,
}: DataTableProps<Row>) {
  const hasFilters = columns.some(({ filter }) => filter !== undefined);
  return (
    <div
      data-part={hasFilters ? 'table' : undefined}
      class={`table-region rows${isLong ? ' long' : ''}${isCompact ? ' compact' : ''}`}
      role="region"
      aria-label={caption}
      tabindex={0}
    >
      <table role="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th role="columnheader" scope="col" class={classOf(column)} aria-sort={column.sort}>
                {column.header ?? column.label}
              </th>
            ))}
          </tr>
          {hasFilters ? (
            <tr role="row" class="column-filters">
              {columns.map((column) => (
                <td role="cell" class={classOf(column)} data-label={column.label}>
                  {column.filter}
                </td>
              ))}
            </tr>
          ) : null}
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row" data-id={idOf?.(row)}>
              {columns.map((column) =>
                column.isName ? (
                  <th role="rowheader" scope="row" class={classOf(column)} data-label={column.label}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td role="cell" class={classOf(column)} data-label={column.isSecondary ? undefined : column.label}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf<Row>(column: TableColumn<Row>): string | undefined {
  const names = [
    column.isNumber ? 'number' : '',
    column.staysOnOneLine ? 'short' : '',
    column.isSecondary ? 'secondary-column' : '',
    column.isSentence ? 'sentence' : '',
  ].filter(Boolean);
  return names.length > 0 ? names.join(' ') : undefined;
}
