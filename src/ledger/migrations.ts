export const ledgerMigrations = [
  {
    number: 1,
    name: 'deliveries, runs, issues, quarantine',
    up: `
      create table delivery (
        id bigint generated always as identity primary key,
        source text collate "C" not null,
        kind text not null,
        name text not null,
        sha256 text collate "C" not null,
        size_bytes bigint not null,
        received_at timestamptz not null,
        state text not null,
        inspection jsonb,
        problem jsonb
      );
      create index on delivery (source, id);
      create table run (
        id bigint generated always as identity primary key,
        kind text not null,
        source text collate "C",
        delivery bigint,
        dataset text collate "C" not null,
        collection text collate "C" not null,
        run_order jsonb not null,
        state text not null,
        phase text not null,
        done bigint not null default 0,
        total bigint not null default 0,
        ends_at timestamptz,
        counts jsonb not null,
        edition integer,
        base_edition integer,
        statistics jsonb,
        problem jsonb,
        created_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz
      );
      create index on run (collection, id);
      create index on run (dataset, id);
      create table issue (
        run bigint not null,
        number bigint not null,
        rule text collate "C" not null,
        severity text not null,
        column_name text,
        position bigint,
        value text,
        action text not null,
        detail jsonb not null,
        primary key (run, number)
      );
      create table issue_count (
        run bigint not null,
        rule text collate "C" not null,
        column_name text not null,
        severity text not null,
        action text not null,
        systematic boolean not null,
        count bigint not null,
        samples jsonb not null,
        primary key (run, rule, column_name, severity, action, systematic)
      );
      create table quarantine (
        run bigint not null,
        number bigint not null,
        position bigint not null,
        cells jsonb not null,
        issues jsonb not null,
        fid text collate "C",
        primary key (run, number)
      );`,
  },
  {
    number: 2,
    name: 'what a systematic conversion did, in detail',
    up: `alter table issue_count add column detail jsonb not null default '{}'::jsonb;`,
  },
  {
    number: 3,
    name: 'folders in which nodes keep files',
    up: `
      create table file_folder (
        id text collate "C" primary key,
        host text not null,
        path text not null,
        alive_until timestamptz not null
      );`,
  },
  {
    number: 4,
    name: 'who delivered',
    up: 'alter table delivery add column delivered_by text;',
  },
  {
    number: 5,
    name: 'what a caller delivered lately',
    up: 'create index delivery_of_caller on delivery (delivered_by, received_at);',
  },
];
