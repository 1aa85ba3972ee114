import { addressOf, moveNames, movesFrom, type MoveName, type Span } from '../chart/span-moves.ts';
import { stationMessages as messages } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { writeMinute } from '../write-values.ts';

const words = { back: messages.moveBack, on: messages.moveOn, in: messages.moveIn, out: messages.moveOut } as const;

/**
 * The time that the charts show, and links to what lies before, after, within and around it. With script the keys of the charts
 * press these links, and a piece that is marked on a chart becomes the next address.
 */
export function SpanMoves({ page, span }: { page: Page; span: Span }) {
  const moves = movesFrom(span, page.clock.now().getTime());
  const write = (at: number): string => writeMinute(new Date(at).toISOString(), page.language);
  return (
    <nav class="spans moves" aria-label={page.say(messages.moves)} data-hint={page.say(messages.chartKeys)}>
      <p id="shown-span">{page.say(messages.shownSpan, { from: write(span.from), to: write(span.to) })}</p>
      <ul>
        {moveNames
          .flatMap((name): [MoveName, Span][] => (moves[name] ? [[name, moves[name]]] : []))
          .map(([name, next]) => (
            <li>
              <a href={`${page.here(addressOf(next))}#charts`} data-move={name}>
                {page.say(words[name])}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
