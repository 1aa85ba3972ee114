import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Db } from '../../src/kernel/index.ts';
import type { Place } from '../pipeline/steward.ts';

export const firstMoment = Date.UTC(2026, 0, 1);
export const head = 'station,parameter,unit,time,value';

/** What pushes to a network say, and so what must stand in the end: every value once, the last word of each. */
export class ReadingsModel {
  readonly network: string;
  readonly rowsOfPush: number;
  readonly #expected = new Map<string, number>();

  constructor(network: string, rowsOfPush: number) {
    this.network = network;
    this.rowsOfPush = rowsOfPush;
  }

  /** Rows of the push of this number: of eight stations, every tenth a second time with the word that counts. */
  rowsOf(number: number): string {
    const lines: string[] = [];
    for (let i = 0; i < this.rowsOfPush; i++) {
      const [station, at] = [`K${i % 8}`, this.momentOf(number * this.rowsOfPush + i)];
      lines.push(this.row(station, at, i));
      if (i % 10 === 0) lines.push(this.row(station, at, i + 0.5));
    }
    return lines.join('\n');
  }

  /** Moment of the row of this number, counted over all pushes; in milliseconds since 1970. */
  momentOf(row: number): number {
    return firstMoment + row * 1_000;
  }

  row(station: string, at: number, value: number): string {
    this.#expected.set(`${station} ${at}`, value);
    return `${station},COD,mg/L,${new Date(at).toISOString()},${value}`;
  }

  get size(): number {
    return this.#expected.size;
  }

  /** The status of the answer; null where nobody answered. */
  async push(node: Place, rows: string, key?: string): Promise<number | null> {
    const path = `/networks/${this.network}/observations${key === undefined ? '' : `?key=${key}`}`;
    try {
      const response = await fetch(new URL(path, node.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
        body: `${head}\n${rows}\n`,
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      await sleep(20);
      return null;
    }
  }

  /**
   * What was received is what is stored and what is in quarantine: receipts add up and are closed, every value of stations
   * K… stands once with its last word, what is known of each series agrees with its values, and each value has its event.
   */
  async assertStands(db: Db): Promise<void> {
    const [sums] = await db.query<{ wrong: number; open: number }>(sql`
      select count(*) filter (where read <> inserted + updated + unchanged + duplicates + quarantined) as wrong,
        count(*) filter (where closed_at is null) as open from receipt`);
    assert.deepEqual(sums, { wrong: 0, open: 0 });
    const stored = await db.query<{ name: string; time: string; value: number }>(sql`
      select t.code as name, o.time, o.value from observation o join datastream d on d.id = o.series
        join thing t on t.id = d.thing where t.code like 'K%'`);
    assert.equal(stored.length, this.#expected.size);
    for (const { name, time, value } of stored) {
      assert.equal(value, this.#expected.get(`${name} ${new Date(time).getTime()}`), `${name} ${time}`);
    }
    const [counted] = await db.query<{ wrong: number }>(sql`
      select count(*) as wrong from series_state s
      where s.count <> (select count(*) from observation o where o.series = s.series)
        + (select count(*) from observation_extra e where e.series = s.series)`);
    assert.equal(counted!.wrong, 0, 'what is known of each series agrees with its values');
    const [told] = await db.query<{ missing: number }>(sql`
      with told as (
        select split_part(line, ' ', 1)::integer as series, split_part(line, ' ', 2)::bigint as at
        from event, string_to_table(data ->> 'lines', E'\n') line where type = 'observations.stored')
      select count(*) as missing from observation o where not exists (
        select 1 from told where told.series = o.series and told.at = extract(epoch from o.time)::bigint * 1000)`);
    assert.equal(told!.missing, 0, 'every stored value has its event');
  }
}
