import type { AccountData } from '../data/identity.ts';
import { accountMessages as messages } from '../messages/account.ts';
import { identityMessages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { FormToken } from './form.tsx';
import { NamedField, PasswordField } from './named-field.tsx';

interface Props {
  readonly page: Page;
  readonly data: AccountData;
}

/** Name and address of an account. */
export function ChangeAccount({ page, data }: Props) {
  const name = page.to('/account/name');
  const email = page.to('/account/email');
  const isOpen = (form: { readonly isRefused: boolean }) => form.isRefused;
  const [nameForm, emailForm] = [formState(page, name), formState(page, email)];
  return (
    <>
      <details open={isOpen(nameForm)}>
        <summary>{page.say(messages.changeName)}</summary>
        <form method="post" action={name}>
          <FormToken page={page} />
          <NamedField
            form={nameForm}
            name="name"
            id="field-own-name"
            label={page.say(identityMessages.yourName)}
            proposed={data.name}
            autocomplete="name"
            required
          />
          <button class="secondary" type="submit">
            {page.say(messages.changeName)}
          </button>
        </form>
      </details>
      {data.hasPassword ? (
        <details open={isOpen(emailForm)}>
          <summary>{page.say(messages.changeEmail)}</summary>
          <form method="post" action={email}>
            <FormToken page={page} />
            <NamedField
              form={emailForm}
              name="email"
              type="email"
              id="field-new-email"
              label={page.say(messages.newEmail)}
              hint={page.say(messages.changeEmailHint)}
              autocomplete="email"
              required
            />
            <PasswordField
              page={page}
              form={emailForm}
              id="field-email-current"
              name="current"
              label={page.say(identityMessages.currentPassword)}
              kind="current"
            />
            <button class="secondary" type="submit">
              {page.say(messages.changeEmail)}
            </button>
          </form>
        </details>
      ) : null}
    </>
  );
}
