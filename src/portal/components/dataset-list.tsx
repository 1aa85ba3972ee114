import type { DatasetData } from '../data/catalogue.ts';
import { catalogueMessages as messages } from '../messages/catalogue.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeDate, writeShare } from '../write-values.ts';
import { Strip } from './facts.tsx';

export function DatasetList({
  page,
  datasets,
  level = 2,
}: {
  page: Page;
  datasets: readonly DatasetData[];
  level?: 2 | 3;
}) {
  const Heading = `h${level}` as 'h2' | 'h3';
  return (
    <ul class="entries" data-findable={datasets.length > 8 ? '' : undefined}>
      {datasets.map((dataset) => (
        <li>
          <Heading>
            <a href={page.to(`/datasets/${encodeURIComponent(dataset.id)}`)}>{dataset.title}</a>
          </Heading>
          {dataset.description ? <p>{dataset.description}</p> : null}
          <Strip items={datasetFacts(page, dataset)} />
        </li>
      ))}
    </ul>
  );
}

/** The strip under a dataset's title: how fresh, how open, how much, how good. */
export function datasetFacts(page: Page, dataset: DatasetData): (string | null)[] {
  const layers = dataset.collections.length;
  return [
    dataset.updatedAt
      ? page.say(messages.newest, { date: writeDate(dataset.updatedAt, page.language) })
      : page.say(messages.neverPublished),
    dataset.withdrawn ? page.say(messages.withdrawn) : dataset.openness ? page.say(wordFor(dataset.openness)) : null,
    dataset.contentGranted === false
      ? page.say(messages.notGranted)
      : page.say(messages.items, { count: dataset.numberOfItems }),
    layers > 1 ? page.say(messages.layers, { count: layers }) : null,
    acceptedShare(page, dataset),
  ];
}

function acceptedShare(page: Page, dataset: DatasetData): string | null {
  const qualities = dataset.collections.flatMap((collection) => (collection.quality ? [collection.quality] : []));
  const read = qualities.reduce((sum, quality) => sum + quality.read, 0);
  if (read === 0) return null;
  const accepted = qualities.reduce((sum, quality) => sum + quality.accepted, 0);
  return page.say(messages.accepted, { share: writeShare(accepted / read, page.language) });
}
