import { DataTable } from '../components/data-table.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Facts } from '../components/facts.tsx';
import { ActionButton } from '../components/form.tsx';
import { NeighboursForm } from '../components/neighbours-form.tsx';
import { Moment, NoValue } from '../components/values.tsx';
import type { SeriesNeighboursData } from '../data/stations.ts';
import { neighbourMessages as messages } from '../messages/neighbours.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeSeriesUnit, writeValue } from '../write-values.ts';

type Version = SeriesNeighboursData['versions'][number];

/** What a series is held against: seen, chosen by hand, given back to the node. */
export const seriesNeighbours: View<SeriesNeighboursData> = (page, data) => {
  const address = `/networks/${encodeURIComponent(data.network)}/series/${data.series}/neighbours`;
  const current = data.versions[0];
  return {
    title: page.say(messages.title, { title: data.title }),
    section: 'stations',
    crumbs: [
      { text: page.say(shellMessages.stations), href: '/stations' },
      { text: data.name, href: `/stations/${data.station}` },
    ],
    body: (
      <>
        <ErrorSummary page={page} />
        <p class="abstract">{page.say(messages.lead)}</p>
        <h2>{page.say(messages.inForce)}</h2>
        <InForce page={page} data={data} current={current} />
        {current && isOwn(current) ? (
          <ActionButton
            page={page}
            action={`${address}/take-back`}
            text={page.say(messages.takeBack)}
            explanation={page.say(messages.takeBackHint)}
          />
        ) : null}
        <NeighboursForm page={page} data={data} action={address} />
        {data.versions.length === 0 ? null : <Versions page={page} data={data} />}
      </>
    ),
  };
};

/** Somebody chose it, and it still holds. */
const isOwn = ({ madeBy, reason }: Version): boolean => madeBy !== 'derived' && reason !== 'taken-back';

function InForce({ page, data, current }: { page: Page; data: SeriesNeighboursData; current: Version | undefined }) {
  if (current?.suspect == null) return <p class="notice">{page.say(messages.noLimits)}</p>;
  return (
    <>
      <Facts
        facts={[
          { term: page.say(messages.suspect), value: inUnit(page, data, current.suspect) },
          { term: page.say(messages.how), value: page.say(messages[`reason-${current.reason}`]) },
        ]}
      />
      <DataTable
        caption={page.say(messages.neighbours)}
        rows={current.neighbours}
        columns={[
          {
            label: page.say(messages.neighbour),
            isName: true,
            cell: (one) => <a href={page.to(`/stations/${one.station}`)}>{one.name}</a>,
          },
          {
            label: page.say(messages.difference),
            isNumber: true,
            cell: ({ difference }) => inUnit(page, data, difference),
          },
        ]}
      />
    </>
  );
}

function Versions({ page, data }: { page: Page; data: SeriesNeighboursData }) {
  return (
    <>
      <h2>{page.say(messages.versions)}</h2>
      <DataTable
        caption={page.say(messages.versions)}
        rows={data.versions}
        columns={[
          { label: page.say(messages.version), isName: true, cell: ({ version }) => String(version) },
          { label: page.say(messages.how), cell: ({ reason }) => page.say(messages[`reason-${reason}`]) },
          { label: page.say(messages.madeBy), cell: (version) => makerOf(page, version) },
          {
            label: page.say(messages.madeAt),
            staysOnOneLine: true,
            cell: ({ madeAt }) => <Moment page={page} at={madeAt} />,
          },
          {
            label: page.say(messages.suspect),
            isNumber: true,
            cell: ({ suspect }) => (suspect === null ? <NoValue page={page} /> : inUnit(page, data, suspect)),
          },
          {
            label: page.say(messages.neighbours),
            cell: ({ neighbours }) =>
              neighbours.length === 0 ? <NoValue page={page} /> : neighbours.map(({ name }) => name).join(', '),
          },
        ]}
      />
    </>
  );
}

function makerOf(page: Page, { madeBy, madeByName }: Version): string {
  if (madeBy === 'derived') return page.say(messages.node);
  return madeByName ?? (madeBy === 'operator' ? page.say(shellMessages.operator) : page.say(messages.somebody));
}

function inUnit(page: Page, { unit }: SeriesNeighboursData, value: number) {
  return (
    <>
      {writeValue(value, { type: 'number' }, page)}&#8239;{writeSeriesUnit(unit, page)}
    </>
  );
}
