/** Events as text; deliveries that wait; revisions of series; editions in their turn. */
export const deliveryTables = [
  {
    number: 9,
    name: 'events about values as text',
    up: `
      -- Nobody reads the form that they had; what they told of is in its series.
      delete from event where type = 'observations.stored' and not data ? 'lines';`,
  },
  {
    number: 10,
    name: 'what became of deliveries that waited for the database',
    up: `
      create table spilled_delivery (
        id text collate "C" primary key,
        network text collate "C" not null,
        door text not null,
        sender text not null,
        received_at timestamptz not null,
        settled_at timestamptz not null,
        receipt integer,
        problem jsonb,
        -- Checksum of the bytes as they came, of what was refused.
        file text collate "C"
      );
      create index on spilled_delivery (settled_at) where problem is not null;`,
  },
  {
    number: 11,
    name: 'revisions of what a series is',
    up: `
      -- Raised with every change of unit, station or parameter: what was matched before is matched again.
      alter table datastream add column revision integer not null default 0;`,
  },
  {
    number: 12,
    name: 'editions in their turn',
    up: `
      create table edition_waiting (
        collection text collate "C" not null,
        edition integer not null,
        primary key (collection, edition)
      );
      create table edition_turn (
        collection text collate "C" primary key,
        -- The job that stores editions of this collection; null: none.
        job bigint,
        -- The newest edition that has been stored.
        done integer not null default 0
      );
      insert into edition_waiting (collection, edition)
      select distinct payload ->> 'collection', (payload ->> 'edition')::integer from job
      where kind = 'series-of-edition' and state in ('waiting', 'running');`,
  },
];
