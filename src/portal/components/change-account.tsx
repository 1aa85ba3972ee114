import type { AccountData } from '../data/identity.ts';
import { accountMessages as messages } from '../messages/account.ts';
import { identityMessages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { FoldedForm } from './folded-form.tsx';
import { CurrentPassword, NamedField } from './named-field.tsx';

/** Name and address of an account. */
export function ChangeAccount({ page, data }: { readonly page: Page; readonly data: AccountData }) {
  return (
    <>
      <FoldedForm page={page} action={page.to('/account/name')} text={page.say(messages.changeName)}>
        {(form) => (
          <NamedField
            form={form}
            name="name"
            id="field-own-name"
            label={page.say(identityMessages.yourName)}
            proposed={data.name}
            autocomplete="name"
            required
          />
        )}
      </FoldedForm>
      {data.hasPassword ? (
        <FoldedForm page={page} action={page.to('/account/email')} text={page.say(messages.changeEmail)}>
          {(form) => (
            <>
              <NamedField
                form={form}
                name="email"
                type="email"
                id="field-new-email"
                label={page.say(messages.newEmail)}
                hint={page.say(messages.changeEmailHint)}
                autocomplete="email"
                required
              />
              <CurrentPassword page={page} form={form} id="field-email-current" />
            </>
          )}
        </FoldedForm>
      ) : null}
    </>
  );
}
