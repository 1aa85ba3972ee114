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
];
