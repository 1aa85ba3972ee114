import type { StationIndex } from '../data/stations.ts';
import { stationMessages as messages } from '../messages/stations.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeCount, writeMinute } from '../write-values.ts';

/** Indices of a station: level in words, what decides, when, and every step that led there. */
export function StationIndices({ page, indices }: { page: Page; indices: readonly StationIndex[] }) {
  if (indices.length === 0) return null;
  return (
    <section class="indices" aria-labelledby="indices">
      <h2 id="indices">{page.say(messages.indices)}</h2>
      <ul class="entries">
        {indices.map((index) => (
          <li>
            <h3>
              {index.level ? <Swatch colour={index.level.colour} /> : null}
              {index.value === null
                ? page.say(messages.indexNone, { title: index.title })
                : page.say(messages.indexValue, {
                    title: index.title,
                    value: writeCount(index.value, page.language),
                    level: index.level?.title ?? '',
                  })}
            </h3>
            <p>
              {index.reason}{' '}
              {index.deciding && index.value !== null ? page.say(messages.indexCause, { cause: index.deciding }) : null}{' '}
              {index.level?.advice}{' '}
              {page.say(messages.indexAt, {
                moment: page.say(valueMessages.asMoment, { moment: writeMinute(index.at, page.language) }),
              })}
            </p>
            <details>
              <summary>{page.say(messages.why)}</summary>
              <ol>
                {index.why.map((line) => (
                  <li>{line}</li>
                ))}
              </ol>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The official colour of a level; its word stands beside it. */
function Swatch({ colour }: { colour: string }) {
  return (
    <svg class="level" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <rect x="1" y="1" width="14" height="14" fill={colour} stroke="currentColor" />
    </svg>
  );
}
