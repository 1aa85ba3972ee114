import { DataTable } from '../components/data-table.tsx';
import { FormToken } from '../components/form.tsx';
import { NamedField } from '../components/named-field.tsx';
import type { OrganisationEntry, OrganisationsData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';
import { writeDate } from '../write-values.ts';

/** The organisations of the node; its administrators add more. */
export const organisations: View<OrganisationsData> = (page, data) => ({
  title: page.say(messages.organisations),
  section: 'organisations',
  crumbs: [],
  ...(page.problem ? { address: '/organisations' } : {}),
  body: (
    <>
      {data.organisations.length === 0 ? (
        <p>{page.say(messages.noOrganisations)}</p>
      ) : (
        <Table page={page} entries={data.organisations} />
      )}
      {page.administersNode ? <Add page={page} /> : null}
    </>
  ),
});

/** In words, where it has merged or will. */
export function mergerOf(page: Page, { successor, succeededOn }: OrganisationEntry): string | null {
  const day = succeededOn === null ? '' : writeDate(succeededOn, page.language);
  if (successor !== null) return page.say(messages.succeededOn, { successor, day });
  return succeededOn === null ? null : page.say(messages.willSucceed, { day });
}

function Table({ page, entries }: { page: Page; entries: readonly OrganisationEntry[] }) {
  return (
    <DataTable
      caption={page.say(messages.organisations)}
      rows={entries}
      columns={[
        {
          label: page.say(messages.agencyCode),
          isName: true,
          cell: ({ code }) => <a href={page.to(`/organisations/${code}`)}>{code}</a>,
        },
        { label: page.say(messages.name), cell: ({ name }) => name },
        { label: page.say(messages.parent), cell: ({ parent }) => parent ?? '–' },
        { label: page.say(messages.successor), cell: (entry) => mergerOf(page, entry) ?? '–' },
      ]}
    />
  );
}

function Add({ page }: { page: Page }) {
  const action = page.to('/organisations');
  const form = formState(page, action);
  return (
    <section aria-labelledby="add">
      <h2 id="add">{page.say(messages.addOrganisation)}</h2>
      <form method="post" action={action}>
        <FormToken page={page} />
        <NamedField
          form={form}
          name="code"
          label={page.say(messages.agencyCode)}
          hint={page.say(messages.agencyCodeHint)}
          required
        />
        <NamedField form={form} name="name" label={page.say(messages.organisationName)} required />
        <NamedField form={form} name="parent" label={page.say(messages.parent)} hint={page.say(messages.parentHint)} />
        <button class="primary" type="submit">
          {page.say(messages.addOrganisation)}
        </button>
      </form>
    </section>
  );
}
