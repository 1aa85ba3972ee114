import type { ComponentChildren } from 'preact';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';

/** The form token of the operator's session; the kernel takes no form of a session without it. */
export function FormToken({ page }: { page: Page }) {
  return page.caller.csrfToken ? <input type="hidden" name="csrf" value={page.caller.csrfToken} /> : null;
}

export function HiddenInputs({ fields }: { fields: Readonly<Record<string, string>> }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

interface FieldProps {
  /** Unique on the page; `ErrorSummary` links to `field-<name>`. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | null | undefined;
  /** What is wrong with what was typed. */
  readonly error?: string | null | undefined;
  readonly children: ComponentChildren;
}

/** Label, hint, error and control, in this order; the control names hint and error by `describedBy`. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint ? (
        <p class="hint" id={hintOf(id)}>
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={id} error={error} /> : null}
      {children}
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string }) {
  return (
    <p class="error" id={errorOf(id)}>
      {error}
    </p>
  );
}

export function hintOf(id: string): string {
  return `${id}-hint`;
}

export function errorOf(id: string): string {
  return `${id}-error`;
}

/** Attributes of a control that tell those who do not see the page what stands above it. */
export function describedBy(id: string, hint: unknown, error: string | null | undefined) {
  const ids = [hint ? hintOf(id) : '', error ? errorOf(id) : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, ...(error ? { 'aria-invalid': true } : {}) };
}

interface TextFieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | null;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'url';
  /** What a browser may fill in (HTML's autofill field names). */
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly error?: string | null;
  /** Id of a `datalist` with proposals. */
  readonly list?: string | undefined;
}

export function TextField(props: TextFieldProps) {
  const { id, name, label, hint, value = '', type = 'text', autocomplete = 'off', required = false, error } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        type={type as 'text'}
        id={id}
        name={name}
        value={value}
        autocomplete={autocomplete}
        required={required}
        list={props.list}
        spellcheck={false}
        {...describedBy(id, hint, error)}
      />
    </Field>
  );
}

const kinds = ['full', 'partial', 'append'] as const;
const kindHints = { full: 'fullHint', partial: 'partialHint', append: 'appendHint' } as const;

/** What a delivery is, each choice with what it does to records that are not in the file. */
export function DeliveryKindChoice({
  page,
  legend,
  chosen,
  prefix,
}: {
  page: Page;
  legend: string;
  chosen: string;
  prefix: string;
}) {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {kinds.map((kind) => {
        const id = `${prefix}-${kind}`;
        return (
          <div class="choice">
            <input
              type="radio"
              name="delivery"
              value={kind}
              id={id}
              checked={kind === chosen}
              aria-describedby={hintOf(id)}
            />
            <label for={id}>{page.say(valueMessages[kind])}</label>
            <p class="hint" id={hintOf(id)}>
              {page.say(valueMessages[kindHints[kind]])}
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}

interface ActionProps {
  readonly page: Page;
  readonly action: string;
  readonly text: string;
  readonly explanation?: string;
  readonly kind?: 'primary' | 'secondary' | 'danger';
}

/** One button that posts to a resource. */
export function ActionButton({ page, action, text, explanation, kind = 'secondary' }: ActionProps) {
  return (
    <form class="action" method="post" action={page.to(action)}>
      <FormToken page={page} />
      <button class={kind} type="submit">
        {text}
      </button>
      {explanation ? <p class="hint">{explanation}</p> : null}
    </form>
  );
}

/** A button in a table, whose name for screen readers says what it acts on. */
export function SmallAction(props: {
  readonly page: Page;
  readonly action: string;
  readonly text: string;
  readonly label: string;
  /** Sent with it. */
  readonly fields?: Readonly<Record<string, string>>;
}) {
  return (
    <form method="post" action={props.page.to(props.action)}>
      <FormToken page={props.page} />
      <HiddenInputs fields={props.fields ?? {}} />
      <button class="quiet" type="submit" aria-label={props.label}>
        {props.text}
      </button>
    </form>
  );
}
