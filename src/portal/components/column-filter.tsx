import type { ItemsData } from '../data/features.ts';
import { tableMessages as messages } from '../messages/table.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { Column } from '../write-values.ts';

/** The form that the fields in the table's head belong to. */
export const tableForm = 'table-form';
export const findHint = 'find-hint';

/** The field below the name of a column; nothing where the column has no text of its own. */
export function ColumnFilter({ page, data, column }: { page: Page; data: ItemsData; column: Column }) {
  if (!(data.typable ?? []).includes(column.name)) return null;
  const value = data.typed?.[column.name] ?? '';
  const shared = {
    form: tableForm,
    name: `find.${column.name}`,
    'aria-label': page.say(messages.findIn, { column: column.title }),
  };
  if (column.type === 'boolean') {
    return (
      <select {...shared}>
        <option value="">{page.say(messages.any)}</option>
        {(['true', 'false'] as const).map((choice) => (
          <option value={choice} selected={choice === value}>
            {page.say(choice === 'true' ? valueMessages.yes : valueMessages.no)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      type="text"
      value={value}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-describedby={findHint}
    />
  );
}

/** Conditions in force, each with a way to take it back. */
export function ChosenConditions({ page, data }: { page: Page; data: ItemsData }) {
  const conditions = conditionsOf(page, data);
  if (conditions.length === 0) return <div data-part="chosen" />;
  const all = Object.fromEntries(conditions.flatMap(({ without }) => Object.keys(without).map((name) => [name, null])));
  return (
    <div data-part="chosen" class="chosen">
      <h2 class="visually-hidden">{page.say(messages.chosen)}</h2>
      <ul>
        {conditions.map(({ text, without, isCode }) => (
          <li>
            {isCode ? <code>{text}</code> : text}{' '}
            <a href={page.here({ ...without, token: null })} aria-label={page.say(messages.dropOne, { text })}>
              {page.say(messages.drop)}
            </a>
          </li>
        ))}
        {conditions.length > 1 ? (
          <li class="all">
            <a href={page.here({ ...all, filter: null, 'filter-lang': null, token: null })}>
              {page.say(messages.dropAll)}
            </a>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

interface Condition {
  readonly text: string;
  /** The query without it. */
  readonly without: Readonly<Record<string, string | null>>;
  readonly isCode?: boolean;
}

function conditionsOf(page: Page, data: ItemsData): Condition[] {
  const { query, columns, rest = null } = data;
  const typed = Object.entries(data.typed ?? {});
  const others = (gone: string) => Object.fromEntries(typed.filter(([name]) => name !== gone).map(([name, text]) => [`find.${name}`, text])); // prettier-ignore
  const titleOf = (name: string) => columns.find((column) => column.name === name)?.title ?? name;
  const equal = columns.filter(({ name }) => query[name] !== undefined && !ownParameters.has(name));
  return [
    ...typed.map(([name, text]) => ({
      text: page.say(messages.one, { column: titleOf(name), text: wordFor(page, text) }),
      without: { filter: rest, 'filter-lang': null, ...others(name) },
    })),
    ...equal.map(({ name, title }) => ({
      text: page.say(messages.one, { column: title, text: query[name]! }),
      without: { [name]: null },
    })),
    ...(rest === null ? [] : [{ text: rest, isCode: true, without: { filter: null, 'filter-lang': null, ...others('') } }]), // prettier-ignore
    ...(query['bbox'] === undefined ? [] : [{ text: page.say(messages.inFrame), without: { bbox: null, 'bbox-crs': null } }]), // prettier-ignore
    ...(query['datetime'] === undefined ? [] : [{ text: page.say(messages.inTime, { text: query['datetime'] }), without: { datetime: null } }]), // prettier-ignore
  ];
}

function wordFor(page: Page, text: string): string {
  if (text === '=') return page.say(messages.empty);
  if (text === '*') return page.say(messages.filled);
  if (text === 'true' || text === 'false') return page.say(text === 'true' ? valueMessages.yes : valueMessages.no);
  return text;
}

/** A column of the same name as a parameter cannot be asked for by it. */
const ownParameters = new Set(['limit', 'token', 'bbox', 'crs', 'datetime', 'filter', 'sortby', 'units', 'properties', 'f', 'lang']); // prettier-ignore
