import { catalogueMessages } from '../messages/catalogue.ts';
import { featureMessages } from '../messages/features.ts';
import { shellMessages } from '../messages/shell.ts';
import { wordFor } from '../messages/values.ts';
import type { ColumnDistributionData } from '../data/features.ts';
import { distributionMessages } from '../messages/distribution.ts';
import type { Page } from '../page.ts';
import { writeShare, writeUnit, writeValue, type Column } from '../write-values.ts';
import { Sparkline } from './bars.tsx';
import { DataTable } from './data-table.tsx';
import { NoValue } from './values.tsx';

interface Distribution {
  readonly looked: number;
  readonly columns: readonly ColumnDistributionData[];
}

/** Columns with meaning, type and unit. */
export function ColumnsTable({
  page,
  columns,
  sortables = [],
  distribution = null,
}: {
  page: Page;
  columns: readonly Column[];
  sortables?: readonly string[];
  /** How the values are spread, where it was looked at. */
  distribution?: Distribution | null;
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
        ...(distribution
          ? [
              {
                label: page.say(distributionMessages.values),
                cell: (column: Column) => <Spread page={page} column={column} distribution={distribution} />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** From where to where and in which shape, or what stands there most. */
function Spread({ page, column, distribution }: { page: Page; column: Column; distribution: Distribution }) {
  const found = distribution.columns.find(({ name }) => name === column.name);
  if (!found) return <NoValue page={page} />;
  const said = spreadWords(page, column, found);
  const empty = distribution.looked === 0 ? 0 : found.empty / distribution.looked;
  return (
    <>
      {found.bins.length > 1 ? (
        <Sparkline counts={found.bins.map(({ count }) => count)} label={page.say(distributionMessages.shape)} />
      ) : null}
      {said}
      {empty > 0 ? (
        <div class="quiet-text">
          {page.say(distributionMessages.emptyShare, { share: writeShare(empty, page.language) })}
        </div>
      ) : null}
    </>
  );
}

const namedValues = 3;

function spreadWords(page: Page, column: Column, found: ColumnDistributionData): string {
  const { min, max, distinct, values } = found;
  const written = (value: unknown): string => writeValue(value, column, page) ?? '';
  if (min !== null) return min === max ? written(min) : `${written(min)} – ${written(max)}`;
  if (distinct === null || distinct === 0) return '';
  const count = page.say(distributionMessages.distinct, { count: distinct });
  const named = values.slice(0, namedValues).map(({ value, label }) => label ?? written(value));
  return named.length === 0
    ? count
    : `${count} ${page.say(distributionMessages.frequent, { values: named.join(', ') })}`;
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
