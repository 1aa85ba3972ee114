import type { PlacesData } from '../data/sources.ts';
import { deliveryMessages as messages } from '../messages/sources.ts';
import type { Page } from '../page.ts';
import { writeShare } from '../write-values.ts';
import { describedBy, Field, TextField } from './form.tsx';

interface CrsChoiceProps {
  readonly page: Page;
  readonly id: string;
  readonly places: PlacesData | null;
  /** Whether a system may be named where nothing was proposed. */
  readonly hasGeometry: boolean;
  readonly chosen: string;
  readonly error?: string | null;
}

/**
 * The reference system of a layer with positions: the proposals with their reasons, and a free field for any other.
 * Where the evidence does not decide, nothing is chosen beforehand.
 */
export function CrsChoice({ page, id, places, hasGeometry, chosen, error = null }: CrsChoiceProps) {
  if (!places || places.options.length === 0) {
    if (!hasGeometry && !places) return null;
    const hint = page.say(messages.crsFreeHint);
    return <TextField id={id} name="crs" label={page.say(messages.crs)} hint={hint} value={chosen} error={error} />;
  }
  const isListed = places.options.some(({ crs }) => crs === chosen);
  return (
    <Field
      id={id}
      label={page.say(messages.crs)}
      hint={page.say(places.open ? messages.crsOpenHint : messages.crsHint)}
      error={error}
    >
      <select id={id} name="crs" {...describedBy(id, true, error)} required={places.open}>
        <option value="">{page.say(places.open ? messages.crsNone : messages.crsProposed)}</option>
        {chosen !== '' && !isListed ? (
          <option value={chosen} selected>
            {chosen}
          </option>
        ) : null}
        {places.options.map((option) => (
          <option value={option.crs} selected={option.crs === chosen}>
            {option.title}
            {option.code ? ` (${option.code})` : ''}: {option.reason} ({writeShare(option.confidence, page.language)})
          </option>
        ))}
      </select>
    </Field>
  );
}
