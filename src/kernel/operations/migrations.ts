import type { ModuleMigrations } from '../db/index.ts';

export const operationsMigrations: ModuleMigrations = {
  module: 'operations',
  migrations: [
    {
      number: 1,
      name: 'disk samples',
      up: `
        create table disk_sample (
          folder text collate "C" not null,
          day date not null,
          free_bytes int8 not null,
          total_bytes int8 not null,
          primary key (folder, day)
        );`,
    },
  ],
};
