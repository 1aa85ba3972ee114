import { FormToken } from '../components/form.tsx';
import { NamedField, PasswordField } from '../components/named-field.tsx';
import { identityMessages as messages } from '../messages/identity.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';

/** Asks for a letter with a link for a new password. */
export const resetRequest: View<{ readonly sent: boolean }> = (page, data) => ({
  title: page.say(messages.resetTitle),
  crumbs: [{ text: page.say(messages.signIn), href: '/sign-in' }],
  ...(page.problem ? { address: '/reset' } : {}),
  body: data.sent ? (
    <p class="notice" role="status">
      {page.say(messages.resetSent)}
    </p>
  ) : (
    <>
      <p>{page.say(messages.resetLead)}</p>
      <form method="post" action={page.to('/reset/letters')}>
        <FormToken page={page} />
        <NamedField
          form={formState(page, page.to('/reset/letters'))}
          name="email"
          type="email"
          label={page.say(messages.email)}
          autocomplete="username"
          required
        />
        <button class="primary" type="submit">
          {page.say(messages.sendLetter)}
        </button>
      </form>
    </>
  ),
});

/** The page of that link. */
export const reset: View<{ readonly code: string; readonly name: string }> = (page, data) => ({
  title: page.say(messages.resetFor, { name: data.name }),
  crumbs: [{ text: page.say(messages.signIn), href: '/sign-in' }],
  ...(page.problem ? { address: page.to('/reset', { code: data.code }) } : {}),
  body: (
    <>
      <p>{page.say(messages.resetEnds)}</p>
      <form method="post" action={page.to('/reset', { code: data.code })}>
        <FormToken page={page} />
        <PasswordField
          page={page}
          form={formState(page, page.to('/reset'))}
          label={page.say(messages.newPassword)}
          kind="new"
        />
        <button class="primary" type="submit">
          {page.say(messages.save)}
        </button>
      </form>
    </>
  ),
});

/** Confirms an address: by a button, because mail scanners open every link. */
export const verify: View<{ readonly code: string | null; readonly email: string | null }> = (page, data) => ({
  title: page.say(messages.verifyTitle),
  crumbs: [],
  body:
    data.code === null ? (
      <p class="notice" role="status">
        {page.say(messages.verified)}
      </p>
    ) : (
      <>
        <p>{page.say(messages.verifyLead, { email: data.email ?? '' })}</p>
        <form method="post" action={page.to('/verify', { code: data.code })}>
          <FormToken page={page} />
          <button class="primary" type="submit">
            {page.say(messages.itIsMine)}
          </button>
        </form>
      </>
    ),
});
