import { Facts } from '../components/facts.tsx';
import { FormToken, TextField } from '../components/form.tsx';
import { Machines } from '../components/machines.tsx';
import { Members } from '../components/members.tsx';
import type { OrganisationData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { mergerOf } from './organisations.tsx';

/** One organisation: what it is called, for its members who is in it, for its administrators what they look after. */
export const organisation: View<OrganisationData> = (page, data) => ({
  title: data.name,
  section: 'organisations',
  crumbs: [{ text: page.say(messages.organisations), href: '/organisations' }],
  ...(page.problem ? { address: `/organisations/${data.code}` } : {}),
  body: (
    <>
      <Facts
        facts={[
          { term: page.say(messages.agencyCode), value: data.code },
          {
            term: page.say(messages.parent),
            value: data.parent && <a href={page.to(`/organisations/${data.parent}`)}>{data.parent}</a>,
          },
          { term: page.say(messages.successor), value: mergerOf(page, data) },
          { term: page.say(messages.kind), value: data.runsNode ? page.say(messages.runsNode) : null },
        ]}
      />
      {data.members ? <Members page={page} data={data} /> : null}
      {data.keys ? <Machines page={page} data={data} /> : null}
      {page.administersNode && data.successor === null ? <Merge page={page} data={data} /> : null}
    </>
  ),
});

function Merge({ page, data }: { page: Page; data: OrganisationData }) {
  return (
    <section aria-labelledby="merge">
      <h2 id="merge">{page.say(messages.merge)}</h2>
      <details>
        <summary>{page.say(messages.merge)}</summary>
        <p>{page.say(messages.mergeText)}</p>
        <form method="post" action={page.to(`/organisations/${data.code}/successor`)}>
          <FormToken page={page} />
          <TextField
            id="field-successor"
            name="successor"
            label={page.say(messages.successor)}
            hint={page.say(messages.agencyCodeHint)}
            required
          />
          <TextField id="field-day" name="day" type="date" label={page.say(messages.day)} required />
          <button class="danger" type="submit">
            {page.say(messages.merge)}
          </button>
        </form>
      </details>
    </section>
  );
}
