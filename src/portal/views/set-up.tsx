import { FormToken } from '../components/form.tsx';
import { NamedField, PasswordField } from '../components/named-field.tsx';
import type { SetUpData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';

/** The first page of a new node: whose it is, and who looks after it. */
export const setUp: View<SetUpData> = (page, { code }) => {
  const action = page.to('/set-up', { code });
  const form = formState(page, action);
  return {
    title: page.say(messages.setUp),
    crumbs: [],
    ...(page.problem ? { address: action } : {}),
    body: (
      <>
        <p>{page.say(messages.setUpLead)}</p>
        <form method="post" action={action}>
          <FormToken page={page} />
          <h2>{page.say(messages.organisation)}</h2>
          <NamedField
            form={form}
            name="organisation"
            label={page.say(messages.agencyCode)}
            hint={page.say(messages.agencyCodeHint)}
            required
          />
          <NamedField
            form={form}
            name="organisationName"
            label={page.say(messages.organisationName)}
            autocomplete="organization"
            required
          />
          <h2>{page.say(messages.firstAdministrator)}</h2>
          <NamedField form={form} name="name" label={page.say(messages.yourName)} autocomplete="name" required />
          <NamedField
            form={form}
            name="email"
            type="email"
            label={page.say(messages.email)}
            autocomplete="username"
            required
          />
          <PasswordField page={page} form={form} kind="new" />
          <button class="primary" type="submit">
            {page.say(messages.finish)}
          </button>
        </form>
      </>
    ),
  };
};
