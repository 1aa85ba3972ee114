export const catalogueMigrations = [
  {
    number: 1,
    name: 'datasets',
    up: `
      create table dataset (
        id text collate "C" primary key,
        title jsonb not null,
        description jsonb,
        licence text not null,
        source text collate "C",
        created_at timestamptz not null
      );`,
  },
  {
    number: 2,
    name: 'metadata with history',
    up: `
      alter table dataset add column contact text, add column metadata_version int not null default 0;
      create table dataset_metadata (
        dataset text collate "C" not null references dataset (id) on delete cascade,
        version int not null,
        title jsonb not null,
        description jsonb,
        contact text,
        made_by text not null,
        made_at timestamptz not null,
        primary key (dataset, version)
      );`,
  },
];
