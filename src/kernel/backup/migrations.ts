import type { ModuleMigrations } from '../db/index.ts';

/** One row for each backup that was taken or failed. */
export const backupMigrations: ModuleMigrations = {
  module: 'backup',
  migrations: [
    {
      number: 1,
      name: 'backups made',
      up: `
        create table backup (
          id int8 generated always as identity primary key,
          started_at timestamptz not null,
          finished_at timestamptz not null,
          state text collate "C" not null check (state in ('done', 'failed')),
          tables int4,
          rows int8,
          files int8,
          bytes int8,
          error jsonb
        );
        create index backup_finished on backup (finished_at);`,
    },
  ],
};
