export const accessMigrations = [
  {
    number: 1,
    name: 'resources and operator sessions',
    up: `
      create table resource (
        id text collate "C" primary key,
        kind text not null,
        owner text not null,
        openness text not null,
        column_marks jsonb not null default '{}',
        visible boolean not null default true
      );
      create table operator_session (digest text primary key, expires_at timestamptz not null);
      create table sign_in_code (digest text primary key, expires_at timestamptz not null);`,
  },
];
