import { DataTable } from '../components/data-table.tsx';
import { Field, HiddenInputs, TextField } from '../components/form.tsx';
import { Paging } from '../components/paging.tsx';
import { Moment, NoValue } from '../components/values.tsx';
import type { AuditData } from '../data/audit.ts';
import { auditMessages as messages } from '../messages/audit.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeMinute } from '../write-values.ts';

type Entry = AuditData['entries'][number];

/** What happened, newest first, with what an auditor looks for: who, what, with what, when, with what result. */
export const audit: View<AuditData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'audit',
  crumbs: [],
  body: (
    <>
      <p>{page.say(messages.lead)}</p>
      <p class="quiet-text">
        {sealedWords(page, data)} {data.waiting > 0 ? page.say(messages.waiting, { count: data.waiting }) : null}
      </p>
      <Filter page={page} data={data} />
      {data.entries.length === 0 ? (
        <p class="notice">{page.say(messages.none)}</p>
      ) : (
        <Entries page={page} data={data} />
      )}
      <p>
        <a href={page.here({ f: 'csv' })}>{page.say(messages.take)}</a>
        {' · '}
        <a href={page.to('/audit/export')}>{page.say(messages.bundle)}</a>
      </p>
      <Paging
        page={page}
        next={data.next === null ? null : page.here({ before: String(data.next) })}
        first={page.url.searchParams.has('before') ? page.here({ before: null }) : null}
      />
    </>
  ),
});

function sealedWords(page: Page, { sealed }: AuditData): string {
  if (!sealed) return page.say(messages.unsealed);
  const moment = writeMinute(sealed.at, page.language);
  return page.say(messages.sealed, { entry: sealed.entry, moment, key: sealed.key });
}

function Filter({ page, data }: { page: Page; data: AuditData }) {
  const asked = (name: string) => page.url.searchParams.get(name) ?? '';
  const isAsked = ['who', 'resource', 'action', 'outcome', 'from', 'to'].some((name) => asked(name) !== '');
  return (
    <details open={isAsked}>
      <summary>{page.say(messages.look)}</summary>
      <form class="filter" method="get" action="/audit">
        <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : {}} />
        <div class="fields">
          <TextField
            id="field-who"
            name="who"
            label={page.say(messages.who)}
            hint={page.say(messages.whoHint)}
            value={asked('who')}
          />
          <TextField
            id="field-resource"
            name="resource"
            label={page.say(messages.resource)}
            hint={page.say(messages.resourceHint)}
            value={asked('resource')}
          />
          <Choice page={page} name="action" label={page.say(messages.what)} values={data.actions} />
          <Choice page={page} name="outcome" label={page.say(messages.outcome)} values={data.outcomes} />
          <TextField
            id="field-from"
            name="from"
            type="date"
            label={page.say(messages.from)}
            value={asked('from').slice(0, 10)}
          />
          <TextField
            id="field-to"
            name="to"
            type="date"
            label={page.say(messages.to)}
            value={asked('to').slice(0, 10)}
          />
        </div>
        <button class="secondary" type="submit">
          {page.say(messages.find)}
        </button>
      </form>
    </details>
  );
}

interface ChoiceProps {
  readonly page: Page;
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

function Choice({ page, name, label, values }: ChoiceProps) {
  const asked = page.url.searchParams.get(name) ?? '';
  return (
    <Field id={`field-${name}`} label={label}>
      <select id={`field-${name}`} name={name}>
        <option value="">{page.say(messages.any)}</option>
        {values.map((value) => (
          <option value={value} selected={value === asked}>
            {word(page, value)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Entries({ page, data: { entries, names } }: { page: Page; data: AuditData }) {
  const erasable = (entry: Entry, field: string, text: string | undefined) =>
    text || (entry.erased.includes(field) ? page.say(messages.erased) : <NoValue page={page} />);
  return (
    <DataTable
      caption={page.say(messages.title)}
      isLong
      isCompact
      rows={entries}
      columns={[
        {
          label: page.say(messages.number),
          isName: true,
          isNumber: true,
          cell: ({ number }) => writeCount(number, page.language),
        },
        { label: page.say(messages.at), staysOnOneLine: true, cell: ({ at }) => <Moment page={page} at={at} /> },
        { label: page.say(messages.who), cell: (entry) => erasable(entry, 'who', whoOf(entry, names)) },
        { label: page.say(messages.what), cell: ({ action }) => word(page, action) },
        {
          label: page.say(messages.resource),
          cell: (entry) => (
            <>
              {erasable(entry, 'resources', entry.resources?.join(', '))}{' '}
              {entry.target ? <div class="quiet-text address">{entry.target}</div> : null}
            </>
          ),
        },
        {
          label: page.say(messages.outcome),
          cell: (entry) => outcomeWords(page, entry),
        },
        {
          label: page.say(messages.rows),
          isNumber: true,
          cell: ({ rows }) => (rows === undefined ? <NoValue page={page} /> : writeCount(rows, page.language)),
        },
        {
          label: page.say(messages.why),
          isSecondary: true,
          cell: (entry) =>
            erasable(entry, 'purpose', [entry.purpose, entry.legalBasis].filter(Boolean).join('; ') || undefined),
        },
        {
          label: page.say(messages.address),
          isSecondary: true,
          cell: (entry) => erasable(entry, 'address', entry.address),
        },
      ]}
    />
  );
}

function outcomeWords(page: Page, { outcome, problem, details }: Entry): string {
  const times = details?.times;
  const many =
    typeof times === 'number' ? `, ${page.say(messages.times, { count: writeCount(times, page.language) })}` : '';
  return `${word(page, outcome)}${problem ? ` (${problem})` : ''}${many}`;
}

function whoOf({ who, onBehalfOf }: Entry, names: AuditData['names']): string | undefined {
  const name = who && (names?.[who] ?? who);
  return name && onBehalfOf ? `${name} (${onBehalfOf.join(', ')})` : name;
}

function word(page: Page, value: string): string {
  return value in messages ? page.say(messages[value as 'read']) : value;
}
