export const grantMigrations = [
  {
    number: 1,
    name: 'grants and their use',
    up: `
      alter table resource add column secret text not null
        default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
      create table access_grant (
        id text collate "C" not null,
        version integer not null,
        resource text collate "C" not null references resource (id) on delete cascade,
        grantee text collate "C" not null,
        actions text[] not null,
        scopes jsonb not null,
        rows_per_request integer,
        rows_per_day integer,
        valid_from timestamptz not null,
        valid_until timestamptz,
        purpose text not null,
        legal_basis text not null,
        secret text not null,
        made_at timestamptz not null,
        made_by text not null,
        ended_at timestamptz,
        ended_by text,
        primary key (id, version)
      );
      create index access_grant_of_resource on access_grant (resource, grantee) where ended_at is null;
      create index access_grant_of_grantee on access_grant (grantee, resource) where ended_at is null;
      create table grant_use (
        id text collate "C" not null,
        day date not null,
        rows integer not null,
        last_taken integer not null,
        primary key (id, day)
      );`,
  },
];
