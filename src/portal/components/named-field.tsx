import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import type { FormState } from '../refused-form.ts';
import { TextField } from './form.tsx';

interface NamedFieldProps extends Omit<Parameters<typeof TextField>[0], 'id' | 'value' | 'error'> {
  readonly form: FormState;
  /** What stands there before anybody has typed. */
  readonly proposed?: string;
  /** Where a page has several fields of this name. */
  readonly id?: string;
}

/** A field that shows what was typed, and what was wrong with it, when its form was refused. */
export function NamedField({ form, proposed = '', id, ...props }: NamedFieldProps) {
  const { name } = props;
  return (
    <TextField {...props} id={id ?? `field-${name}`} value={form.value(name, proposed)} error={form.error(name)} />
  );
}

interface PasswordFieldProps {
  readonly page: Page;
  readonly form: FormState;
  readonly name?: string;
  readonly id?: string;
  readonly label?: string;
  /** Instead of what is usual. */
  readonly hint?: string;
  /** A password that is being chosen, or the one that opens the account. */
  readonly kind: 'new' | 'current';
}

/** A password is never shown again, only what was wrong with it. */
export function PasswordField({ page, form, name = 'password', id, label, hint, kind }: PasswordFieldProps) {
  return (
    <TextField
      id={id ?? `field-${name}`}
      name={name}
      type="password"
      label={label ?? page.say(messages.password)}
      hint={hint ?? (kind === 'new' ? page.say(messages.passwordHint) : null)}
      error={form.error(name)}
      autocomplete={`${kind}-password`}
      required
    />
  );
}

/** The password that opens the account, asked again before something that must not happen by somebody else's hand. */
export function CurrentPassword({
  page,
  form,
  id,
}: {
  readonly page: Page;
  readonly form: FormState;
  readonly id?: string;
}) {
  return (
    <PasswordField
      page={page}
      form={form}
      {...(id === undefined ? {} : { id })}
      name="current"
      label={page.say(messages.currentPassword)}
      kind="current"
    />
  );
}
