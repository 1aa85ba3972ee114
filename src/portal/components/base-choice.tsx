import { styleMessages as messages } from '../messages/style.ts';
import type { Page } from '../page.ts';
import type { Column } from '../write-values.ts';
import { Field, FormToken } from './form.tsx';

/** Units that can lie beneath the data of maps. */
export interface Base {
  readonly isChosen: boolean;
  readonly label: string | null;
  /** Columns that can be its names. */
  readonly labels: readonly string[];
}

interface BaseChoiceProps {
  readonly page: Page;
  /** Null: not everybody may read them. */
  readonly base: Base | null;
  readonly columns: readonly Column[];
  readonly path: string;
}

/** Whether these units lie beneath the data of every map of the node: a choice of whoever looks after the node. */
export function BaseChoice({ page, base, columns, path }: BaseChoiceProps) {
  return (
    <section aria-labelledby="base">
      <h2 id="base">{page.say(messages.base)}</h2>
      <p>{page.say(base === null ? messages.baseClosed : base.isChosen ? messages.baseChosen : messages.baseLead)}</p>
      {base === null ? null : (
        <form method="post" action={page.to(`${path}/base-map`)}>
          <FormToken page={page} />
          <Field id="field-base-label" label={page.say(messages.baseLabel)}>
            <select id="field-base-label" name="label">
              <option value="">{page.say(messages.noLabel)}</option>
              {base.labels.map((name) => (
                <option value={name} selected={name === base.label}>
                  {columns.find((column) => column.name === name)?.title ?? name}
                </option>
              ))}
            </select>
          </Field>
          <div class="actions">
            <button class="secondary" type="submit" name="use" value="yes">
              {page.say(base.isChosen ? messages.baseKeep : messages.baseUse)}
            </button>
            {base.isChosen ? (
              <button class="secondary" type="submit" name="use" value="no">
                {page.say(messages.baseStop)}
              </button>
            ) : null}
          </div>
        </form>
      )}
    </section>
  );
}
