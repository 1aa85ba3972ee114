import { sql, type Clock, type Db, type Expectation, type Finding } from '../../kernel/index.ts';
import { isSilent } from './select-stations.ts';

const named = 5;

/** Stations of which nothing came for five intervals, the longest silent named. */
export function stationExpectations(db: Db, clock: Clock): Expectation[] {
  return [{ id: 'stations-silent', check: () => checkSilent(db, clock.now()) }];
}

async function checkSilent(db: Db, now: Date): Promise<Finding> {
  const rows = await db.query<{ name: string; since: string | null; all: number }>(sql`
    select t.name, max(s.last_time) as since, count(*) over () as all
    from datastream d join thing t on t.id = d.thing left join series_state s on s.series = d.id
    where d.every_seconds is not null
    group by t.id having bool_and(${isSilent(now)})
    order by since nulls last, t.id limit ${named}`);
  const title = { vi: 'Trạm mất tín hiệu', en: 'Silent stations' };
  if (rows.length === 0) {
    const message = { vi: 'Mọi trạm gửi đúng hẹn.', en: 'Every station sends as agreed.' };
    return { state: 'ok', since: null, title, detail: { message }, href: null };
  }
  return {
    state: 'warning',
    since: rows[0]!.since,
    title,
    detail: {
      message: {
        vi: '{count} trạm không gửi gì quá 5 lần chu kỳ; lâu nhất: {names}. Gọi nơi vận hành trạm.',
        en: '{count} station(s) have sent nothing for over 5 intervals; longest: {names}. Call whoever runs them.',
      },
      parameters: { count: Number(rows[0]!.all), names: rows.map(({ name }) => name).join(', ') },
    },
    href: '/stations?state=offline',
  };
}
