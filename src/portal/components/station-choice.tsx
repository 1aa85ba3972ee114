import type { SpanName, StationData } from '../data/stations.ts';
import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import { dayInAddress } from '../chart/span-moves.ts';
import type { Page } from '../page.ts';
import { HiddenInputs } from './form.tsx';

const spanNames: readonly SpanName[] = ['day', 'week', 'month', 'year', 'decade'];

/** How long a time is shown: a length up to now, or from a day to a day. */
export function SpanChoice({ page, data }: { page: Page; data: StationData }) {
  const [from, to] = [Date.parse(data.span.from), Date.parse(data.span.to)];
  const own = { from: null, to: null };
  return (
    <>
      <nav class="spans" aria-label={page.say(messages.span)}>
        <ul>
          {spanNames.map((name) => (
            <li>
              <a
                href={`${page.here({ span: name, ...own })}#charts`}
                aria-current={data.span.name === name ? 'true' : undefined}
              >
                {page.say(stationWord('span', name))}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form class="days" method="get" action={`/stations/${data.id}#charts`}>
        <HiddenInputs fields={keptFields(page, ['series', 'year', 'with', 'lang', 'view-as'])} />
        <div class="field">
          <label for="field-from">{page.say(messages.fromDay)}</label>
          <input id="field-from" name="from" type="date" required value={dayInAddress(from)} />
        </div>
        <div class="field">
          <label for="field-to">{page.say(messages.toDay)}</label>
          <input id="field-to" name="to" type="date" value={dayInAddress(to - 1)} />
        </div>
        <button class="secondary" type="submit">
          {page.say(messages.show)}
        </button>
      </form>
    </>
  );
}

/** What the address says already and a form does not ask for. */
function keptFields(page: Page, names: readonly string[]): Record<string, string> {
  const given = names.map((name) => [name, page.url.searchParams.get(name) ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** Which series, and what they are held against. */
export function StationChoice({ page, data }: { page: Page; data: StationData }) {
  const asked = (name: string): string => page.url.searchParams.get(name) ?? '';
  return (
    <details>
      <summary>{page.say(messages.choose)}</summary>
      <form class="compare" method="get" action={`/stations/${data.id}#charts`}>
        <HiddenInputs fields={keptFields(page, ['span', 'until', 'from', 'to', 'lang', 'view-as'])} />
        <div class="field">
          <label for="field-series">{page.say(messages.parameter)}</label>
          <select id="field-series" name="series">
            {data.series.map(({ id, title }) => (
              <option value={String(id)} selected={asked('series') === String(id)}>
                {title}
              </option>
            ))}
            <option
              value={data.series
                .slice(0, 6)
                .map(({ id }) => id)
                .join(',')}
              selected={asked('series') === '' || asked('series').includes(',')}
            >
              {page.say(messages.all)}
            </option>
          </select>
        </div>
        <div class="field">
          <label for="field-year">{page.say(messages.compareYear)}</label>
          <input id="field-year" name="year" inputmode="numeric" pattern="[0-9]{4}" value={asked('year')} />
        </div>
        <div class="field">
          <label for="field-with">{page.say(messages.compareStation)}</label>
          <input id="field-with" name="with" inputmode="numeric" pattern="[0-9]*" value={asked('with')} />
        </div>
        <button class="primary" type="submit">
          {page.say(messages.show)}
        </button>
      </form>
    </details>
  );
}
