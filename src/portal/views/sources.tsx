import { DataTable } from '../components/data-table.tsx';
import { DropTarget } from '../components/drop-target.tsx';
import { DeliveryKindChoice, FormToken, TextField } from '../components/form.tsx';
import { formState } from '../refused-form.ts';
import { Moment } from '../components/values.tsx';
import type { SourceData, SourcesData } from '../data/sources.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import { standardMessages } from '../messages/standards.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** Where the steward begins: a place to drop a file, what happens then, and the sources there are. */
export const sources: View<SourcesData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'sources',
  crumbs: [],
  ...(page.problem ? { address: '/sources' } : {}),
  body: (
    <>
      <p>{page.say(messages.lead)}</p>
      {page.isSteward ? <NewSource page={page} /> : null}
      <section aria-labelledby="list">
        <h2 id="list">{page.say(messages.list)}</h2>
        {data.sources.length === 0 ? (
          <p>{page.say(messages.none)}</p>
        ) : (
          <SourceTable page={page} sources={data.sources} />
        )}
      </section>
    </>
  ),
});

function NewSource({ page }: { page: Page }) {
  return (
    <section class="studio" aria-labelledby="add">
      <div>
        <h2 id="add">{page.say(messages.add)}</h2>
        <FileForm page={page} />
        <AddressForm page={page} />
        <p>
          <a href={page.to('/standards')}>{page.say(standardMessages.toForms)}</a>
        </p>
      </div>
      <div>
        <h2>{page.say(messages.whatNext)}</h2>
        <ol class="steps">
          <li>{page.say(messages.step1)}</li>
          <li>{page.say(messages.step2)}</li>
          <li>{page.say(messages.step3)}</li>
          <li>{page.say(messages.step4)}</li>
        </ol>
      </div>
    </section>
  );
}

/** Fields stand before the file: the kernel streams the file and so reads the fields first. */
function FileForm({ page }: { page: Page }) {
  const form = formState(page, page.to('/sources'));
  return (
    <form method="post" action={page.to('/sources')} encType="multipart/form-data">
      <FormToken page={page} />
      <details open={form.isRefused && form.value('location') === ''}>
        <summary>{page.say(messages.moreChoices)}</summary>
        <TextField
          id="field-title"
          name="title"
          label={page.say(messages.sourceTitle)}
          hint={page.say(messages.sourceTitleHint)}
          value={form.value('title')}
          error={form.error('title')}
        />
        <TextField
          id="field-id"
          name="id"
          label={page.say(messages.id)}
          hint={page.say(messages.idHint)}
          value={form.value('id')}
          error={form.error('id')}
        />
        <DeliveryKindChoice
          page={page}
          legend={page.say(messages.deliveryKind)}
          chosen={form.value('delivery') || 'full'}
          prefix="field-delivery"
        />
      </details>
      <DropTarget page={page} />
      <button class="primary" type="submit">
        {page.say(messages.submit)}
      </button>
    </form>
  );
}

function AddressForm({ page }: { page: Page }) {
  const form = formState(page, page.to('/sources'));
  return (
    <form method="post" action={page.to('/sources')}>
      <FormToken page={page} />
      <TextField
        id="field-location"
        name="location"
        label={page.say(messages.location)}
        hint={page.say(messages.locationHint)}
        value={form.value('location')}
        error={form.error('location')}
      />
      <button class="secondary" type="submit">
        {page.say(messages.fetchAgain)}
      </button>
    </form>
  );
}

export function transportWord(page: Page, transport: string): string {
  const key = `transport-${transport}`;
  return key in messages ? page.say(messages[key as 'transport-upload']) : transport;
}

function SourceTable({ page, sources: rows }: { page: Page; sources: readonly SourceData[] }) {
  return (
    <DataTable
      caption={page.say(messages.list)}
      rows={rows}
      columns={[
        {
          label: page.say(messages.name),
          isName: true,
          cell: (source) => <a href={page.to(`/sources/${encodeURIComponent(source.id)}`)}>{source.title}</a>,
        },
        { label: page.say(messages.transport), cell: (source) => transportWord(page, source.transport) },
        { label: page.say(messages.kind), cell: (source) => page.say(valueMessages[source.delivery]) },
        {
          label: page.say(messages.lastDelivery),
          cell: (source) =>
            source.lastDeliveryAt ? <Moment page={page} at={source.lastDeliveryAt} /> : page.say(messages.never),
        },
      ]}
    />
  );
}
