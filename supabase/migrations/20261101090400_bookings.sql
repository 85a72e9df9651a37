-- Bookings: the rows that two agents must never both win.
-- What holds even for code that never heard of claim_slot_atomic: sane ranges, one practitioner's blocks never overlap,
-- nobody under age, at most two holds a call, and a trail of everything that happened.

create function app.widen(p_range tstzrange, p_before int, p_after int) returns tstzrange
language sql immutable parallel safe set search_path = ''
as $$
  select tstzrange(lower(p_range) - make_interval(mins => p_before), upper(p_range) + make_interval(mins => p_after), '[)')
$$;
comment on function app.widen(tstzrange, int, int) is
  'The range with its buffers, in minutes. Immutable in truth: minutes, unlike days, mean the same in every zone.';

create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  practitioner_id uuid not null,
  procedure_id uuid not null,
  contact_id uuid,
  call_id uuid,
  status text not null check (status in ('held', 'booked', 'cancelled', 'expired')),
  during tstzrange not null,
  buffer_before_minutes int not null check (buffer_before_minutes between 0 and 120),
  buffer_after_minutes int not null check (buffer_after_minutes between 0 and 120),
  block tstzrange generated always as (app.widen(during, buffer_before_minutes, buffer_after_minutes)) stored,
  hold_expires_at timestamptz,
  age_attestation_id uuid,
  source text not null default 'api' check (source in ('voice', 'dashboard', 'api')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (clinic_id, id),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id),
  foreign key (clinic_id, procedure_id) references public.procedures (clinic_id, id),
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete set null (call_id),
  foreign key (clinic_id, age_attestation_id) references public.age_attestations (clinic_id, id),
  constraint bookings_hold_has_expiry check ((status = 'held') <= (hold_expires_at is not null)),
  -- An empty range overlaps nothing, a closed end collides with its neighbour, an open one blocks for ever.
  constraint bookings_range_is_sane check (
    not isempty(during) and lower_inc(during) and not upper_inc(during) and not lower_inf(during) and not upper_inf(during)
    and upper(during) - lower(during) <= interval '12 hours'
  ),
  constraint bookings_never_overlap exclude using gist (practitioner_id with =, block with &&)
    where (status in ('held', 'booked'))
);
create index bookings_by_clinic on public.bookings (clinic_id, lower(during));
create index bookings_by_call on public.bookings (call_id);
create index bookings_by_contact on public.bookings (contact_id);
create index bookings_holds on public.bookings (hold_expires_at) where status = 'held';
comment on table public.bookings is 'A claimed time: held until an expiry, or booked. Slots are never stored, only what has been claimed.';
comment on column public.bookings.block is 'The appointment with its buffers: what no other live booking of the practitioner may overlap.';

alter table public.staff_tasks add foreign key (clinic_id, booking_id) references public.bookings (clinic_id, id) on delete cascade;

create table public.booking_audit (
  id bigint generated always as identity primary key,
  clinic_id uuid not null,
  booking_id uuid,
  action text not null check (action in ('held', 'booked', 'moved', 'cancelled', 'expired', 'rejected', 'changed')),
  actor text not null default app.actor(),
  call_id uuid,
  at timestamptz not null default clock_timestamp(),
  detail jsonb not null default '{}'
);
create index booking_audit_by_clinic on public.booking_audit (clinic_id, at desc);
create index booking_audit_by_booking on public.booking_audit (booking_id);
comment on table public.booking_audit is 'Append-only: who claimed, moved, cancelled or was refused what, and when. Ids and times, no names.';
create trigger booking_audit_append_only before update or delete or truncate on public.booking_audit
  for each statement execute function app.refuse_change();

create table app.idempotency_keys (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  key text not null check (length(key) between 1 and 255),
  request_hash text not null,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (clinic_id, key)
);
create index idempotency_keys_by_age on app.idempotency_keys (created_at);
comment on table app.idempotency_keys is 'The answer each key was given, so that a retry hears the same again. Kept 48 hours.';

-- Whoever writes a booking waits for the practitioner here first, so a direct writer cannot deadlock with a claim
-- (exclusion check against row lock), and a claim's checks hold until it commits.
-- Order of locks everywhere: idempotency key, call, practitioners by id, contact, booking. Calls are locked FOR NO KEY UPDATE:
-- whoever holds a practitioner may still refer to a call.
create function app.bookings_before_write() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.status = 'held' and new.call_id is not null and (tg_op = 'INSERT' or old.status <> 'held' or old.call_id is distinct from new.call_id) then
    perform 1 from public.calls c where c.id = new.call_id for no key update;
    if (select count(*) from public.bookings b
        where b.call_id = new.call_id and b.id <> new.id and b.status = 'held' and b.hold_expires_at > clock_timestamp()) >= 2 then
      raise sqlstate 'PT409' using message = 'a call may hold two times at most';
    end if;
  end if;

  -- Only taking a time needs the lock. Letting one go must not wait for it, because it happens while other practitioners are
  -- locked; nor may an update that keeps its time, because it has locked the booking already.
  if new.status in ('held', 'booked') and (tg_op = 'INSERT' or old.status not in ('held', 'booked')
      or (old.practitioner_id, old.during, old.buffer_before_minutes, old.buffer_after_minutes)
        is distinct from (new.practitioner_id, new.during, new.buffer_before_minutes, new.buffer_after_minutes)) then
    perform 1 from public.practitioners p
    where p.id = new.practitioner_id or tg_op = 'UPDATE' and p.id = old.practitioner_id
    order by p.id for update;
  end if;

  if new.status = 'booked' and (tg_op = 'INSERT' or old.status <> 'booked' or old.procedure_id <> new.procedure_id
      or old.age_attestation_id is distinct from new.age_attestation_id)
    and (select p.is_age_restricted from public.procedures p where p.id = new.procedure_id)
    and not exists (select from public.age_attestations a where a.id = new.age_attestation_id and a.clinic_id = new.clinic_id and a.is_adult)
  then
    raise sqlstate 'PT422' using message = 'this procedure needs a recorded confirmation of age';
  end if;

  if tg_op = 'UPDATE' then new.updated_at := clock_timestamp(); end if;
  return new;
end
$$;
comment on function app.bookings_before_write() is 'Locks the practitioner, counts a call''s holds, demands the age attestation: for every writer.';
create trigger bookings_before_write before insert or update on public.bookings
  for each row execute function app.bookings_before_write();

create function app.bookings_audit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_action text := case
    when tg_op = 'INSERT' or old.status <> new.status then new.status
    when old.during <> new.during or old.practitioner_id <> new.practitioner_id then 'moved'
    else 'changed' end;
begin
  if tg_op = 'UPDATE' and (old.status, old.during, old.practitioner_id) is not distinct from (new.status, new.during, new.practitioner_id) then
    return null;
  end if;
  insert into public.booking_audit (clinic_id, booking_id, action, call_id, detail)
  values (new.clinic_id, new.id, v_action, new.call_id, jsonb_build_object(
    'practitionerId', new.practitioner_id, 'procedureId', new.procedure_id, 'start', lower(new.during), 'end', upper(new.during))
    || case when v_action = 'moved' then jsonb_build_object('fromPractitionerId', old.practitioner_id, 'fromStart', lower(old.during)) else '{}' end);
  return null;
end
$$;
create trigger bookings_audit after insert or update on public.bookings
  for each row execute function app.bookings_audit();
