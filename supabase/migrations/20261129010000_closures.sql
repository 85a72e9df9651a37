-- Hours that an owner can set: what a week and a special day may look like, held by constraints, and which days of a run belong together.

-- Hours that overlapped meant all of it, and are written down as that before no two of them may overlap any more.
do $$
declare v_day record;
begin
  for v_day in
    select w.clinic_id, w.practitioner_id, w.weekday, range_agg(int4range(extract(epoch from w.opens)::int, extract(epoch from w.closes)::int)) as spans
    from public.working_hours w group by 1, 2, 3
    having exists (select from public.working_hours a join public.working_hours b on b.practitioner_id = a.practitioner_id and b.weekday = a.weekday and b.id <> a.id
      and (a.opens, a.closes) overlaps (b.opens, b.closes) where a.practitioner_id = w.practitioner_id and a.weekday = w.weekday)
  loop
    delete from public.working_hours w where w.practitioner_id = v_day.practitioner_id and w.weekday = v_day.weekday;
    insert into public.working_hours (clinic_id, practitioner_id, weekday, opens, closes)
    select v_day.clinic_id, v_day.practitioner_id, v_day.weekday, time '00:00' + make_interval(secs => lower(s)),
      case when upper(s) = 86400 then time '24:00' else time '00:00' + make_interval(secs => upper(s)) end
    from unnest(v_day.spans) s;
  end loop;
  -- Of a special day hours beat "closed", as app.hours reads it, and what is said twice is said once.
  for v_day in
    select e.clinic_id, e.practitioner_id, e.day, max(e.label) as label,
      range_agg(int4range(extract(epoch from e.opens)::int, extract(epoch from e.closes)::int)) filter (where e.opens is not null) as spans
    from public.working_hours_exceptions e group by 1, 2, 3 having count(*) > 1
  loop
    delete from public.working_hours_exceptions e
    where e.clinic_id = v_day.clinic_id and e.practitioner_id is not distinct from v_day.practitioner_id and e.day = v_day.day;
    insert into public.working_hours_exceptions (clinic_id, practitioner_id, day, opens, closes, label)
    select v_day.clinic_id, v_day.practitioner_id, v_day.day, time '00:00' + make_interval(secs => lower(s)),
      case when upper(s) = 86400 then time '24:00' else time '00:00' + make_interval(secs => upper(s)) end, v_day.label
    from unnest(coalesce(v_day.spans, int4multirange(int4range(null, null)))) s;
  end loop;
end
$$;

alter table public.working_hours add constraint working_hours_never_overlap
  exclude using gist (practitioner_id with =, weekday with =, int4range(extract(epoch from opens)::int, extract(epoch from closes)::int) with &&);

alter table public.working_hours_exceptions
  add unique (clinic_id, id),
  add column closure_id uuid,
  add foreign key (clinic_id, closure_id) references public.working_hours_exceptions (clinic_id, id) on delete cascade,
  -- A closed day has no times, which as a range is the whole of it: nothing can stand beside it.
  add constraint special_days_never_overlap
    exclude using gist (clinic_id with =, coalesce(practitioner_id, clinic_id) with =, day with =,
      int4range(extract(epoch from opens)::int, extract(epoch from closes)::int) with &&);
create index working_hours_exceptions_by_closure on public.working_hours_exceptions (closure_id);
comment on column public.working_hours_exceptions.closure_id is
  'The first row of the run of days that was entered as one, null in that row itself: the rest goes with it.';

alter table public.clinics add column bank_holidays text check (bank_holidays in ('england-and-wales', 'scotland', 'northern-ireland'));
comment on column public.clinics.bank_holidays is 'Whose bank holidays the clinic goes by; null until an owner has said so. Closes nothing by itself.';

-- What was taken away is news to an open page too.
create or replace function app.announce() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare v_row constant jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  perform pg_notify('clinic_changes', jsonb_build_object('clinicId', v_row -> 'clinic_id', 'table', tg_table_name,
    'id', coalesce(v_row -> 'id', v_row -> 'booking_id', v_row -> 'clinic_id'))::text);
  return null;
end
$$;
create trigger working_hours_announce after insert or update or delete on public.working_hours for each row execute function app.announce();
create trigger working_hours_exceptions_announce after insert or update or delete on public.working_hours_exceptions for each row execute function app.announce();
create trigger time_off_announce after insert or update or delete on public.time_off for each row execute function app.announce();

-- A run of days is one deed; its other days follow the first.
create trigger deeds after insert on public.working_hours_exceptions for each row when (new.closure_id is null) execute function app.note_deed('closure', 'id');
create trigger removals_are_deeds after delete on public.working_hours_exceptions for each row when (old.closure_id is null) execute function app.note_deed('closure', 'id');
create trigger changes_are_deeds after update on public.working_hours_exceptions for each row execute function app.note_deed('closure', 'id');
create trigger deeds after insert or update or delete on public.time_off for each row execute function app.note_deed('time_off', 'id');

create function app.closure_json(p_closure_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', h.id, 'practitionerId', h.practitioner_id, 'from', h.day, 'label', h.label,
    'to', coalesce((select max(e.day) from public.working_hours_exceptions e where e.closure_id = h.id), h.day),
    'spans', (select coalesce(jsonb_agg(jsonb_build_object('opens', left(e.opens::text, 5), 'closes', left(e.closes::text, 5)) order by e.opens), '[]')
      from public.working_hours_exceptions e where (e.id = h.id or e.closure_id = h.id) and e.day = h.day and e.opens is not null))
  from public.working_hours_exceptions h where h.id = p_closure_id
$$;
comment on function app.closure_json(uuid) is 'A run of special days by its first row: {id, practitionerId, from, to, spans, label}. No spans: closed. Reads as whoever asks.';

create function app.time_off_json(p_time_off_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', t.id, 'practitionerId', t.practitioner_id, 'start', app.rfc3339(lower(t.during), c.time_zone),
    'end', app.rfc3339(upper(t.during), c.time_zone), 'label', t.label)
  from public.time_off t join public.clinics c on c.id = t.clinic_id where t.id = p_time_off_id
$$;
comment on function app.time_off_json(uuid) is 'Time off: {id, practitionerId, start, end, label}. Reads as whoever asks.';

create function app.bookings_outside(p_clinic uuid) returns table (booking_id uuid, practitioner_id uuid, during tstzrange, status text, reason text)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
  with live as (
    select b.id, b.practitioner_id, b.during, b.status, timezone(c.time_zone, lower(b.during))::date as day
    from public.bookings b join public.clinics c on c.id = b.clinic_id join public.practitioners p on p.id = b.practitioner_id and p.is_active
    where b.clinic_id = p_clinic and upper(b.during) > clock_timestamp()
      and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at > clock_timestamp())
  ), open as (
    select w.practitioner_id, range_agg(tstzrange(h.opens_at, h.closes_at)) as hours
    from (select l.practitioner_id, min(l.day) as first, max(l.day) as last from live l group by 1) w
    cross join lateral app.hours(w.practitioner_id, w.first - 1, w.last + 1) h where h.opens_at < h.closes_at group by 1
  )
  select l.id, l.practitioner_id, l.during, l.status, case when coalesce(o.hours @> l.during, false) then 'time_off' else 'outside_hours' end
  from live l left join open o on o.practitioner_id = l.practitioner_id
  where not coalesce(o.hours @> l.during, false) or app.time_off_between(l.practitioner_id, l.during) && l.during;
end
$$;
comment on function app.bookings_outside(uuid) is
  'Bookings and live holds to come that lie where nothing could be booked now: entered before the hours were, and nobody''s to take away but a person''s.';

create function app.outside_json(p_clinic uuid, p_known uuid[]) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', o.booking_id, 'status', o.status, 'start', app.rfc3339(lower(o.during), c.time_zone),
      'end', app.rfc3339(upper(o.during), c.time_zone), 'practitionerId', o.practitioner_id, 'reason', o.reason) order by lower(o.during), o.booking_id), '[]')
  from app.bookings_outside(p_clinic) o join public.clinics c on c.id = p_clinic where o.booking_id <> all (p_known)
$$;
comment on function app.outside_json(uuid, uuid[]) is 'As app.bookings_outside, for an answer, but for those that are known: [{id, status, start, end, practitionerId, reason}].';

select app.build_wall();
grant execute on function app.closure_json(uuid), app.time_off_json(uuid) to authenticated, api_client;
