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
  {
    number: 2,
    name: 'organisations, people, sessions',
    up: `
      create table organisation (
        code text collate "C" primary key,
        name text not null,
        parent text collate "C",
        successor text collate "C",
        succeeded_on date,
        runs_node boolean not null default false,
        created_at timestamptz not null
      );
      create unique index organisation_runs_node on organisation (runs_node) where runs_node;
      create index on organisation (parent);
      create table succession (
        organisation text collate "C" primary key,
        successor text collate "C" not null,
        day date not null,
        moved boolean not null
      );
      create table account (
        id text collate "C" primary key,
        email text collate "C" not null unique,
        name text not null,
        password text,
        verified_at timestamptz,
        totp_secret text,
        totp_since timestamptz,
        totp_step bigint,
        outside_issuer text,
        outside_subject text,
        created_at timestamptz not null,
        unique (outside_issuer, outside_subject)
      );
      create table membership (
        account text collate "C" not null,
        organisation text collate "C" not null,
        roles text[] not null,
        origin text not null,
        since timestamptz not null,
        primary key (account, organisation)
      );
      create index on membership (organisation);
      create table session (
        digest text collate "C" primary key,
        id text collate "C" not null unique,
        account text collate "C",
        authenticated_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null,
        address text not null,
        agent text not null,
        methods text[] not null
      );
      create index on session (account);
      create table pending_sign_in (
        digest text collate "C" primary key,
        account text collate "C" not null,
        expires_at timestamptz not null,
        challenge text
      );
      create table one_time_link (
        digest text collate "C" primary key,
        purpose text not null,
        subject jsonb not null,
        expires_at timestamptz not null
      );
      create table guess (
        subject text collate "C" primary key,
        failures integer not null,
        last_at timestamptz not null,
        locked_until timestamptz
      );
      create table passkey (
        id text collate "C" primary key,
        account text collate "C" not null,
        public_key text not null,
        counter bigint not null,
        transports text[] not null,
        name text not null,
        created_at timestamptz not null,
        used_at timestamptz
      );
      create index on passkey (account);
      create table letter (
        id bigint generated always as identity primary key,
        recipient text not null,
        subject text not null,
        body text,
        created_at timestamptz not null,
        sent_at timestamptz
      );
      create table api_key (
        id text collate "C" primary key,
        digest text collate "C" not null unique,
        organisation text collate "C" not null,
        name text not null,
        roles text[] not null,
        may_write boolean not null,
        made_by text collate "C" not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index on api_key (organisation);
      create table client (
        id text collate "C" primary key,
        organisation text collate "C" not null,
        name text not null,
        kind text not null,
        roles text[] not null,
        may_write boolean not null,
        secret text,
        public_keys jsonb,
        redirects text[] not null,
        made_by text collate "C" not null,
        created_at timestamptz not null,
        used_at timestamptz
      );
      create index on client (organisation);
      create table oidc_record (
        model text collate "C" not null,
        id text collate "C" not null,
        payload jsonb not null,
        grant_id text collate "C",
        uid text collate "C",
        account text collate "C",
        expires_at timestamptz,
        primary key (model, id)
      );
      create index on oidc_record (grant_id);
      create index on oidc_record (uid);
      create index on oidc_record (account);
      create index on oidc_record (expires_at);
      create table signing_key (
        id text collate "C" primary key,
        purpose text not null,
        key text not null,
        created_at timestamptz not null
      );
      drop table operator_session;
      drop table sign_in_code;`,
  },
  {
    number: 3,
    name: 'sign-ins of programs belong to a session',
    up: `alter table session add column provider_session text collate "C";`,
  },
  {
    number: 4,
    name: 'recovery codes',
    up: `
      create table recovery_code (
        account text collate "C" not null,
        digest text collate "C" not null,
        made_at timestamptz not null,
        primary key (account, digest)
      );`,
  },
];
