/** Entries wait in `audit_pending`, committed with what they tell of, until the sealer moves them into the chain. */
export const auditMigrations = [
  {
    number: 1,
    name: 'audit entries',
    up: `
      create table audit_pending (
        id int8 generated always as identity primary key,
        entry jsonb not null
      );`,
  },
];
