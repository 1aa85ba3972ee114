import type { SourcePageData } from '../data/sources.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { writeMinute } from '../write-values.ts';
import { Field, FormToken, TextField } from './form.tsx';

const choices = ['never', 'hour', 'day', 'week', 'month'] as const;

/** When a source with an address is fetched by itself, when that is next, and what went wrong the last time. */
export function ScheduleForm({ page, data }: { page: Page; data: SourcePageData }) {
  const { schedule = null } = data;
  const action = page.to(`/sources/${encodeURIComponent(data.id)}/schedule`);
  const form = formState(page, action);
  const chosen = form.value('every', schedule?.times?.every ?? 'never');
  return (
    <section aria-labelledby="schedule">
      <h2 id="schedule">{page.say(messages.schedule)}</h2>
      {schedule ? <Standing page={page} schedule={schedule} /> : null}
      <p class="hint">{page.say(messages.scheduleLead)}</p>
      <form method="post" action={action}>
        <FormToken page={page} />
        <Field id="field-every" label={page.say(messages.every)}>
          <select id="field-every" name="every">
            {choices.map((every) => (
              <option value={every} selected={every === chosen}>
                {page.say(messages[`every-${every}`])}
              </option>
            ))}
          </select>
        </Field>
        <TextField
          id="field-at"
          name="at"
          label={page.say(messages.at)}
          hint={page.say(messages.atHint)}
          value={form.value('at', schedule?.times?.at ?? '06:00')}
          error={form.error('at')}
        />
        <button class="secondary" type="submit">
          {page.say(messages.keepSchedule)}
        </button>
      </form>
    </section>
  );
}

function Standing({ page, schedule }: { page: Page; schedule: NonNullable<SourcePageData['schedule']> }) {
  const moment = (at: string) => writeMinute(at, page.language);
  return (
    <>
      {schedule.problem ? (
        <div class="notice warn">
          <p>
            <strong>{page.say(messages.fetchProblem)}</strong>: {schedule.problem.detail}
          </p>
        </div>
      ) : null}
      <p>
        {schedule.times ? null : `${page.say(messages.byPattern, { cron: schedule.cron })} `}
        {schedule.nextAt ? page.say(messages.nextFetch, { moment: moment(schedule.nextAt) }) : null}{' '}
        {schedule.lastFetchAt ? page.say(messages.lastFetch, { moment: moment(schedule.lastFetchAt) }) : null}
      </p>
    </>
  );
}
