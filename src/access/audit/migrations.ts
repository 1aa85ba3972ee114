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
  {
    number: 2,
    name: 'audit chain',
    up: `
      create table audit_chain (
        id int4 primary key check (id = 1),
        node text not null,
        sealer text,
        sealer_until timestamptz
      );
      insert into audit_chain (id, node) values (1, gen_random_uuid()::text);
      create table audit_entry (
        number int8 primary key,
        at timestamptz not null,
        action text collate "C" not null,
        operation text collate "C",
        outcome text collate "C" not null,
        problem text collate "C",
        who text collate "C",
        via text,
        on_behalf_of text[],
        resources text[],
        target text,
        purpose text,
        legal_basis text,
        address text,
        agent text,
        row_count int8,
        digest text,
        request text,
        details jsonb,
        salts jsonb not null,
        fields jsonb not null,
        previous text not null,
        hash text not null
      );
      create index audit_entry_at on audit_entry (at);
      create index audit_entry_who on audit_entry (who, number);
      create index audit_entry_action on audit_entry (action, number);
      create index audit_entry_resources on audit_entry using gin (resources);
      create table audit_checkpoint (
        number int8 primary key,
        entry int8 not null,
        hash text not null,
        at timestamptz not null,
        node text not null,
        key text not null,
        previous text not null,
        signature text not null
      );
      create index audit_checkpoint_entry on audit_checkpoint (entry);
      create table audit_key (
        number int4 primary key,
        id text not null,
        public text not null,
        from_checkpoint int8 not null,
        at timestamptz not null,
        previous text,
        by_previous text,
        by_itself text not null
      );`,
  },
  {
    number: 3,
    name: 'entries by an expression',
    up: `
      create function enter_pending(entries jsonb) returns void language sql as $$
        insert into audit_pending (entry)
        select entry from jsonb_array_elements(entries) with ordinality as given (entry, place) order by place
      $$;`,
  },
];
