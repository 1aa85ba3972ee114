import { DataTable } from '../components/data-table.tsx';
import { HiddenInputs } from '../components/form.tsx';
import { Strip } from '../components/facts.tsx';
import { Paging } from '../components/paging.tsx';
import { TimeOptions, TimeSteps } from '../components/time-steps.tsx';
import { StationState } from '../components/station-state.tsx';
import { StationsMap } from '../components/stations-map.tsx';
import { LatestText } from '../components/latest-value.tsx';
import { Moment } from '../components/values.tsx';
import type { StationsData, StationState as State } from '../data/stations.ts';
import { stationMessages as messages, stationWord } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeCount } from '../write-values.ts';

const states: readonly State[] = ['ok', 'calibrating', 'fault', 'offline', 'irregular', 'withheld'];

/** Stations on a map and in a table, by state or by the newest value of a parameter. */
export const stations: View<StationsData> = (page, data) => {
  const next = data.links.find(({ rel }) => rel === 'next');
  const { parameter } = data.filter;
  return {
    title: page.say(messages.title),
    section: 'stations',
    crumbs: [],
    body: (
      <>
        <Filter page={page} data={data} />
        <Counts page={page} data={data} />
        {data.stations.length === 0 ? (
          <p class="notice">{page.say(messages.none)}</p>
        ) : (
          <>
            <TimeSteps page={page} data={data} />
            <div data-of-time>
              <StationsMap
                page={page}
                places={data.places}
                base={data.base}
                classes={parameter === null ? null : data.classes}
              />
              <DataTable
                caption={page.say(messages.table)}
                isLong
                rows={data.stations}
                columns={[
                  {
                    label: page.say(messages.station),
                    isName: true,
                    cell: ({ id, name }) => <a href={page.to(`/stations/${id}`)}>{name}</a>,
                  },
                  {
                    label: page.say(messages.state),
                    staysOnOneLine: true,
                    cell: ({ state }) => <StationState page={page} state={state} />,
                  },
                  ...(parameter === null
                    ? []
                    : [
                        {
                          label: parameter,
                          isNumber: true,
                          cell: ({ value }: StationsData['stations'][number]) => (
                            <LatestText page={page} latest={value} isMean={data.at !== null} />
                          ),
                        },
                      ]),
                  {
                    label: page.say(messages.lastTime),
                    staysOnOneLine: true,
                    cell: ({ lastTime }) =>
                      lastTime ? <Moment page={page} at={lastTime} /> : page.say(messages.never),
                  },
                  { label: page.say(messages.code), isSecondary: true, cell: ({ code }) => code },
                  {
                    label: page.say(messages.seriesCount),
                    isNumber: true,
                    isSecondary: true,
                    cell: ({ series }) => writeCount(series, page.language),
                  },
                ]}
              />
            </div>
          </>
        )}
        <Paging
          page={page}
          next={next ? page.to(next.href) : null}
          first={page.url.searchParams.has('token') ? page.here({ token: null }) : null}
        />
        <p>
          <a href={page.to('/stations/report', { network: data.filter.network })}>{page.say(messages.report)}</a>
        </p>
      </>
    ),
  };
};

function Counts({ page, data }: { page: Page; data: StationsData }) {
  const count = Object.values(data.counts).reduce((sum, one) => sum + one, 0);
  if (count === 0) return null;
  const words = states
    .filter((state) => data.counts[state])
    .map((state) => (
      <a href={page.here({ state, token: null })} aria-current={data.filter.state === state ? 'true' : undefined}>
        {page.say(stationWord('state', state))}: {writeCount(data.counts[state]!, page.language)}
      </a>
    ));
  return <Strip items={words} />;
}

function Filter({ page, data }: { page: Page; data: StationsData }) {
  const { filter, networks, parameters } = data;
  return (
    <form class="compare" method="get" action="/stations">
      <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : {}} />
      <div class="field">
        <label for="field-q">{page.say(messages.text)}</label>
        <input id="field-q" name="q" type="search" value={filter.text ?? ''} maxlength={100} />
      </div>
      <Choice
        page={page}
        name="parameter"
        chosen={filter.parameter}
        label={page.say(messages.parameter)}
        options={parameters.map(({ symbol, title }) => [symbol, title === symbol ? symbol : `${title} (${symbol})`])}
      />
      <Choice
        page={page}
        name="state"
        chosen={filter.state}
        label={page.say(messages.state)}
        options={states.map((state) => [state, page.say(stationWord('state', state))])}
      />
      <Choice
        page={page}
        name="network"
        chosen={filter.network}
        label={page.say(messages.network)}
        options={networks.map(({ id, title }) => [id, title])}
      />
      {filter.parameter === null ? null : (
        <div class="field">
          <label for="field-at">{page.say(messages.time)}</label>
          <select id="field-at" name="at">
            <TimeOptions page={page} data={data} />
          </select>
        </div>
      )}
      <button class="primary" type="submit">
        {page.say(messages.filter)}
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly page: Page;
  readonly name: string;
  readonly label: string;
  readonly chosen: string | null;
  readonly options: readonly (readonly [string, string])[];
}

function Choice({ page, name, label, chosen, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      <select id={`field-${name}`} name={name}>
        <option value="">{page.say(messages.all)}</option>
        {withChosen(options, chosen).map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A form never says less than its address: what was asked for stands in it even where the node does not know it. */
function withChosen(options: ChoiceProps['options'], chosen: string | null): ChoiceProps['options'] {
  const isKnown = chosen === null || chosen === '' || options.some(([value]) => value === chosen);
  return isKnown ? options : [...options, [chosen, chosen]];
}
