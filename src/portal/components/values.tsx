import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeDate, writeMinute, writeUnit, writeValue, type Column } from '../write-values.ts';

/** A moment in Vietnamese time, for programs in ISO. */
export function Moment({ page, at, zone = false }: { page: Page; at: string; zone?: boolean }) {
  const text = writeMinute(at, page.language);
  return <time dateTime={at}>{zone ? page.say(valueMessages.asMoment, { moment: text }) : text}</time>;
}

export function Day({ page, at }: { page: Page; at: string }) {
  return <time dateTime={at}>{writeDate(at, page.language)}</time>;
}

export function NoValue({ page }: { page: Page }) {
  return (
    <span class="none" role="img" aria-label={page.say(valueMessages.none)}>
      –
    </span>
  );
}

/** A value in its column; `withUnit` where no header says the unit. */
export function Value({
  page,
  value,
  column,
  withUnit = false,
}: {
  page: Page;
  value: unknown;
  column: Column;
  withUnit?: boolean;
}) {
  const text = writeValue(value, column, page);
  if (text === null) return <NoValue page={page} />;
  if (withUnit && column.unit) {
    return (
      <>
        {text}&#8239;{writeUnit(column.unit, page)}
      </>
    );
  }
  return <>{text}</>;
}

/** Title of a column with its unit, and the time zone where it matters. */
export function ColumnTitle({ page, column }: { page: Page; column: Column }) {
  const note = column.unit ? writeUnit(column.unit, page) : column.type === 'date-time' ? 'UTC+7' : null;
  return (
    <>
      {column.title}
      {note ? <span class="unit"> ({note})</span> : null}
    </>
  );
}

export function columnLabel(page: Page, column: Column): string {
  const note = column.unit ? writeUnit(column.unit, page) : column.type === 'date-time' ? 'UTC+7' : null;
  return note ? `${column.title} (${note})` : column.title;
}

export function isNumeric(column: Column): boolean {
  return (column.type === 'number' || column.type === 'integer') && !column.codelist;
}
