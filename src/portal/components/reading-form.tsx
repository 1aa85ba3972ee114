import type { DeliveryPageData } from '../data/sources.ts';
import { readingMessages as messages } from '../messages/reading.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { FormToken, HiddenInputs, TextField } from './form.tsx';

interface ReadingFormProps {
  readonly page: Page;
  readonly data: DeliveryPageData;
  /** Id of the layer; '' for the whole file. */
  readonly layer: string;
  readonly index: number;
}

const fields = ['encoding', 'delimiter', 'headerRow', 'firstRow', 'lastRow', 'range', 'records'] as const;

/** Where the node read the file otherwise than the steward knows: what to do instead; the file is read again. */
export function ReadingForm({ page, data, layer, index }: ReadingFormProps) {
  const chosen = (data.reading ?? []).find((choice) => (choice.layer ?? '') === layer);
  const action = page.to(`/deliveries/${data.id}/reading`);
  const form = formState(page, action, { layer });
  return (
    <form class="reading-form" method="post" action={action}>
      <FormToken page={page} />
      <HiddenInputs fields={{ layer }} />
      <p class="hint">{page.say(messages.readingLead)}</p>
      <div class="fields">
        {fields.map((name) => (
          <TextField
            id={`reading-${name}-${index + 1}`}
            name={name}
            label={page.say(messages[name])}
            hint={page.say(messages[`${name}Hint`])}
            value={form.value(name, chosen?.[name] === undefined ? '' : String(chosen[name]))}
            error={form.error(name)}
          />
        ))}
      </div>
      <button class="secondary" type="submit">
        {page.say(messages.readAgain)}
      </button>
    </form>
  );
}
