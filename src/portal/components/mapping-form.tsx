import { formatNumber } from '../../kernel/index.ts';
import type { MappingProposalData } from '../data/mappings.ts';
import { reasonOf, subjectOf } from '../messages/detections.ts';
import { mappingMessages as messages } from '../messages/mappings.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { writeShare, writeUnit } from '../write-values.ts';
import { CrsChoice } from './crs-choice.tsx';
import { DataTable } from './data-table.tsx';
import { FormToken, HiddenInputs } from './form.tsx';
import { PreviewButton, previewId } from './preview.tsx';

type Property = MappingProposalData['properties'][number];

/** Each property of the standard with the column that holds it, to be corrected, tried and loaded. */
export function MappingForm({ page, data }: { page: Page; data: MappingProposalData }) {
  const action = page.to(`/deliveries/${data.delivery}/runs`);
  const fixed = { layer: data.layer, standard: data.standard };
  const form = formState(page, [action, `/deliveries/${data.delivery}/preview`], fixed);
  return (
    <form method="post" class="mapping-form" action={action} data-preview={previewId(0)}>
      <FormToken page={page} />
      <HiddenInputs fields={fixed} />
      <DataTable
        caption={page.say(messages.title, { standard: data.standardTitle })}
        rows={data.properties}
        columns={[
          { label: page.say(messages.property), isName: true, cell: (property) => nameOf(page, property) },
          {
            label: page.say(messages.column),
            cell: (property) => (
              <ColumnChoice page={page} data={data} property={property} typed={form.values('columns')} />
            ),
          },
          { label: page.say(messages.why), cell: (property) => <Reasons page={page} property={property} /> },
        ]}
      />
      <SharedChoice page={page} data={data} />
      {data.places ? (
        <CrsChoice
          page={page}
          id="field-crs"
          places={data.places}
          hasGeometry={false}
          chosen={form.value('crs', data.crs ?? '')}
          error={form.error('crs')}
        />
      ) : null}
      <p class="actions">
        <PreviewButton page={page} delivery={data.delivery} />
        <button class="primary" type="submit">
          {page.say(messages.submit)}
        </button>
      </p>
    </form>
  );
}

function nameOf(page: Page, { title, type, unit, required, personal }: Property): string {
  const facts = [
    page.say(wordFor(type)),
    unit ? writeUnit(unit, page) : '',
    required ? page.say(messages.needed) : '',
    personal ? page.say(messages.personal) : '',
  ].filter(Boolean);
  return `${title} (${facts.join(', ')})`;
}

interface ChoiceProps {
  readonly page: Page;
  readonly data: MappingProposalData;
  readonly property: Property;
}

/** What was typed comes before what is in use, and that before what is proposed. */
function ColumnChoice({ page, data, property, typed }: ChoiceProps & { typed: readonly string[] | null }) {
  const inUse = data.current?.fields.find(({ target }) => target === property.name)?.column;
  const prefix = `${property.name}=`;
  const chosen = typed
    ? (typed.find((choice) => choice.startsWith(prefix))?.slice(prefix.length) ?? '')
    : data.current
      ? (inUse ?? '')
      : (property.proposed?.column ?? '');
  return (
    <select name="columns" aria-label={`${page.say(messages.column)}: ${property.title}`}>
      <option value={`${property.name}=`}>{page.say(messages.none)}</option>
      {data.columns.map(({ name }) => (
        <option value={`${property.name}=${name}`} selected={name === chosen}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Reasons({ page, property: { proposed } }: { page: Page; property: Property }) {
  if (!proposed) return <span class="quiet-text">{page.say(messages.nothing)}</span>;
  const { score, certainty, reasons, runnersUp } = proposed;
  return (
    <>
      <strong>{page.say(messages[certainty], { score: writeShare(score, page.language) })}</strong>
      <ul class="reasons-why">
        {reasons.map(({ what, reason, value }) => (
          <li>
            {page.say(subjectOf(what))}: {page.say(reasonOf(reason))} ({evidence(page, what, value)})
          </li>
        ))}
      </ul>
      {runnersUp.length > 0 ? (
        <p class="quiet-text">
          {page.say(messages.runnersUp, { columns: runnersUp.map(({ column }) => column).join(', ') })}
        </p>
      ) : null}
    </>
  );
}

/** What speaks for a column, in the reader's words: types by name, units as written, bounds as numbers. */
function evidence(page: Page, what: string, value: string): string {
  if (what === 'type') return page.say(wordFor(value));
  if (what === 'unit') return writeUnit(value, page);
  if (what !== 'range') return value;
  const bounds = value.split(' – ').map((bound) => (bound.trim() === '' ? Number.NaN : Number(bound)));
  return bounds.every(Number.isFinite) ? bounds.map((bound) => formatNumber(bound, page.language)).join(' – ') : value;
}

function SharedChoice({ page, data }: { page: Page; data: MappingProposalData }) {
  if (data.shared.length === 0) return null;
  return (
    <p class="field">
      <label for="field-mappingFrom">{page.say(messages.shared)}</label>
      <select id="field-mappingFrom" name="mappingFrom">
        <option value="">{page.say(messages.sharedNone)}</option>
        {data.shared.map(({ source, version }) => (
          <option value={source}>{page.say(messages.sharedOption, { source, version })}</option>
        ))}
      </select>
    </p>
  );
}
