import type { Legend } from '../../features/index.ts';
import { mapIslandMessages as messages } from '../messages/map.ts';
import type { Page } from '../page.ts';
import { writeUnit, writeValue } from '../write-values.ts';

/** What an object of a layer looks like on the map. */
export function LayerKey({ kind, colour }: { readonly kind: Legend['kind']; readonly colour: string }) {
  return (
    <svg class="layer-key" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      {kind === 'points' ? <circle cx="9" cy="9" r="5" fill={colour} /> : null}
      {kind === 'lines' ? <path d="M2 13l5-7 4 5 5-8" fill="none" stroke={colour} stroke-width="2.5" /> : null}
      {kind === 'areas' || kind === 'mixed' ? (
        <path d="M2.5 4.5h13v9h-13z" fill={colour} fill-opacity="0.32" stroke={colour} stroke-width="1.5" />
      ) : null}
    </svg>
  );
}

/** Which colour stands for what, where a column gives the colours. */
export function ClassKey({ page, legend }: { readonly page: Page; readonly legend: Legend }) {
  const { column, classes, kind, other } = legend;
  if (!column || other === null) return null;
  const unit = column.unit ? ` (${writeUnit(column.unit, page)})` : '';
  return (
    <div class="class-key">
      <p>{`${column.title}${unit}`}</p>
      <ul>
        {classes.map((each) => (
          <li>
            <LayerKey kind={kind} colour={each.colour} />
            {classText(page, each)}
          </li>
        ))}
        <li>
          <LayerKey kind={kind} colour={other} />
          {page.say(messages.otherValues)}
        </li>
      </ul>
    </div>
  );
}

function classText(page: Page, { from, to, value, label }: Legend['classes'][number]): string {
  if (value !== undefined) return label ? `${label} (${value})` : wordOf(page, value);
  const write = (number: number) => writeValue(number, { type: 'number' }, page) ?? '';
  if (from == null) return to == null ? '' : `< ${write(to)}`;
  return to == null ? `≥ ${write(from)}` : `${write(from)} – ${write(to)}`;
}

/** Booleans stand in tiles as words of their own. */
function wordOf(page: Page, value: string): string {
  return value === 'true' || value === 'false'
    ? (writeValue(value === 'true', { type: 'boolean' }, page) ?? '')
    : value;
}
