import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { TextField } from './form.tsx';

/** The button that asks the device for a passkey. The page's script shows it; without one it stays out of sight. */
export function PasskeySignIn({ page, next }: { page: Page; next: string }) {
  return (
    <>
      <div
        class="action"
        hidden
        data-passkey="known"
        data-options="/sign-in/passkey/options"
        data-send="/sign-in/passkey"
        data-token={page.caller.csrfToken}
        data-go={page.to(next)}
      >
        <button class="secondary" type="button">
          {page.say(messages.withPasskey)}
        </button>
        <p class="hint">{page.say(messages.passkeyHint)}</p>
        <p role="status" />
      </div>
    </>
  );
}

/** Name and button for a new passkey. */
export function PasskeyAdd({ page }: { page: Page }) {
  return (
    <>
      <div
        class="action"
        hidden
        data-passkey="new"
        data-options="/account/passkeys/options"
        data-send="/account/passkeys"
        data-token={page.caller.csrfToken}
        data-go={page.to('/account')}
      >
        <TextField id="field-passkey-name" name="name" label={page.say(messages.passkeyName)} />
        <button class="secondary" type="button">
          {page.say(messages.passkeyAdd)}
        </button>
        <p role="status" />
      </div>
      <noscript>
        <p class="hint">{page.say(messages.passkeyNeedsScript)}</p>
      </noscript>
    </>
  );
}
