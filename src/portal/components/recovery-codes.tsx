import type { AccountData } from '../data/identity.ts';
import { accountMessages as messages } from '../messages/account.ts';
import { identityMessages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { FormToken } from './form.tsx';
import { PasswordField } from './named-field.tsx';

/** How many are left, and how to make new ones. */
export function RecoveryCodes({ page, data }: { readonly page: Page; readonly data: AccountData }) {
  const action = page.to('/account/recovery-codes');
  const form = formState(page, action);
  return (
    <>
      <h3>{page.say(messages.recoveryCodes)}</h3>
      <p class={data.recoveryCodes === 0 ? 'notice warn' : undefined}>
        {page.say(messages.recoveryLead, { left: data.recoveryCodes })}
      </p>
      <details open={form.isRefused}>
        <summary>{page.say(messages.recoveryMake)}</summary>
        <form method="post" action={action}>
          <FormToken page={page} />
          <PasswordField
            page={page}
            form={form}
            id="field-recovery-current"
            name="current"
            label={page.say(identityMessages.currentPassword)}
            kind="current"
          />
          <button class="secondary" type="submit">
            {page.say(messages.recoveryMake)}
          </button>
        </form>
      </details>
    </>
  );
}
