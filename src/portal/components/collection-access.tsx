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
      {programsFor(address, id).map(({ name, code }) => (
        <>
          <h3>{name}</h3>
          <CodeBlock label={name} code={code} />
        </>
      ))}
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

/** Whole programs of a few lines, each with nothing but what its language brings along or its users have. */
function programsFor(address: string, id: string): readonly { readonly name: string; readonly code: string }[] {
  const name = id.replace(/[^a-z0-9]+/g, '_');
  return [
    {
      name: 'JavaScript',
      code: `let next = '${address}?f=geojson&limit=1000';
const features = [];
while (next) {
  const page = await (await fetch(next)).json();
  features.push(...page.features);
  next = page.links.find((link) => link.rel === 'next')?.href;
}
console.log(features.length);`,
    },
    {
      name: 'Python',
      code: `import pandas

${name} = pandas.read_csv("${address}?f=csv&limit=${mostAtOnce}")
print(${name}.describe())`,
    },
    {
      name: 'R',
      code: `${name} <- read.csv("${address}?f=csv&limit=${mostAtOnce}", encoding = "UTF-8")
summary(${name})`,
    },
  ];
}
