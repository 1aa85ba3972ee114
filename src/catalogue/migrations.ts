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
];
