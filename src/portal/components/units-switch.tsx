import { unitMessages as messages } from '../messages/units.ts';
import type { Page } from '../page.ts';

const sides = ['before', 'after'] as const;

/** In which codes units are read: as stored, or in those before or after the change of their lists. */
export function UnitsSwitch({ page, chosen }: { page: Page; chosen: string | undefined }) {
  return (
    <nav class="filter" aria-label={page.say(messages.unitsTitle)}>
      <p>
        {page.say(messages.unitsTitle)}
        {': '}
        <Choice page={page} value={null} isChosen={chosen === undefined} text={page.say(messages.asStored)} />
        {sides.map((side) => (
          <>
            {' · '}
            <Choice page={page} value={side} isChosen={chosen === side} text={page.say(messages[side])} />
          </>
        ))}
      </p>
      {chosen === undefined ? null : <p class="hint">{page.say(messages.unitsHint)}</p>}
    </nav>
  );
}

function Choice({
  page,
  value,
  isChosen,
  text,
}: {
  page: Page;
  value: string | null;
  isChosen: boolean;
  text: string;
}) {
  if (isChosen) return <strong aria-current="true">{text}</strong>;
  return <a href={page.here({ units: value, token: null })}>{text}</a>;
}
