import { FormToken } from '../components/form.tsx';
import { NamedField, PasswordField } from '../components/named-field.tsx';
import { roleWords } from '../components/roles.tsx';
import type { InvitationData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';

/** An invitation: whoever has an account joins with it, anybody else makes one. */
export const invitation: View<InvitationData> = (page, data) => ({
  title: page.say(messages.invitationTitle, { organisation: data.organisation }),
  crumbs: [],
  ...(page.problem ? { address: page.to('/invitation', { code: data.code }) } : {}),
  body: (
    <>
      <p>{page.say(messages.invitationLead, { email: data.email, roles: roleWords(page, data.roles) })}</p>
      {data.isKnown ? <WithAccount page={page} data={data} /> : <WithoutAccount page={page} data={data} />}
    </>
  ),
});

function WithAccount({ page, data }: { page: Page; data: InvitationData }) {
  if (page.caller.kind !== 'user') {
    const next = `/invitation?${new URLSearchParams({ code: data.code }).toString()}`;
    return (
      <>
        <p>{page.say(messages.signInToJoin)}</p>
        <p>
          <a class="button primary" href={page.to('/sign-in', { next })}>
            {page.say(messages.signIn)}
          </a>
        </p>
      </>
    );
  }
  return (
    <form method="post" action={page.to('/invitation/join', { code: data.code })}>
      <FormToken page={page} />
      <button class="primary" type="submit">
        {page.say(messages.join)}
      </button>
    </form>
  );
}

function WithoutAccount({ page, data }: { page: Page; data: InvitationData }) {
  const action = page.to('/invitation', { code: data.code });
  const form = formState(page, action);
  return (
    <form method="post" action={action}>
      <FormToken page={page} />
      <NamedField form={form} name="name" label={page.say(messages.yourName)} autocomplete="name" required />
      <PasswordField page={page} form={form} kind="new" />
      <button class="primary" type="submit">
        {page.say(messages.makeAccount)}
      </button>
    </form>
  );
}
