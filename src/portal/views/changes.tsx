import { CodeBlock } from '../components/code-block.tsx';
import { DataTable } from '../components/data-table.tsx';
import { HiddenInputs } from '../components/form.tsx';
import { Paging } from '../components/paging.tsx';
import { NoValue, Value } from '../components/values.tsx';
import type { Feature } from '../data/common.ts';
import type { Change, ChangesData } from '../data/features.ts';
import { changesMessages as messages } from '../messages/changes.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeMinute, type Column } from '../write-values.ts';

/** Two editions beside each other: what came, what went, and each changed cell with what it was. */
export const changes: View<ChangesData> = (page, data) => {
  const path = pathOf(data);
  const next = data.links.find((link) => link.rel === 'next');
  return {
    title: page.say(messages.title, { title: data.title }),
    section: 'collections',
    crumbs: [
      { text: page.say(shellMessages.collections), href: '/collections' },
      { text: data.title, href: path },
    ],
    body: (
      <>
        <Choice page={page} data={data} />
        <Counts page={page} data={data} />
        {data.changes.length === 0 && !next ? (
          <p class="notice">{page.say(messages.same)}</p>
        ) : (
          <DataTable
            caption={page.say(messages.table)}
            isLong
            rows={data.changes}
            columns={[
              {
                label: page.say(messages.object),
                isName: true,
                cell: ({ op, id }) => <a href={page.to(...addressOf(data, op, id))}>{id}</a>,
              },
              {
                label: page.say(messages.what),
                staysOnOneLine: true,
                cell: ({ op }) => <span class={`change ${op}`}>{page.say(messages[op])}</span>,
              },
              {
                label: page.say(messages.values),
                cell: (change) => <Cells page={page} columns={data.columns} change={change} />,
              },
            ]}
          />
        )}
        <Paging
          page={page}
          next={next ? page.to(next.href) : null}
          first={page.url.searchParams.has('token') ? page.here({ token: null }) : null}
        />
        <p class="hint">{page.say(messages.forPrograms)}</p>
        <CodeBlock
          label={page.say(messages.forPrograms)}
          code={`curl "${page.base}${path}/changes?since=${data.since}&until=${data.edition}&compare=true"`}
        />
      </>
    ),
  };
};

const pathOf = ({ collection }: ChangesData): string => `/collections/${encodeURIComponent(collection)}`;

/** What is gone is read where it still stands. */
function addressOf(data: ChangesData, op: Change['op'], id: string): [string, Record<string, string>] {
  const asOf = op === 'delete' ? data.since : data.isCurrent ? null : data.edition;
  return [`${pathOf(data)}/items/${encodeURIComponent(id)}`, asOf === null ? {} : { 'as-of': String(asOf) }];
}

function Choice({ page, data }: { page: Page; data: ChangesData }) {
  const write = ({ number, publishedAt }: ChangesData['editions'][number]) =>
    page.say(messages.edition, { number: String(number), moment: writeMinute(publishedAt, page.language) });
  const oldest = data.editions.at(-1)?.number ?? 1;
  const isListed = data.since === 0 || data.editions.some(({ number }) => number === data.since);
  return (
    <form class="compare" method="get" action={`${pathOf(data)}/changes`}>
      <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : {}} />
      <div class="field">
        <label for="field-since">{page.say(messages.earlier)}</label>
        <select id="field-since" name="since">
          {oldest <= 1 || data.since === 0 ? (
            <option value="0" selected={data.since === 0}>
              {page.say(messages.nothing)}
            </option>
          ) : null}
          {isListed ? null : (
            <option value={String(data.since)} selected>
              {String(data.since)}
            </option>
          )}
          {data.editions.map((edition) => (
            <option value={String(edition.number)} selected={edition.number === data.since}>
              {write(edition)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="field-until">{page.say(messages.later)}</label>
        <select id="field-until" name="until">
          {data.editions.map((edition) => (
            <option value={String(edition.number)} selected={edition.number === data.edition}>
              {write(edition)}
            </option>
          ))}
        </select>
      </div>
      <button class="primary" type="submit">
        {page.say(messages.show)}
      </button>
    </form>
  );
}

function Counts({ page, data }: { page: Page; data: ChangesData }) {
  const { counts } = data;
  if (counts === null) return <p>{page.say(messages.many)}</p>;
  const facts = [
    [messages.inserted, counts.insert],
    [messages.updated, counts.update],
    [messages.deleted, counts.delete],
  ] as const;
  return (
    <dl class="numbers three plain-figures">
      {facts.map(([term, count]) => (
        <div>
          <dt>{page.say(term)}</dt>
          <dd>{writeCount(count, page.language)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Values that tell what a row is, where all of it came or went. */
const shownValues = 5;

function Cells({ page, columns, change }: { page: Page; columns: readonly Column[]; change: Change }) {
  const { feature, before } = change;
  if (feature && before) return <ChangedCells page={page} columns={columns} feature={feature} before={before} />;
  const { properties } = (feature ?? before)!;
  const filled = columns.filter(({ name }) => !isEmpty(properties[name]));
  if (filled.length === 0) return <NoValue page={page} />;
  return (
    <ul class="cells">
      {filled.slice(0, shownValues).map((column) => (
        <li>
          <span class="unit">{column.title}:</span>{' '}
          <Value page={page} value={properties[column.name]} column={column} withUnit />
        </li>
      ))}
      {filled.length > shownValues ? <li aria-hidden="true">…</li> : null}
    </ul>
  );
}

interface ChangedCellsProps {
  readonly page: Page;
  readonly columns: readonly Column[];
  readonly feature: Feature;
  readonly before: Feature;
}

function ChangedCells({ page, columns, feature, before }: ChangedCellsProps) {
  const changed = columns.filter(({ name }) => !isSame(feature.properties[name], before.properties[name]));
  return (
    <ul class="cells">
      {changed.map((column) => (
        <li>
          <span class="unit">{column.title}:</span>{' '}
          <del>
            <span class="visually-hidden">{page.say(messages.was)} </span>
            <Value page={page} value={before.properties[column.name]} column={column} withUnit />
          </del>{' '}
          <span aria-hidden="true">→</span>{' '}
          <ins>
            <span class="visually-hidden">{page.say(messages.is)} </span>
            <Value page={page} value={feature.properties[column.name]} column={column} withUnit />
          </ins>
        </li>
      ))}
      {isSame(feature.geometry, before.geometry) ? null : <li>{page.say(messages.moved)}</li>}
    </ul>
  );
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
