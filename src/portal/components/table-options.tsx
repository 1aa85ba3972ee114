import type { ItemsData } from '../data/features.ts';
import { featureMessages } from '../messages/features.ts';
import { tableMessages as messages } from '../messages/table.ts';
import type { Page } from '../page.ts';
import type { Column } from '../write-values.ts';
import { tableForm } from './column-filter.tsx';
import { HiddenInputs, hintOf } from './form.tsx';

/** What the table shows and how: columns, order, a condition in CQL2. One form with the fields of the columns. */
export function TableOptions({ page, data }: { page: Page; data: ItemsData }) {
  const isOpen = data.rest != null;
  return (
    <details class="table-options" open={isOpen}>
      <summary>{page.say(messages.options)}</summary>
      <form id={tableForm} method="get" action={page.url.pathname} role="search">
        <HiddenInputs fields={keptParameters(page, data)} />
        <Order page={page} data={data} />
        <ColumnChoice page={page} data={data} />
        <Condition page={page} data={data} />
        <button class="primary" type="submit">
          {page.say(messages.apply)}
        </button>
      </form>
    </details>
  );
}

function Order({ page, data }: { page: Page; data: ItemsData }) {
  const chosen = data.query['sortby'] ?? '';
  const known = data.columns.filter(({ name }) => data.sortables.includes(name));
  if (known.length === 0) return null;
  const options = known.flatMap(({ name, title }) => [
    { value: name, text: page.say(messages.ascending, { column: title }) },
    { value: `-${name}`, text: page.say(messages.descending, { column: title }) },
  ]);
  const isOther = chosen !== '' && !options.some(({ value }) => value === chosen);
  return (
    <div class="field">
      <label for="field-sortby">{page.say(messages.order)}</label>
      <select id="field-sortby" name="sortby">
        <option value="">{page.say(messages.fileOrder)}</option>
        {isOther ? (
          <option value={chosen} selected>
            {chosen}
          </option>
        ) : null}
        {options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function ColumnChoice({ page, data }: { page: Page; data: ItemsData }) {
  if (data.columns.length < 2) return null;
  return (
    <fieldset class="column-choice">
      <legend>{page.say(messages.columns)}</legend>
      <div>
        {data.columns.map(({ name, title }) => (
          <label>
            <input type="checkbox" name="properties" value={name} checked={data.shown?.includes(name) ?? true} />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What no field of a column says, with examples made of this collection's own columns and values. */
function Condition({ page, data }: { page: Page; data: ItemsData }) {
  const examples = filterExamples(data);
  return (
    <div class="field wide">
      <label for="field-filter">{page.say(messages.condition)}</label>
      <div class="hint" id={hintOf('field-filter')}>
        {page.say(featureMessages.filterHint)}{' '}
        {examples.length > 0 ? (
          <>
            {page.say(featureMessages.filterExample)}{' '}
            {examples.map((example, index) => (
              <>
                {index > 0 ? ', ' : null}
                <a href={page.here({ filter: example, 'filter-lang': null, token: null })}>
                  <code>{example}</code>
                </a>
              </>
            ))}
          </>
        ) : null}
      </div>
      <input
        type="text"
        class="code"
        id="field-filter"
        name="filter"
        value={data.rest ?? ''}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="none"
        aria-describedby={hintOf('field-filter')}
      />
      <details>
        <summary>{page.say(featureMessages.filterNames)}</summary>
        <ul class="names">
          {data.columns.map((column) => (
            <li>
              <code>{column.name}</code> {column.title === column.name ? null : column.title}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** What the form does not ask for stays; the place in the pages does not. */
function keptParameters(page: Page, data: ItemsData): Record<string, string> {
  const asked = new Set(['filter', 'filter-lang', 'sortby', 'properties', 'token', 'f', 'lang']);
  const kept = Object.entries(data.query).filter(([name]) => !asked.has(name) && !name.startsWith('find.'));
  return { ...Object.fromEntries(kept), ...(page.language === 'en' ? { lang: 'en' } : {}) };
}

/** Up to two conditions that are true of something on the page: one of text, one of a number. */
export function filterExamples(data: Pick<ItemsData, 'columns' | 'features'>): string[] {
  const textExample = exampleFor(data, (column, value) => {
    if (column.type !== 'string' || typeof value !== 'string' || value.length === 0 || value.length > 40) return null;
    return `${quoteName(column.name)} = '${value.replaceAll("'", "''")}'`;
  });
  const numberExample = exampleFor(data, (column, value) => {
    if (column.type !== 'number' || typeof value !== 'number') return null;
    return `${quoteName(column.name)} >= ${value}`;
  });
  return [textExample, numberExample].filter((example): example is string => example !== null);
}

function exampleFor(
  data: Pick<ItemsData, 'columns' | 'features'>,
  write: (column: Column, value: unknown) => string | null,
): string | null {
  for (const column of data.columns) {
    for (const feature of data.features.slice(0, 5)) {
      const example = write(column, feature.properties[column.name]);
      if (example) return example;
    }
  }
  return null;
}

/** Slugs may be words of CQL2's grammar; quotes make any name safe (21-065r2, cql2.bnf). */
function quoteName(name: string): string {
  return /^(and|or|not|like|between|in|is|null|true|false|div|date|timestamp|interval|bbox)$/i.test(name)
    ? `"${name}"`
    : name;
}
