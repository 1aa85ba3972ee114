import { FormToken } from '../components/form.tsx';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

interface ConsentData {
  readonly uid: string;
  readonly client: string;
  readonly organisation: string;
  readonly scopes: readonly string[];
}

/** What a program may learn of somebody and do in his name, asked once. */
export const consent: View<ConsentData> = (page, data) => ({
  title: page.say(messages.consent, { client: data.client }),
  crumbs: [],
  ...(page.problem ? { address: `/interactions/${data.uid}` } : {}),
  body: (
    <>
      <p>{page.say(messages.consentLead, { client: data.client, organisation: data.organisation })}</p>
      {data.scopes.length > 0 ? (
        <>
          <p>{page.say(messages.consentGets)}</p>
          <ul>
            {data.scopes.map((scope) => (
              <li>{scopeWord(page, scope)}</li>
            ))}
          </ul>
        </>
      ) : null}
      <form method="post" action={page.to(`/interactions/${data.uid}`)}>
        <FormToken page={page} />
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="allow">
            {page.say(messages.allow)}
          </button>
          <button class="secondary" type="submit" name="decision" value="refuse">
            {page.say(messages.refuse)}
          </button>
        </div>
      </form>
    </>
  ),
});

function scopeWord(page: Page, scope: string): string {
  const key = `scope-${scope}`;
  return key in messages ? page.say(messages[key as 'scope-openid']) : scope;
}

/** Asked by a program: whether to sign out here and everywhere. The provider's own token protects this form. */
export const signOut: View<{ readonly action: string; readonly secret: string }> = (page, data) => ({
  title: page.say(messages.signedOutTitle),
  crumbs: [],
  address: '/',
  body: (
    <>
      <p>{page.say(messages.signOutAsk)}</p>
      <form method="post" action={page.to(data.action)}>
        <input type="hidden" name="xsrf" value={data.secret} />
        <div class="actions">
          <button class="primary" type="submit" name="logout" value="yes">
            {page.say(messages.signOut)}
          </button>
          <a href={page.to('/')}>{page.say(messages.stay)}</a>
        </div>
      </form>
    </>
  ),
});

export const signedOut: View<Record<string, never>> = (page) => ({
  title: page.say(messages.signedOutTitle),
  crumbs: [],
  address: '/',
  body: <p>{page.say(messages.signedOut)}</p>,
});
