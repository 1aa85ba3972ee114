import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { Field, HiddenInputs } from '../components/form.tsx';
import type { UnitMatchData } from '../data/units.ts';
import { unitMessages as messages } from '../messages/units.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { formatNumber } from '../../kernel/index.ts';

type Candidate = UnitMatchData['candidates'][number];

/** A box for an address or a name, and the units that it may be. */
export const unitMatch: View<UnitMatchData> = (page, data) => ({
  title: page.say(messages.matchTitle),
  section: 'api',
  body: (
    <>
      <p class="abstract">{page.say(messages.matchLead)}</p>
      <MatchForm page={page} data={data} />
      {data.outcome === null ? null : <Found page={page} data={data} />}
    </>
  ),
});

function MatchForm({ page, data: { query, lists } }: { page: Page; data: UnitMatchData }) {
  return (
    <form class="filter" method="get" action={page.url.pathname} role="search">
      <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : ({} as Record<string, string>)} />
      <label for="field-q">{page.say(messages.matchField)}</label>
      <input type="text" id="field-q" name="q" value={query['q'] ?? ''} maxlength={500} />
      <Field id="field-list" label={page.say(messages.list)}>
        <select id="field-list" name="list">
          <option value="">{page.say(messages.wholeAddress)}</option>
          {lists.map(({ id, title }) => (
            <option value={id} selected={id === query['list']}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <button class="secondary" type="submit">
        {page.say(messages.find)}
      </button>
    </form>
  );
}

function Found({ page, data: { outcome, candidates } }: { page: Page; data: UnitMatchData }) {
  const [best] = candidates;
  const score = best ? formatNumber(best.score, page.language) : '';
  const sentence = {
    sure: page.say(messages.foundSure, { score }),
    ambiguous: page.say(messages.foundAmbiguous),
    doubtful: page.say(messages.foundDoubtful, { score }),
    unknown: page.say(messages.foundNothing),
  }[outcome!];
  return (
    <>
      <p class={outcome === 'sure' ? 'notice' : 'notice warn'} role="status">
        {sentence}
      </p>
      {best ? <DataTable caption={page.say(messages.candidates)} rows={candidates} columns={columnsOf(page)} /> : null}
    </>
  );
}

function columnsOf(page: Page): TableColumn<Candidate>[] {
  const names = (units: Candidate['above']) => units.map(({ label }) => label).join(', ');
  return [
    { label: page.say(messages.unit), isName: true, cell: ({ label, code }) => `${label} (${code})` },
    { label: page.say(messages.standsIn), cell: ({ above }) => names(above) },
    { label: page.say(messages.list), cell: ({ listTitle }) => listTitle },
    {
      label: page.say(messages.isNow),
      cell: ({ elsewhere }) => elsewhere.map(({ label, code }) => `${label} (${code})`).join('; '),
    },
    { label: page.say(messages.score), isNumber: true, cell: ({ score }) => formatNumber(score, page.language) },
  ];
}
