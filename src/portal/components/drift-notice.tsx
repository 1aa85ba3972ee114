import type { Drift } from '../../harmonise/index.ts';
import { mappingMessages as messages } from '../messages/mappings.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeShare } from '../write-values.ts';

/** What differs from the source's delivery before, said before anything is stored. */
export function DriftNotice({ page, drift }: { page: Page; drift: Drift }) {
  return (
    <div class={drift.breaks ? 'notice warn' : 'notice'}>
      <h3>{page.say(messages.driftTitle)}</h3>
      {drift.breaks ? <p>{page.say(messages.driftBreaks)}</p> : null}
      <ul>
        {linesOf(page, drift).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function linesOf(page: Page, drift: Drift): string[] {
  const list = (names: readonly string[]): string => names.join(', ');
  const type = (name: string): string => page.say(wordFor(name));
  const { gone, added, renamed, retyped, units, emptied, geometry } = drift;
  return [
    ...renamed.map(({ from, to, score }) =>
      page.say(messages.driftRenamed, { from, to, score: writeShare(score, page.language) }),
    ),
    ...(gone.length > 0 ? [page.say(messages.driftGone, { columns: list(gone.map(({ column }) => column)) })] : []),
    ...(added.length > 0 ? [page.say(messages.driftAdded, { columns: list(added) })] : []),
    ...retyped.map(({ column, from, to }) =>
      page.say(messages.driftRetyped, { column, from: type(from), to: type(to) }),
    ),
    ...units.map(({ column, from, to }) => page.say(messages.driftUnit, { column, from, to })),
    ...(emptied.length > 0 ? [page.say(messages.driftEmptied, { columns: list(emptied) })] : []),
    ...(geometry ? [page.say(messages.driftGeometry, { from: geometry.from, to: geometry.to })] : []),
  ];
}
