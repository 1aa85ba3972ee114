import type { StationsData } from '../data/stations.ts';
import { stationMessages as messages } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { writeDate } from '../write-values.ts';

/** `2026-11-26T22` as `22:00–23:00, 26/11/2026`, a day as a date. */
export function timeWords(page: Page, at: string): string {
  const day = writeDate(at.slice(0, 10), page.language);
  if (at.length === 10) return day;
  const hour = Number(at.slice(11, 13));
  return `${at.slice(11, 13)}:00–${String(hour + 1).padStart(2, '0')}:00, ${day}`;
}

/** Options of a select: the newest values, 48 hours, a month of days; a time of the address that is none of them too. */
export function TimeOptions({ page, data }: { page: Page; data: StationsData }) {
  const { at, times } = data;
  const option = (time: string) => (
    <option value={time} selected={time === at}>
      {timeWords(page, time)}
    </option>
  );
  const isOffered = at === null || times.hours.includes(at) || times.days.includes(at);
  return (
    <>
      <option value="">{page.say(messages.newestTime)}</option>
      {isOffered ? null : option(at)}
      <optgroup label={page.say(messages.byHour)}>{times.hours.toReversed().map(option)}</optgroup>
      <optgroup label={page.say(messages.byDay)}>{times.days.toReversed().map(option)}</optgroup>
    </>
  );
}

/** One step back and forth as links; the script puts a slider over the same steps beside them. */
export function TimeSteps({ page, data }: { page: Page; data: StationsData }) {
  const { at, times, filter } = data;
  if (filter.parameter === null) return <p class="hint">{page.say(messages.timeNeedsParameter)}</p>;
  const steps = at?.length === 10 ? times.days : times.hours;
  const place = at === null ? steps.length : steps.indexOf(at);
  const address = (time: string | null) => page.here({ at: time, token: null });
  const [before, after] = [place < 0 ? undefined : steps[place - 1], place < 0 ? undefined : steps[place + 1]];
  return (
    <nav
      class="spans time-steps"
      aria-label={page.say(messages.timeSteps)}
      data-steps={JSON.stringify(steps.map((time) => [time, timeWords(page, time)]))}
      data-at={at ?? ''}
      data-label={page.say(messages.timeSlider)}
    >
      <p role="status">
        {at === null ? page.say(messages.showsNewest) : page.say(messages.showsMean, { time: timeWords(page, at) })}
      </p>
      <ul>
        {before ? (
          <li>
            <a href={address(before)} rel="prev">
              {page.say(messages.stepBack)}
            </a>
          </li>
        ) : null}
        {after ? (
          <li>
            <a href={address(after)} rel="next">
              {page.say(messages.stepOn)}
            </a>
          </li>
        ) : null}
        <li>
          <a href={address(times.hours.at(-1)!)} aria-current={at?.length === 13 ? 'true' : undefined}>
            {page.say(messages.byHour)}
          </a>
        </li>
        <li>
          <a href={address(times.days.at(-1)!)} aria-current={at?.length === 10 ? 'true' : undefined}>
            {page.say(messages.byDay)}
          </a>
        </li>
        {at === null ? null : (
          <li>
            <a href={address(null)}>{page.say(messages.newestTime)}</a>
          </li>
        )}
      </ul>
    </nav>
  );
}
