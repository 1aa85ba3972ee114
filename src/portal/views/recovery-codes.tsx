import type { RecoveryCodesData } from '../data/identity.ts';
import { accountMessages as messages } from '../messages/account.ts';
import { identityMessages } from '../messages/identity.ts';
import type { View } from '../view.ts';

/** Recovery codes just made; they are on this page and nowhere else. */
export const recoveryCodes: View<RecoveryCodesData> = (page, data) => ({
  title: page.say(messages.recoveryCodes),
  crumbs: [{ text: page.say(identityMessages.account), href: '/account' }],
  address: '/account',
  body: (
    <>
      <p class="notice warn">{page.say(messages.recoveryShown)}</p>
      <ol>
        {data.codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p>
        <a href={page.to('/account')}>{page.say(messages.backToAccount)}</a>
      </p>
    </>
  ),
});
