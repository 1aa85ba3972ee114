import type { ModuleMigrations } from '../db/index.ts';

/** Tables of the job runner and of the outbox; `migrate` runs them before the other modules'. */
export const kernelMigrations: ModuleMigrations = {
  module: 'kernel',
  migrations: [
    {
      number: 1,
      name: 'jobs and events',
      up: `
        create table job (
          id int8 generated always as identity primary key,
          kind text collate "C" not null,
          key text collate "C",
          payload jsonb not null,
          state text collate "C" not null default 'waiting'
            check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
          priority int4 not null default 0,
          run_at timestamptz not null,
          created_at timestamptz not null,
          started_at timestamptz,
          finished_at timestamptz,
          attempt int4 not null default 0,
          lost int4 not null default 0,
          worker text collate "C",
          lease_until timestamptz,
          cancel_requested boolean not null default false,
          progress_done float8,
          progress_total float8,
          expected_end timestamptz,
          result jsonb,
          error jsonb
        );
        create unique index job_key on job (kind, key) where state in ('waiting', 'running');
        create index job_waiting on job (priority desc, run_at, id) where state = 'waiting';
        create index job_running on job (worker) where state = 'running';
        create index job_finished on job (finished_at) where finished_at is not null;

        create table job_schedule (
          name text collate "C" primary key,
          cron text not null,
          kind text collate "C" not null,
          payload jsonb not null,
          next_at timestamptz
        );

        create table event (
          id int8 generated always as identity primary key,
          position int8 unique,
          type text collate "C" not null,
          subject text collate "C" not null,
          data jsonb not null,
          at timestamptz not null default now()
        );
        create index event_unsealed on event (id) where position is null;
        create table event_seal (last_position int8 not null);
        insert into event_seal values (0);
        create table event_consumer (
          name text collate "C" primary key,
          position int8 not null,
          worker text collate "C",
          lease_until timestamptz,
          failures int4 not null default 0,
          last_error text,
          retry_at timestamptz
        );`,
    },
    {
      number: 2,
      name: 'events told and put in order in one call',
      up: `
        create function emit_events(event_type text, subjects text[], contents text[]) returns void
        language plpgsql as $$
        begin
          insert into event (type, subject, data)
            select event_type, told.subject, told.content::jsonb
            from unnest(subjects, contents) with ordinality as told (subject, content, place) order by told.place;
          perform pg_notify('lienthong_event', '');
        end $$;

        -- One sealer at a time, by the row that counts.
        create function seal_events(most integer) returns integer
        language plpgsql as $$
        declare
          reached int8;
          sealed integer;
        begin
          if not exists (select from event where position is null) then
            return 0;
          end if;
          select last_position into reached from event_seal for update;
          update event set position = numbered.position
          from (
            select id, reached + row_number() over (order by id) as position
            from (select id from event where position is null order by id limit most) as next
          ) as numbered
          where event.id = numbered.id;
          get diagnostics sealed = row_count;
          update event_seal set last_position = last_position + sealed;
          return sealed;
        end $$;`,
    },
  ],
};
