import type { Message } from '../../kernel/index.ts';
import { SearchBox, SearchExamples } from '../components/search-box.tsx';
import { DatasetList } from '../components/dataset-list.tsx';
import type { HomeData } from '../data/catalogue.ts';
import { homeMessages as messages } from '../messages/home.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount, writeMinute } from '../write-values.ts';

/** Whose node this is, where to start, how much there is, what is new. */
export const home: View<HomeData> = (page, data) => ({
  title: data.title || page.nodeTitle,
  heading: false,
  body: (
    <>
      <div class="lead">
        <h1>{data.title || page.nodeTitle}</h1>
        <p>{data.description || page.say(messages.lead)}</p>
      </div>
      <SearchBox page={page} />
      <SearchExamples page={page} />
      <Near page={page} data={data} />
      <Numbers page={page} data={data} />
      <div class="home-columns">
        <section aria-labelledby="newest">
          <h2 id="newest">{page.say(messages.newest)}</h2>
          <Newest page={page} data={data} />
        </section>
        <Doors page={page} hasStations={data.numbers.stations > 0} />
      </div>
    </>
  ),
});

/** Layers that a map near somebody begins with: more of them nobody can tell apart. */
const nearLayers = 4;

/** Shown where the script can ask the browser for the place. */
function Near({ page, data }: { page: Page; data: HomeData }) {
  const layers = data.datasets
    .flatMap(({ collections }) => collections)
    .filter(({ hasGeometry }) => hasGeometry)
    .slice(0, nearLayers)
    .map(({ id }) => encodeURIComponent(id));
  if (layers.length === 0) return null;
  return (
    <div class="near" data-near={page.to(`/map?layers=${layers.join(',')}`)} hidden>
      <button class="secondary" type="button">
        {page.say(messages.near)}
      </button>
      <p class="hint">{page.say(messages.nearHint)}</p>
      <p role="status" />
    </div>
  );
}

function Numbers({ page, data }: { page: Page; data: HomeData }) {
  const { numbers } = data;
  const cells = [
    { href: '/datasets', value: writeCount(numbers.datasets, page.language), label: messages.datasets },
    { href: '/collections', value: writeCount(numbers.collections, page.language), label: messages.collections },
    { href: '/collections', value: writeCount(numbers.features, page.language), label: messages.features },
    ...(numbers.stations > 0
      ? [{ href: '/stations', value: writeCount(numbers.stations, page.language), label: messages.stations }]
      : []),
  ];
  return (
    <section aria-label={page.say(messages.numbers)}>
      <ul class="numbers">
        {cells.map((cell) => (
          <li>
            <a href={page.to(cell.href)}>
              <span class="figure">{cell.value}</span>{' '}
              <span>{page.say(cell.label, { sending: writeCount(numbers.sending, page.language) })}</span>
            </a>
          </li>
        ))}
        {numbers.updatedAt ? (
          <li>
            <a href="#newest">
              <time class="figure" dateTime={numbers.updatedAt}>
                {writeMinute(numbers.updatedAt, page.language)}
              </time>{' '}
              <span>{page.say(messages.updated)}</span>
            </a>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Newest({ page, data }: { page: Page; data: HomeData }) {
  if (data.datasets.length === 0) return <p>{page.say(messages.nothing)}</p>;
  return (
    <>
      <DatasetList page={page} datasets={data.datasets} level={3} />
      <p class="after-list">
        <a href={page.to('/datasets')}>{page.say(messages.all)}</a>
      </p>
    </>
  );
}

interface Door {
  readonly href: string;
  readonly title: Message;
  readonly text: Message;
}

/** What each of four kinds of people comes for; everybody may go through every door. */
function Doors({ page, hasStations }: { page: Page; hasStations: boolean }) {
  const stations: Door = { href: '/stations', title: messages.stationsDoor, text: messages.stationsDoorText };
  const map: Door = { href: '/map', title: messages.mapDoor, text: messages.mapDoorText };
  const place: Door = { href: '/search', title: messages.placeDoor, text: messages.placeDoorText };
  const datasets: Door = { href: '/datasets', title: messages.datasetsDoor, text: messages.datasetsDoorText };
  const tables: Door = { href: '/collections', title: messages.collectionsDoor, text: messages.collectionsDoorText };
  const programs: Door = { href: '/api', title: messages.apiDoor, text: messages.apiDoorText };
  const sources: Door = { href: '/sources', title: messages.sourcesDoor, text: messages.sourcesDoorText };
  const groups: readonly { readonly who: Message; readonly doors: readonly Door[] }[] = [
    { who: messages.forCitizen, doors: hasStations ? [stations, place] : [place] },
    { who: messages.forBusiness, doors: [datasets] },
    { who: messages.forOfficer, doors: page.isSteward ? [tables, sources] : [tables] },
    { who: messages.forAnalyst, doors: [map, programs] },
  ];
  return (
    <section class="doors" aria-labelledby="doors">
      <h2 id="doors">{page.say(messages.doors)}</h2>
      {groups.map(({ who, doors }) => (
        <>
          <h3>{page.say(who)}</h3>
          <ul>
            {doors.map((door) => (
              <li>
                <a href={page.to(door.href)}>{page.say(door.title)}</a>
                <p>{page.say(door.text)}</p>
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}
