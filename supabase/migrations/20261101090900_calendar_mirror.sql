-- Calendar mirror: Google Calendar shows what Postgres decided, and tells when a practitioner is busy elsewhere.
-- It is a mirror and never the lock. The job that copies a booking is enqueued in the transaction that changes it.

create table public.calendar_connections (
  clinic_id uuid primary key references public.clinics (id) on delete cascade,
  state text not null default 'connected' check (state in ('connected', 'needs_reauth', 'failing')),
  sentence text not null default '' check (length(sentence) <= 400),
  since timestamptz not null default now()
);
comment on table public.calendar_connections is 'How the link to Google stands, with the sentence the owner reads when it does not.';

create table app.calendar_credentials (
  clinic_id uuid primary key references public.clinics (id) on delete cascade,
  refresh_token text not null,
  scopes text not null default '',
  updated_at timestamptz not null default now()
);
comment on table app.calendar_credentials is 'Refresh tokens, encrypted by the application (AES-256-GCM) before they come here.';

create table public.booking_mirrors (
  booking_id uuid primary key,
  clinic_id uuid not null,
  practitioner_id uuid not null,
  calendar_id text not null,
  revision int not null default 1,
  synced_revision int not null default 0,
  etag text,
  state text not null default 'pending' check (state in ('pending', 'synced', 'failed')),
  sentence text not null default '' check (length(sentence) <= 400),
  updated_at timestamptz not null default now(),
  foreign key (clinic_id, booking_id) references public.bookings (clinic_id, id) on delete cascade
);
create index booking_mirrors_by_clinic on public.booking_mirrors (clinic_id) where state <> 'synced';
comment on table public.booking_mirrors is 'For each booking, how far the calendar has followed; calendar_id is where its event is now.';

create table app.calendar_syncs (
  practitioner_id uuid primary key,
  clinic_id uuid not null,
  sync_token text,
  channel_id uuid unique,
  channel_token_hash bytea,
  resource_id text,
  channel_expires_at timestamptz,
  pulled_at timestamptz,
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade
);
create index calendar_syncs_by_clinic on app.calendar_syncs (clinic_id);
comment on table app.calendar_syncs is 'Where the incremental read of each calendar stands, and the push channel that announces changes.';

create function app.enqueue(p_task text, p_payload jsonb, p_key text, p_queue text default null, p_run_at timestamptz default null) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- Called with the rights of whoever owns the job tables; payloads carry ids, nothing personal.
  perform graphile_worker.add_job(p_task, payload := p_payload::json, queue_name := p_queue, run_at := p_run_at,
    job_key := p_key, job_key_mode := 'replace', max_attempts := 25);
end
$$;
comment on function app.enqueue(text, jsonb, text, text, timestamptz) is
  'Adds a job in the running transaction: it exists exactly if the change that wants it does.';
grant execute on function app.enqueue(text, jsonb, text, text, timestamptz) to clinic_engine;

create function app.bookings_mirror() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare v_calendar text;
begin
  if tg_op = 'UPDATE' and (old.status, old.during, old.practitioner_id, old.contact_id)
      is not distinct from (new.status, new.during, new.practitioner_id, new.contact_id)
    or new.status = 'held' and tg_op = 'INSERT' then
    return null;
  end if;
  -- Held times are ours alone; what was never mirrored need not be removed.
  select p.google_calendar_id into v_calendar
  from public.practitioners p join public.calendar_connections g on g.clinic_id = p.clinic_id where p.id = new.practitioner_id;
  if new.status = 'booked' and v_calendar is not null then
    insert into public.booking_mirrors (booking_id, clinic_id, practitioner_id, calendar_id)
    values (new.id, new.clinic_id, new.practitioner_id, v_calendar)
    on conflict (booking_id) do update set revision = booking_mirrors.revision + 1, state = 'pending', sentence = '', updated_at = clock_timestamp();
  else
    update public.booking_mirrors m set revision = m.revision + 1, state = 'pending', sentence = '', updated_at = clock_timestamp()
    where m.booking_id = new.id;
    if not found then return null; end if;
  end if;
  perform app.enqueue('mirror-booking', jsonb_build_object('bookingId', new.id), 'mirror:' || new.id, 'calendar:' || new.clinic_id);
  return null;
end
$$;
comment on function app.bookings_mirror() is 'Every change that the calendar should show wants a new revision there, and a job that brings it.';
create trigger bookings_mirror after insert or update on public.bookings
  for each row execute function app.bookings_mirror();

create function app.calendar_changed(p_channel uuid, p_token_hash bytea) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare v_sync app.calendar_syncs;
begin
  select * into v_sync from app.calendar_syncs s where s.channel_id = p_channel;
  if not found then return 'unknown'; end if;
  if v_sync.channel_token_hash is distinct from p_token_hash then return 'refused'; end if;
  perform app.enqueue('pull-calendar', jsonb_build_object('practitionerId', v_sync.practitioner_id), 'pull:' || v_sync.practitioner_id, 'calendar:' || v_sync.clinic_id);
  return 'ok';
end
$$;
comment on function app.calendar_changed(uuid, bytea) is
  'Google says that a calendar changed: the clinic is found by the channel alone, the token proves the sender, and one read is queued.';

create function app.requeue_mirrors(p_clinic uuid) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_mirror record;
begin
  for v_mirror in select m.booking_id, m.clinic_id from public.booking_mirrors m
    where m.state <> 'synced' and (p_clinic is null or m.clinic_id = p_clinic) and (p_clinic is not null or m.updated_at < now() - interval '10 minutes')
  loop
    perform app.enqueue('mirror-booking', jsonb_build_object('bookingId', v_mirror.booking_id), 'mirror:' || v_mirror.booking_id, 'calendar:' || v_mirror.clinic_id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function app.requeue_mirrors(uuid) is 'Queues what the calendar has not followed: of one clinic that is connected again, or everywhere what has waited ten minutes.';

create function public.connect_calendar(p_clinic_id uuid, p_refresh_token text, p_scopes text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if app.caller_role() <> 'authenticated' or not exists (
      select from public.clinic_members m where m.clinic_id = p_clinic_id and m.user_id = (select auth.uid()) and m.role = 'owner') then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  insert into app.calendar_credentials (clinic_id, refresh_token, scopes) values (p_clinic_id, p_refresh_token, p_scopes)
  on conflict (clinic_id) do update set refresh_token = excluded.refresh_token, scopes = excluded.scopes, updated_at = now();
  insert into public.calendar_connections (clinic_id) values (p_clinic_id)
  on conflict (clinic_id) do update set state = 'connected', sentence = '', since = now();
  perform app.requeue_mirrors(p_clinic_id);
  perform app.enqueue('pull-calendars', '{}', 'pull-calendars');
end
$$;
comment on function public.connect_calendar(uuid, text, text) is
  'An owner connected Google Calendar, or connected it again: what waited is queued. The token comes already encrypted. 403 for staff.';

-- Workers say that they live; health and the dashboard ask.
create table app.workers (
  id text primary key,
  seen_at timestamptz not null default clock_timestamp()
);
comment on table app.workers is 'Heartbeats of worker processes, every five seconds.';
alter table app.workers enable row level security;

create function app.worker_is_alive() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from app.workers w where w.seen_at > clock_timestamp() - interval '20 seconds') $$;
grant execute on function app.worker_is_alive(), app.calendar_changed(uuid, bytea) to anon;

create function app.warm_up() returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v record;
begin
  select p.clinic_id, p.id as practitioner_id, q.slug into v
  from public.practitioner_procedures o join public.practitioners p on p.id = o.practitioner_id and p.is_active
  join public.procedures q on q.id = o.procedure_id and q.is_active and not q.is_age_restricted limit 1;
  if not found then return; end if;
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  for i in 1..6 loop
    perform public.open_call(v.clinic_id, 'warm-up', now(), '+447700900999', true, '{}');
    perform public.claim_slot_atomic(v.clinic_id, v.slug, date_trunc('hour', now()) + interval '3 days' + i * interval '1 hour', v.practitioner_id,
      '{"name": "warm-up", "phone": "+447700900999"}', null, null, null, 'warm-up-' || i);
    perform public.note_tool_call((select c.id from public.calls c where c.clinic_id = v.clinic_id and c.vapi_call_id = 'warm-up'), 'warm-up', 'claim_slot', '{}', 0);
  end loop;
  raise sqlstate 'PT000';
exception when sqlstate 'PT000' then
  perform set_config('request.jwt.claims', '', true);
end
$$;
comment on function app.warm_up() is
  'Goes the way of a call on this connection and takes it all back, so that the first real caller does not wait for functions to be compiled.';

-- Live pages: who listens on clinic_changes hears which row of which clinic changed, an id and nothing more.
create function app.announce() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare v_row jsonb := to_jsonb(new);
begin
  perform pg_notify('clinic_changes', jsonb_build_object('clinicId', v_row -> 'clinic_id', 'table', tg_table_name,
    'id', coalesce(v_row -> 'id', v_row -> 'booking_id', v_row -> 'clinic_id'))::text);
  return null;
end
$$;
create trigger bookings_announce after insert or update on public.bookings for each row execute function app.announce();
create trigger calls_announce after insert or update on public.calls for each row execute function app.announce();
create trigger calendar_connections_announce after insert or update on public.calendar_connections for each row execute function app.announce();
create trigger booking_mirrors_announce after update on public.booking_mirrors
  for each row when (old.state is distinct from new.state) execute function app.announce();
create trigger external_busy_announce after insert or update on public.external_busy for each row execute function app.announce();
