import { catalogueMessages as messages } from '../messages/catalogue.ts';
import type { Page } from '../page.ts';
import { CodeBlock } from './code-block.tsx';

/** The most that the items of a collection give in one answer. */
export const mostAtOnce = '10000';

/** How to take the data of a collection away: files for people, lines to paste for programs, with this node's address. */
export function CollectionAccess({ page, id, hasGeometry }: { page: Page; id: string; hasGeometry: boolean }) {
  const items = `/collections/${encodeURIComponent(id)}/items`;
  const address = `${page.base}${items}`;
  return (
    <>
      <p class="hint">{page.say(messages.getLead)}</p>
      <ul class="downloads">
        <li>
          <a href={page.to(items, { f: 'csv', limit: mostAtOnce })}>{page.say(messages.csv)}</a>
        </li>
        <li>
          <a href={page.to(items, { f: 'geojson', limit: mostAtOnce })}>{page.say(messages.geojson)}</a>
        </li>
      </ul>
      <h3>{page.say(messages.byCommand)}</h3>
      <CodeBlock
        label={page.say(messages.byCommand)}
        code={`curl -o ${id}.csv "${address}?f=csv&limit=${mostAtOnce}"`}
      />
      {hasGeometry ? (
        <>
          <h3>{page.say(messages.byQgis)}</h3>
          <p>{page.say(messages.qgisSteps)}</p>
          <CodeBlock label={page.say(messages.byQgis)} code={`${page.base}/`} />
          <h3>{page.say(messages.byGdal)}</h3>
          <CodeBlock label={page.say(messages.byGdal)} code={`ogr2ogr ${id}.gpkg "OAPIF:${page.base}" ${id}`} />
        </>
      ) : null}
      <h3>{page.say(messages.sincePolling)}</h3>
      <CodeBlock
        label={page.say(messages.sincePolling)}
        code={`curl "${page.base}/collections/${encodeURIComponent(id)}/changes?since=0"`}
      />
    </>
  );
}
