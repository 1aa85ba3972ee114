import type { ComponentChildren } from 'preact';
import type { Page } from '../page.ts';
import { formState, type FormState } from '../refused-form.ts';
import { FormToken } from './form.tsx';

interface FoldedFormProps {
  readonly page: Page;
  /** Path of the page's language that the form posts to. */
  readonly action: string;
  /** What it does: says so where it is folded, and on its button. */
  readonly text: string;
  readonly kind?: 'secondary' | 'danger';
  readonly children: (form: FormState) => ComponentChildren;
}

/** A form that is rarely needed: folded until somebody wants it, open where it was refused. */
export function FoldedForm({ page, action, text, kind = 'secondary', children }: FoldedFormProps) {
  const form = formState(page, action);
  return (
    <details open={form.isRefused}>
      <summary>{text}</summary>
      <form method="post" action={action}>
        <FormToken page={page} />
        {children(form)}
        <button class={kind} type="submit">
          {text}
        </button>
      </form>
    </details>
  );
}
