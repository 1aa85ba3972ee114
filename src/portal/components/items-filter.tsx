import type { ItemsData } from '../data/features.ts';
import { featureMessages as messages } from '../messages/features.ts';
import type { Page } from '../page.ts';
import type { Column } from '../write-values.ts';
import { HiddenInputs, hintOf } from './form.tsx';

/** The box for a CQL2 condition, with examples made of this collection's own columns and values. */
export function ItemsFilter({ page, data }: { page: Page; data: ItemsData }) {
  const filter = data.query['filter'] ?? '';
  const examples = filterExamples(data);
  return (
    <form class="filter" method="get" action={page.url.pathname} role="search">
      <HiddenInputs fields={keptParameters(page, data)} />
      <label for="field-filter">{page.say(messages.filterLabel)}</label>
      <div class="filter-line">
        <input
          type="text"
          id="field-filter"
          name="filter"
          value={filter}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="none"
          aria-describedby={hintOf('field-filter')}
        />
        <button class="secondary" type="submit">
          {page.say(messages.filter)}
        </button>
        {filter ? (
          <a href={page.here({ filter: null, 'filter-lang': null, token: null })}>{page.say(messages.filterClear)}</a>
        ) : null}
      </div>
      <div class="hint" id={hintOf('field-filter')}>
        {page.say(messages.filterHint)}{' '}
        {examples.length > 0 ? (
          <>
            {page.say(messages.filterExample)}{' '}
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
      <details>
        <summary>{page.say(messages.filterNames)}</summary>
        <ul class="names">
          {data.columns.map((column) => (
            <li>
              <code>{column.name}</code> {column.title === column.name ? null : column.title}
            </li>
          ))}
        </ul>
      </details>
    </form>
  );
}

/** Order and edition stay when the filter changes; the place in the pages does not. */
function keptParameters(page: Page, data: ItemsData): Record<string, string> {
  const kept = ['sortby', 'limit', 'as-of', 'crs', 'bbox', 'datetime', 'units'].flatMap((name) => {
    const value = data.query[name];
    return value === undefined ? [] : [[name, value] as const];
  });
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
