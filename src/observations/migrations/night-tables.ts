/** What the node does when all is quiet: closed months in order, series held against their neighbours. */
export const nightTables = [
  {
    number: 14,
    name: 'closed months in the order of their series',
    up: `
      create table observation_month (
        -- Of the partition.
        name text collate "C" primary key,
        ordered_at timestamptz not null,
        rows bigint not null,
        -- Table and key, before and after.
        bytes_before bigint not null,
        bytes_after bigint not null,
        -- Of the table alone, after: what has grown since has taken in late values.
        table_bytes bigint not null
      );
      -- Partitions that have changed while they were copied.
      create table observation_month_change (name text collate "C" not null);
      create function note_month_change() returns trigger language plpgsql as $$
      begin
        if not exists (select from observation_month_change where name = tg_table_name) then
          insert into observation_month_change (name) values (tg_table_name);
        end if;
        return null;
      end $$;`,
  },
  {
    number: 15,
    name: 'series and their neighbours',
    up: `
      create table neighbour_limits (
        series integer not null,
        version smallint not null,
        neighbours integer[] not null,
        -- By which each neighbour is usually lower than the series.
        differences double precision[] not null,
        -- Distance of an hour's mean from what is expected, from which on it is suspect; null: too few neighbours.
        suspect double precision,
        basis jsonb not null,
        -- 'derived' from the history, or the id of who set them.
        made_by text not null,
        made_at timestamptz not null,
        primary key (series, version)
      );
      create index on neighbour_limits using gin (neighbours);
      create table neighbour_pending (
        id bigint generated always as identity primary key,
        stems_from bigint,
        series integer[] not null,
        from_time timestamptz[] not null,
        to_time timestamptz[] not null
      );
      -- Up to when hours that were over have been noted.
      create table neighbour_hours (id smallint primary key, until timestamptz not null);`,
  },
];
