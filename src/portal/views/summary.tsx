import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { Strip } from '../components/facts.tsx';
import { Field, HiddenInputs, TextField } from '../components/form.tsx';
import { columnLabel, isNumeric, Value } from '../components/values.tsx';
import type { SummaryData } from '../data/features.ts';
import { shellMessages } from '../messages/shell.ts';
import { unitMessages as messages } from '../messages/units.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeMinute, writeUnit } from '../write-values.ts';
import { featureMessages } from '../messages/features.ts';

type Group = SummaryData['groups'][number];
type Measure = SummaryData['measures'][number];

/** Groups of a collection as a table, with a form that works without a script. */
export const summary: View<SummaryData> = (page, data) => ({
  title: page.say(messages.summaryTitle, { title: data.title }),
  section: 'collections',
  crumbs: [
    { text: page.say(shellMessages.collections), href: '/collections' },
    { text: data.title, href: `/collections/${encodeURIComponent(data.collection)}` },
  ],
  formats: { csv: 'text/csv' },
  body: (
    <>
      <Strip
        items={[
          page.say(messages.groups, { count: data.numberOfGroups }),
          page.say(featureMessages.edition, { number: String(data.edition) }),
          page.say(featureMessages.published, { moment: writeMinute(data.publishedAt, page.language) }),
          <a href={page.here({ f: 'csv' })}>CSV</a>,
          <a href={page.to(`/collections/${encodeURIComponent(data.collection)}/items`)}>
            {page.say(featureMessages.open)}
          </a>,
        ]}
      />
      <SummaryForm page={page} data={data} />
      {data.groups.length === 0 ? (
        <p class="notice">{page.say(messages.noGroups)}</p>
      ) : (
        <DataTable
          caption={page.say(messages.summaryTitle, { title: data.title })}
          isLong
          columns={columnsOf(page, data)}
          rows={data.groups}
        />
      )}
    </>
  ),
});

function SummaryForm({ page, data }: { page: Page; data: SummaryData }) {
  const { query } = data;
  const kept = ['filter', 'filter-lang', 'as-of', 'bbox', 'datetime'].flatMap((name) =>
    query[name] === undefined ? [] : [[name, query[name]] as const],
  );
  const language: Record<string, string> = page.language === 'en' ? { lang: 'en' } : {};
  const numbers = data.choices.filter(isNumeric).map(({ name }) => name);
  return (
    <form class="filter" method="get" action={page.url.pathname}>
      <HiddenInputs fields={{ ...Object.fromEntries(kept), ...language }} />
      <Field id="field-by" label={page.say(messages.by)}>
        <select id="field-by" name="by">
          <option value="">{page.say(messages.byNothing)}</option>
          {data.choices
            .filter(({ type }) => type !== 'json')
            .map(({ name, title }) => (
              <option value={name} selected={name === query['by']}>
                {title}
              </option>
            ))}
        </select>
      </Field>
      <TextField
        id="field-measure"
        name="measure"
        label={page.say(messages.measure)}
        hint={page.say(messages.measureHint, { columns: numbers.join(', ') || '–' })}
        value={query['measure'] ?? 'count()'}
      />
      {data.levels.length > 0 ? (
        <Field id="field-level" label={page.say(messages.level)}>
          <select id="field-level" name="level">
            <option value="">{page.say(messages.levelOwn)}</option>
            {data.levels.map((level) => (
              <option value={level} selected={level === query['level']}>
                {level}
              </option>
            ))}
          </select>
        </Field>
      ) : null}
      {data.hasUnits ? <UnitsChoice page={page} chosen={query['units']} /> : null}
      <button class="secondary" type="submit">
        {page.say(messages.compute)}
      </button>
    </form>
  );
}

function UnitsChoice({ page, chosen }: { page: Page; chosen: string | undefined }) {
  return (
    <Field id="field-units" label={page.say(messages.units)}>
      <select id="field-units" name="units">
        <option value="">{page.say(messages.asStored)}</option>
        {(['before', 'after'] as const).map((side) => (
          <option value={side} selected={side === chosen}>
            {page.say(messages[side])}
          </option>
        ))}
      </select>
    </Field>
  );
}

function columnsOf(page: Page, data: SummaryData): TableColumn<Group>[] {
  const keys = data.by.map((column, index): TableColumn<Group> => ({
    label: columnLabel(page, column),
    isName: index === 0,
    cell: (group) => <Key page={page} group={group} column={column} />,
  }));
  const measures = data.measures.map((measure): TableColumn<Group> => ({
    label: measureLabel(page, measure),
    isNumber: true,
    cell: (group) => (
      <Value
        page={page}
        value={shown(measure, group.values[measure.name])}
        column={{ name: '', title: '', type: 'number' }}
      />
    ),
  }));
  if (keys.length > 0) return [...keys, ...measures];
  return [{ label: page.say(messages.by), isName: true, cell: () => page.say(messages.allRows) }, ...measures];
}

/** A mean has no more digits than it can mean; the CSV has them all. */
const shown = ({ function: call }: Measure, value: unknown): unknown =>
  call === 'mean' && typeof value === 'number' ? Number(value.toPrecision(4)) : value;

function Key({ page, group, column }: { page: Page; group: Group; column: SummaryData['by'][number] }) {
  const open = group.oneOf?.[column.name];
  if (open) {
    const units = open.map(({ code, label }) => (label ? `${label} (${code})` : code)).join('; ');
    return <>{page.say(messages.oneOf, { units })}</>;
  }
  const value = group.key[column.name];
  if (value === null || value === undefined) return <>{page.say(messages.unknownGroup)}</>;
  return <Value page={page} value={value} column={column} />;
}

function measureLabel(page: Page, { function: call, title, unit }: Measure): string {
  if (call === 'count') return page.say(messages.numberOfRows);
  const text = page.say(messages[call], { title: title ?? '' });
  return unit ? `${text} (${writeUnit(unit, page)})` : text;
}
