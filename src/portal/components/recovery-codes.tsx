import type { AccountData } from '../data/identity.ts';
import { accountMessages as messages } from '../messages/account.ts';
import type { Page } from '../page.ts';
import { FoldedForm } from './folded-form.tsx';
import { CurrentPassword } from './named-field.tsx';

/** How many are left, and how to make new ones. */
export function RecoveryCodes({ page, data }: { readonly page: Page; readonly data: AccountData }) {
  return (
    <>
      <h3>{page.say(messages.recoveryCodes)}</h3>
      <p class={data.recoveryCodes === 0 ? 'notice warn' : undefined}>
        {page.say(messages.recoveryLead, { left: data.recoveryCodes })}
      </p>
      <FoldedForm page={page} action={page.to('/account/recovery-codes')} text={page.say(messages.recoveryMake)}>
        {(form) => <CurrentPassword page={page} form={form} id="field-recovery-current" />}
      </FoldedForm>
    </>
  );
}
