import { openDatabase, sql } from '../../src/kernel/index.ts';

/** Run as a process of its own by `embedded.test.ts`: opens the folder, commits row after row, prints each one. */
const db = await openDatabase({ dataFolder: process.argv[2]! });
await db.query(sql`create table if not exists confirmed (id int primary key)`);
const [row] = await db.query<{ last: number }>(sql`select coalesce(max(id), 0) as last from confirmed`);
for (let id = row!.last + 1; ; id++) {
  await db.query(sql`insert into confirmed values (${id})`);
  process.stdout.write(`${id}\n`);
}
