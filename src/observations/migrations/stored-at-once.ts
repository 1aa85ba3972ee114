/** Readings stored by one call of the database: the functions, and their later forms. */
export const storedAtOnce = [
  {
    number: 13,
    name: 'readings stored in one call',
    up: `
      -- Brings what is known of series up to stored readings, and notes which spans must be summed up anew.
      create function note_stored(
        all_series integer[], counts bigint[], first_times timestamptz[], last_times timestamptz[], last_values float8[],
        last_flags smallint[], last_states smallint[], last_results jsonb[], ends timestamptz[], results_from timestamptz[],
        results_to timestamptz[], with_details boolean[], with_extras boolean[], changed_from timestamptz[],
        changed_to timestamptz[])
      returns void language plpgsql as $$
      begin
        insert into series_state as known (series, count, first_time, last_time, last_value, last_flag, last_status,
          last_result, phenomenon_end, result_from, result_to, has_detail, has_extra)
        select * from unnest(all_series, counts, first_times, last_times, last_values, last_flags, last_states,
          last_results, ends, results_from, results_to, with_details, with_extras)
        on conflict (series) do update set count = known.count + excluded.count,
          first_time = least(known.first_time, excluded.first_time),
          last_time = greatest(known.last_time, excluded.last_time),
          last_value = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_value else known.last_value end,
          last_flag = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_flag else known.last_flag end,
          last_status = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_status else known.last_status end,
          last_result = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_result else known.last_result end,
          phenomenon_end = greatest(known.phenomenon_end, excluded.phenomenon_end),
          result_from = least(known.result_from, excluded.result_from),
          result_to = greatest(known.result_to, excluded.result_to),
          has_detail = known.has_detail or excluded.has_detail, has_extra = known.has_extra or excluded.has_extra;
        -- An observation that was moved keeps its id until another comes for the moment that it had.
        update observation_extra moved set id = nextval(pg_get_serial_sequence('observation_extra', 'id'))
        where moved.id >= 4294967296 and moved.series = any(all_series) and exists (
          select 1 from observation o where o.series = moved.series
            and o.time = to_timestamp((moved.id & 4294967295)::float8));
        insert into roll_up_pending (series, from_time, to_time) values (all_series, changed_from, changed_to);
      end $$;

      -- Stores readings that are all new, each of a moment of its own, with receipts (numbered from 1 by of_receipt), state
      -- and events. Null, with nothing stored, where a series does not stand as it was when the readings were judged; a
      -- unique violation where a moment is taken.
      create function store_readings(
        judged integer[], revisions integer[], versions integer[], newest_times timestamptz[],
        of_series integer[], of_receipt integer[], all_times timestamptz[], all_values float8[], all_tests integer[],
        all_flags smallint[], all_states smallint[],
        networks text[], doors text[], senders text[], counts integer[], lines text[], moment timestamptz)
      returns integer[] language plpgsql as $$
      declare
        ids integer[];
      begin
        -- Held before anything is read, so that what is read is what stands: see holdSeries.
        perform pg_advisory_xact_lock_shared(hashtext('lienthong.series.removed'));
        if (
          select count(*) from unnest(judged, revisions, versions, newest_times) as j (id, revision, version, newest)
            join datastream d on d.id = j.id and d.revision = j.revision
            left join series_state s on s.series = j.id
          where s.last_time is not distinct from j.newest
            and coalesce((select max(q.version) from quality_limits q where q.series = j.id), 0) = j.version
        ) < cardinality(judged) then
          return null;
        end if;
        ids := closed_receipts(networks, doors, senders, counts, moment);
        insert into observation (time, value, series, receipt, tests, flag, status)
        select r.at, r.val, r.id, ids[r.place], r.judgements, r.verdict, r.state
        from unnest(all_times, all_values, of_series, of_receipt, all_tests, all_flags, all_states)
          as r (at, val, id, place, judgements, verdict, state);
        perform note_stored(array_agg(s.id), array_agg(s.n), array_agg(s.first), array_agg(s.last), array_agg(s.val),
          array_agg(s.verdict), array_agg(s.state), array_agg(null::jsonb), array_agg(null::timestamptz),
          array_agg(null::timestamptz), array_agg(null::timestamptz), array_agg(false), array_agg(false),
          array_agg(s.first), array_agg(s.last))
        from (
          select r.id, count(*) as n, min(r.at) as first, max(r.at) as last,
            (array_agg(r.val order by r.at desc))[1] as val, (array_agg(r.verdict order by r.at desc))[1] as verdict,
            (array_agg(r.state order by r.at desc))[1] as state
          from unnest(of_series, all_times, all_values, all_flags, all_states) as r (id, at, val, verdict, state)
          -- In order of the series: two nodes never wait for each other.
          group by r.id order by r.id) s;
        perform emit_events('observations.stored', array_agg('/networks/' || e.network order by e.place),
          array_agg(jsonb_build_object('network', e.network, 'receipt', ids[e.place], 'lines', e.text)::text order by e.place))
        from unnest(networks, lines) with ordinality as e (network, text, place);
        return ids;
      end $$;`,
  },
  {
    number: 16,
    name: 'readings stored without a look at all months',
    up: `
      create or replace function note_stored(
        all_series integer[], counts bigint[], first_times timestamptz[], last_times timestamptz[], last_values float8[],
        last_flags smallint[], last_states smallint[], last_results jsonb[], ends timestamptz[], results_from timestamptz[],
        results_to timestamptz[], with_details boolean[], with_extras boolean[], changed_from timestamptz[],
        changed_to timestamptz[])
      returns void language plpgsql as $$
      begin
        insert into series_state as known (series, count, first_time, last_time, last_value, last_flag, last_status,
          last_result, phenomenon_end, result_from, result_to, has_detail, has_extra)
        select * from unnest(all_series, counts, first_times, last_times, last_values, last_flags, last_states,
          last_results, ends, results_from, results_to, with_details, with_extras)
        on conflict (series) do update set count = known.count + excluded.count,
          first_time = least(known.first_time, excluded.first_time),
          last_time = greatest(known.last_time, excluded.last_time),
          last_value = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_value else known.last_value end,
          last_flag = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_flag else known.last_flag end,
          last_status = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_status else known.last_status end,
          last_result = case when excluded.last_time >= known.last_time or known.last_time is null
            then excluded.last_result else known.last_result end,
          phenomenon_end = greatest(known.phenomenon_end, excluded.phenomenon_end),
          result_from = least(known.result_from, excluded.result_from),
          result_to = greatest(known.result_to, excluded.result_to),
          has_detail = known.has_detail or excluded.has_detail, has_extra = known.has_extra or excluded.has_extra;
        -- An observation that was moved keeps its id until another comes for the moment that it had.
        -- Looked for first: a statement about observations opens all their partitions.
        if exists (select from observation_extra where id >= 4294967296 and series = any(all_series)) then
          update observation_extra moved set id = nextval(pg_get_serial_sequence('observation_extra', 'id'))
          where moved.id >= 4294967296 and moved.series = any(all_series) and exists (
            select 1 from observation o where o.series = moved.series
              and o.time = to_timestamp((moved.id & 4294967295)::float8));
        end if;
        insert into roll_up_pending (series, from_time, to_time) values (all_series, changed_from, changed_to);
      end $$;`,
  },
];
