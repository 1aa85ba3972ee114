import { FormToken, TextField } from '../components/form.tsx';
import type { SetUpData } from '../identity-data.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { View } from '../view.ts';

/** The first page of a new node: whose it is, and who looks after it. */
export const setUp: View<SetUpData> = (page, { code, typed }) => ({
  title: page.say(messages.setUp),
  crumbs: [],
  ...(page.problem ? { address: page.to('/set-up', { code }) } : {}),
  body: (
    <>
      <p>{page.say(messages.setUpLead)}</p>
      <form method="post" action={page.to('/set-up', { code })}>
        <FormToken page={page} />
        <h2>{page.say(messages.organisation)}</h2>
        <TextField
          id="field-organisation"
          name="organisation"
          label={page.say(messages.agencyCode)}
          hint={page.say(messages.agencyCodeHint)}
          value={typed.organisation}
          required
        />
        <TextField
          id="field-organisationName"
          name="organisationName"
          label={page.say(messages.organisationName)}
          value={typed.organisationName}
          autocomplete="organization"
          required
        />
        <h2>{page.say(messages.firstAdministrator)}</h2>
        <TextField
          id="field-name"
          name="name"
          label={page.say(messages.yourName)}
          value={typed.name}
          autocomplete="name"
          required
        />
        <TextField
          id="field-email"
          name="email"
          type="email"
          label={page.say(messages.email)}
          value={typed.email}
          autocomplete="username"
          required
        />
        <TextField
          id="field-password"
          name="password"
          type="password"
          label={page.say(messages.password)}
          hint={page.say(messages.passwordHint)}
          autocomplete="new-password"
          required
        />
        <button class="primary" type="submit">
          {page.say(messages.finish)}
        </button>
      </form>
    </>
  ),
});
