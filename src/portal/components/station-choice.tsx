import type { SpanName, StationData } from '../data/stations.ts';
import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { HiddenInputs } from './form.tsx';

const spanNames: readonly SpanName[] = ['day', 'week', 'month', 'year', 'decade'];

/** How long a time is shown. */
export function SpanLinks({ page, data }: { page: Page; data: StationData }) {
  return (
    <nav class="spans" aria-label={page.say(messages.span)}>
      <ul>
        {spanNames.map((name) => (
          <li>
            <a href={`${page.here({ span: name })}#charts`} aria-current={data.span.name === name ? 'true' : undefined}>
              {page.say(stationWord('span', name))}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Which series, up to which day, and what they are held against. */
export function StationChoice({ page, data }: { page: Page; data: StationData }) {
  const asked = (name: string): string => page.url.searchParams.get(name) ?? '';
  return (
    <details>
      <summary>{page.say(messages.choose)}</summary>
      <form class="compare" method="get" action={`/stations/${data.id}`}>
        <HiddenInputs fields={{ span: data.span.name, ...(page.language === 'en' ? { lang: 'en' } : {}) }} />
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
          <label for="field-until">{page.say(messages.until)}</label>
          <input
            id="field-until"
            name="until"
            type="date"
            value={/^\d{4}-\d{2}-\d{2}$/.test(asked('until')) ? asked('until') : ''}
          />
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
