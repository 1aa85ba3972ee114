import { Bar } from '../components/bars.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Strip } from '../components/facts.tsx';
import { ColumnTitle } from '../components/values.tsx';
import type { ColumnDistributionData, DistributionData } from '../data/features.ts';
import { distributionMessages as messages } from '../messages/distribution.ts';
import { featureMessages } from '../messages/features.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeMinute, writeShare, writeValue } from '../write-values.ts';

type Column = ColumnDistributionData;

/** How the values of each column are spread: a sentence, and bars in a table. */
export const distribution: View<DistributionData> = (page, data) => ({
  title: page.say(messages.title, { title: data.title }),
  section: 'collections',
  crumbs: [
    { text: page.say(shellMessages.collections), href: '/collections' },
    { text: data.title, href: `/collections/${encodeURIComponent(data.collection)}` },
  ],
  body: (
    <>
      <Strip
        items={[
          page.say(featureMessages.edition, { number: String(data.edition) }),
          page.say(featureMessages.published, { moment: writeMinute(data.publishedAt, page.language) }),
          <a href={page.to(`/collections/${encodeURIComponent(data.collection)}/items`)}>
            {page.say(featureMessages.open)}
          </a>,
        ]}
      />
      <p>{page.say(data.isSample ? messages.sample : messages.all, { count: data.looked })}</p>
      {data.columns.map((column) => (
        <ColumnSection page={page} column={column} looked={data.looked} />
      ))}
    </>
  ),
});

function ColumnSection({ page, column, looked }: { page: Page; column: Column; looked: number }) {
  const id = `column-${column.name}`;
  return (
    <section class="spread" aria-labelledby={id}>
      <h2 id={id}>
        <ColumnTitle page={page} column={titled(column)} />
      </h2>
      <p>{sentences(page, column, looked).join(' ')}</p>
      {column.bins.length > 0 ? <Bins page={page} column={column} looked={looked} /> : null}
      {column.values.length > 0 ? <Values page={page} column={column} looked={looked} /> : null}
    </section>
  );
}

function sentences(page: Page, column: Column, looked: number): string[] {
  const { empty, min, max, mean, median, distinct } = column;
  const filled = looked - empty;
  if (filled === 0) return [page.say(messages.nothing)];
  const value = (each: number | string | null) => written(page, column, each);
  const said =
    empty === 0
      ? page.say(messages.full, { filled })
      : page.say(messages.filled, { filled, empty, share: writeShare(empty / looked, page.language) });
  if (distinct !== null) {
    const names = column.values.length === 0 ? [page.say(messages.names)] : [];
    return [said, page.say(messages.distinct, { count: distinct }), ...names];
  }
  if (min === null) return [said];
  if (min === max) return [said, page.say(messages.same, { value: value(min) })];
  if (mean === null || median === null) return [said, page.say(messages.period, { min: value(min), max: value(max) })];
  const range = { min: value(min), max: value(max), median: value(round(median)), mean: value(round(mean)) };
  return [said, page.say(messages.range, range)];
}

/** A mean has no more digits than help. */
const round = (value: number): number => Number(value.toPrecision(4));

/** A column as other components know it. */
function titled({ name, title, type, unit }: Column) {
  return { name, title, type, ...(unit === null ? {} : { unit }) };
}

function written(page: Page, column: Column, value: number | string | null): string {
  return writeValue(value, titled(column), page) ?? '–';
}

interface RowsProps {
  readonly page: Page;
  readonly column: Column;
  readonly looked: number;
}

function Bins({ page, column, looked }: RowsProps) {
  const most = Math.max(...column.bins.map(({ count }) => count));
  return (
    <DataTable
      caption={column.title}
      rows={column.bins}
      columns={[
        {
          label: page.say(messages.span),
          isName: true,
          cell: ({ from, to }) =>
            page.say(messages.spanValue, { from: written(page, column, from), to: written(page, column, to) }),
        },
        ...countColumns<Column['bins'][number]>(page, most, looked),
      ]}
    />
  );
}

function Values({ page, column, looked }: RowsProps) {
  const most = Math.max(...column.values.map(({ count }) => count));
  return (
    <DataTable
      caption={column.title}
      rows={column.values}
      columns={[
        {
          label: page.say(messages.value),
          isName: true,
          cell: ({ value, label }) => (label === null ? written(page, column, value) : `${label} (${value})`),
        },
        ...countColumns<Column['values'][number]>(page, most, looked),
      ]}
    />
  );
}

function countColumns<Row extends { readonly count: number }>(page: Page, most: number, looked: number) {
  return [
    {
      label: page.say(messages.rows),
      isNumber: true,
      cell: ({ count }: Row) => writeCount(count, page.language),
    },
    { label: page.say(messages.share), cell: ({ count }: Row) => <BarWithShare {...{ page, count, most, looked }} /> },
  ];
}

function BarWithShare(props: { page: Page; count: number; most: number; looked: number }) {
  const { page, count, most, looked } = props;
  return (
    <span class="bar-line">
      <Bar share={most === 0 ? 0 : count / most} />
      <span>{writeShare(looked === 0 ? 0 : count / looked, page.language)}</span>
    </span>
  );
}
