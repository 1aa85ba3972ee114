import { FormToken } from '../components/form.tsx';
import { NamedField, PasswordField } from '../components/named-field.tsx';
import { PasskeySignIn } from '../components/passkey.tsx';
import type { SecondFactorData, SignInData } from '../data/identity.ts';
import { accountMessages } from '../messages/account.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';

/** Where people sign in: password, passkey, or the agency's own provider. */
export const signIn: View<SignInData> = (page, data) => ({
  title: page.say(messages.signIn),
  crumbs: [],
  ...(page.problem ? { address: page.to('/sign-in', { next: data.next }) } : {}),
  body: (
    <>
      <form method="post" action={page.to('/sign-in', { next: data.next })}>
        <FormToken page={page} />
        <NamedField
          form={formState(page, page.to('/sign-in'))}
          name="email"
          type="email"
          label={page.say(messages.email)}
          autocomplete="username"
          required
        />
        <PasswordField page={page} form={formState(page, page.to('/sign-in'))} kind="current" />
        <div class="actions">
          <button class="primary" type="submit">
            {page.say(messages.signIn)}
          </button>
          <a href={page.to('/reset')}>{page.say(messages.forgotten)}</a>
        </div>
      </form>
      <div class="after-list">
        <PasskeySignIn page={page} next={data.next} />
        {data.outside ? (
          <p>
            <a class="button secondary" href={page.to('/sign-in/outside', { next: data.next })}>
              {page.say(messages.withOutside, { name: data.outside })}
            </a>
          </p>
        ) : null}
        <p class="quiet-text">{page.say(messages.noAccount)}</p>
      </div>
    </>
  ),
});

/** What an account asks for after the password. */
export const secondFactor: View<SecondFactorData> = (page, data) => ({
  title: page.say(messages.second),
  crumbs: [],
  ...(page.problem ? { address: page.to('/sign-in/second', { next: data.next }) } : {}),
  body: (
    <>
      <p>{page.say(messages.secondLead)}</p>
      {data.totp || data.recoveryCodes ? (
        <form method="post" action={page.to('/sign-in/second', { next: data.next })}>
          <FormToken page={page} />
          <NamedField
            form={formState(page, page.to('/sign-in/second'))}
            name="code"
            label={page.say(messages.code)}
            hint={page.say(data.recoveryCodes ? accountMessages.codeOrRecovery : messages.codeHint)}
            autocomplete="one-time-code"
            required
          />
          <button class="primary" type="submit">
            {page.say(messages.confirm)}
          </button>
        </form>
      ) : null}
      {data.passkey ? (
        <div class="after-list">
          <PasskeySignIn page={page} next={data.next} />
          <noscript>
            <p>{page.say(messages.passkeyNeedsScript)}</p>
          </noscript>
        </div>
      ) : null}
    </>
  ),
});
