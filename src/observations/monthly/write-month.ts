import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { sql, type Db } from '../../kernel/index.ts';
import type { Month } from './month.ts';

interface Row {
  series: number;
  station: string | null;
  parameter: string | null;
  unit: string | null;
  at: number;
  value: number | null;
  flag: number;
  status: number;
  approval: number;
}

/** Rows in memory at a time, and of a group that a reader takes from the file. */
const groupRows = 50_000;
const batchRows = 5_000;

/** Moments are of UTC, not of a wall clock somewhere: readers compare them with moments of any zone. */
const instant = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

/** Columns of the file; what a reader without this page needs to know stands in its metadata. */
const columns = [
  { name: 'series', physical: 'INT32' },
  { name: 'station', physical: 'BYTE_ARRAY', converted: 'UTF8', optional: true },
  { name: 'parameter', physical: 'BYTE_ARRAY', converted: 'UTF8', optional: true },
  { name: 'unit', physical: 'BYTE_ARRAY', converted: 'UTF8', optional: true },
  { name: 'time', physical: 'INT64', converted: 'TIMESTAMP_MILLIS', logical: instant },
  { name: 'value', physical: 'DOUBLE', optional: true },
  { name: 'flag', physical: 'INT32' },
  { name: 'status', physical: 'INT32' },
  { name: 'approval', physical: 'INT32' },
] as const;

/**
 * Writes the values of a network's month as Parquet, sorted by series and time, a group of rows at a time. Gives how many.
 */
export async function writeMonth(
  db: Db,
  network: string,
  month: Month,
  approvedOnly: boolean,
  path: string,
): Promise<number> {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'observations', num_children: columns.length },
      ...columns.map((column) => ({
        name: column.name,
        type: column.physical,
        repetition_type: 'optional' in column ? ('OPTIONAL' as const) : ('REQUIRED' as const),
        ...('converted' in column && { converted_type: column.converted }),
        ...('logical' in column && { logical_type: column.logical }),
      })),
    ],
    kvMetadata: [
      { key: 'network', value: network },
      { key: 'month', value: `${month.name} (UTC+7)` },
      { key: 'flag', value: 'QARTOD: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing' },
      { key: 'status', value: '0 measuring, 1 calibrating, 2 faulty, 3 maintained' },
      { key: 'approval', value: '0 not approved, 1 approved, 2 refused' },
    ],
    createdBy: 'Lienthong',
  });
  let count = 0;
  let group: Row[] = [];
  for await (const rows of valuesOf(db, network, month, approvedOnly)) {
    group.push(...rows);
    count += rows.length;
    if (group.length < groupRows) continue;
    await writeGroup(writer, group);
    group = [];
  }
  if (group.length > 0) await writeGroup(writer, group);
  await writer.finish();
  return count;
}

async function writeGroup(writer: ParquetWriter, rows: readonly Row[]): Promise<void> {
  const columnData = columns.map(({ name }) => ({
    name,
    data: rows.map((row) => (name === 'time' ? new Date(row.at) : row[name])),
  }));
  await writer.write({ columnData, rowGroupSize: rows.length });
}

/** Page by page along the key: no cursor is held open, and requests pass between two pages. */
async function* valuesOf(db: Db, network: string, month: Month, approvedOnly: boolean): AsyncGenerator<Row[]> {
  const [from, to] = [month.from, month.to].map((at) => new Date(at).toISOString());
  const series = await db.query<Omit<Row, 'at' | 'value' | 'flag' | 'status' | 'approval'>>(sql`
    select d.id as series, t.code as station, coalesce(p.symbol, p.name) as parameter, d.unit ->> 'symbol' as unit
    from datastream d left join thing t on t.id = d.thing left join observed_property p on p.id = d.observed_property
    where d.network = ${network} order by d.id`);
  for (const each of series) {
    for (let after = new Date(month.from - 1).toISOString(), isMore = true; isMore;) {
      const rows = await db.query<Omit<Row, 'series' | 'station' | 'parameter' | 'unit'>>(sql`
        select (extract(epoch from time) * 1000)::double precision as at, value, flag, status, approval from observation
        where series = ${each.series} and time >= ${from}::timestamptz and time < ${to}::timestamptz
          and time > ${after}::timestamptz ${approvedOnly ? sql`and approval = 1` : sql.empty}
        order by time limit ${batchRows}`);
      yield rows.map((row) => ({ ...each, ...row }));
      isMore = rows.length === batchRows;
      if (isMore) after = new Date(rows.at(-1)!.at).toISOString();
    }
  }
}
