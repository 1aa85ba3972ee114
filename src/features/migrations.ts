export const featureMigrations = [
  {
    number: 1,
    name: 'collections and editions',
    up: `
      create table collection (
        id text collate "C" primary key,
        dataset text collate "C" not null,
        title jsonb not null,
        table_name text collate "C" not null unique,
        standard jsonb not null,
        indexed boolean not null default false,
        dirty boolean not null default false,
        current_edition integer,
        writer_run bigint,
        writer_until timestamptz,
        created_at timestamptz not null
      );
      create index on collection (dataset);
      create table edition (
        collection text collate "C" not null,
        number integer not null,
        run bigint not null,
        base integer,
        published_at timestamptz not null,
        count bigint not null,
        extent double precision[],
        period text[],
        inserted bigint not null,
        updated bigint not null,
        deleted bigint not null,
        primary key (collection, number)
      );
      create table stale (
        collection text collate "C" not null,
        fid text collate "C" not null,
        run bigint not null,
        primary key (collection, fid)
      );`,
  },
  {
    number: 2,
    name: 'largest shapes first',
    // What a collection made from now on gets with its other indexes.
    up: `
      do $$ declare found record; begin
        for found in select table_name from collection where indexed and exists (
          select 1 from jsonb_array_elements_text(standard -> 'geometry' -> 'types') as type where type <> 'Point')
        loop
          execute format('create index if not exists %I on %I ((greatest(
            ST_XMax(box2d(_geom)) - ST_XMin(box2d(_geom)), ST_YMax(box2d(_geom)) - ST_YMin(box2d(_geom)))))',
            'i_' || found.table_name || '_size', found.table_name);
        end loop;
      end $$;`,
  },
  {
    number: 3,
    name: 'styles with history',
    up: `
      create table map_style (
        collection text collate "C" not null references collection (id) on delete cascade,
        version integer not null,
        style jsonb not null,
        made_by text not null,
        made_at timestamptz not null,
        primary key (collection, version)
      );`,
  },
  {
    number: 4,
    name: 'base map of units',
    // At most one row: the node has one base map.
    up: `
      create table base_map (
        one boolean primary key default true check (one),
        collection text collate "C" not null references collection (id) on delete cascade,
        label text,
        chosen_by text not null,
        chosen_at timestamptz not null
      );`,
  },
];
