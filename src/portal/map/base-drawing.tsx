import type { BaseOutlines } from '../../features/index.ts';
import { mapMessages as messages } from '../messages/features.ts';
import type { Page } from '../page.ts';
import { draw } from './drawing.ts';
import type { Projection } from './projection.ts';

/** Path data of the units beneath a drawing stays below this: what lies over them is what one came for. */
const budget = 12_000;

/** Boundaries and names of units beneath what is drawn; a name that the edge would cut is left out. */
export function BaseDrawing({ base, projection }: { base: BaseOutlines; projection: Projection }) {
  const { width, height } = projection;
  const { lines } = draw({ points: [], lines: base.lines, areas: [] }, projection, budget);
  const names = base.names
    .map(({ name, longitude, latitude }) => ({ name, x: projection.x(longitude), y: projection.y(latitude) }))
    .filter(({ name, x, y }) => x > name.length * 4 && x < width - name.length * 4 && y > 24 && y < height - 40);
  return (
    <g class="base">
      <path d={lines} />
      {names.map(({ name, x, y }) => (
        <text x={Math.round(x)} y={Math.round(y)} text-anchor="middle">
          {name}
        </text>
      ))}
    </g>
  );
}

/** Whose boundaries they are, for the caption. */
export function BaseCredit({ page, base }: { page: Page; base: BaseOutlines }) {
  return <span>{page.say(messages.base, { title: base.title[page.language] })}</span>;
}
