export const connectMigrations = [
  {
    number: 1,
    name: 'sources',
    up: `
      create table source (
        id text collate "C" primary key,
        title jsonb not null,
        transport text not null,
        location text,
        delivery_kind text not null,
        openness text,
        layers jsonb not null default '[]',
        last_sha256 text collate "C",
        last_delivery_at timestamptz,
        created_at timestamptz not null
      );`,
  },
  {
    number: 2,
    name: 'versions of mappings',
    up: `
      create table mapping_version (
        source text collate "C" not null,
        layer text collate "C" not null,
        standard text collate "C" not null,
        version integer not null,
        mapping jsonb not null,
        origin text not null,
        delivery bigint not null,
        made_at timestamptz not null,
        primary key (source, layer, standard, version)
      );
      create index on mapping_version (standard, source, layer, version desc);`,
  },
  {
    number: 3,
    name: 'how files are read',
    up: `alter table source add column reading jsonb not null default '[]';`,
  },
  {
    number: 4,
    name: 'sources have owners among the resources',
    up: `
      insert into resource (id, kind, owner, openness)
      select 'source/' || source.id, 'source', coalesce(dataset.owner, 'node'), 'closed'
      from source left join resource dataset on dataset.id = source.id and dataset.kind = 'dataset'
      on conflict (id) do nothing;`,
  },
  {
    number: 5,
    name: 'sources that are fetched by a schedule',
    up: `
      create table source_schedule (
        source text collate "C" primary key,
        cron text not null,
        since timestamptz not null,
        last_fetch_at timestamptz,
        -- Why the last fetch gave nothing to publish; null: all went well.
        problem jsonb
      );`,
  },
];
