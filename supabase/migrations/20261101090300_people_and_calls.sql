-- People and calls: the only tables that hold contact data, and what the agent did with each call.

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  name text check (length(name) between 1 and 120),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email text check (length(email) <= 254 and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (clinic_id, id)
);
-- Two people may share a phone, so the name is part of who it is; without a name there is one contact a number.
create unique index contacts_one_a_person on public.contacts (clinic_id, phone, lower(coalesce(name, ''))) where phone is not null;
comment on table public.contacts is 'A person known to one clinic. The same person at two clinics is two contacts.';
comment on column public.contacts.phone is 'E.164.';

create table public.calls (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  vapi_call_id text not null check (length(vapi_call_id) between 1 and 100),
  status text not null default 'ringing'
    check (status in ('scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended')),
  ended_reason text check (length(ended_reason) <= 200),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  contact_id uuid,
  procedure_id uuid,
  was_transferred boolean not null default false,
  is_test boolean not null default false,
  report_at timestamptz,
  latency jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (clinic_id, id),
  unique (clinic_id, vapi_call_id),
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id),
  foreign key (clinic_id, procedure_id) references public.procedures (clinic_id, id) on delete set null (procedure_id)
);
create index calls_by_start on public.calls (clinic_id, started_at desc, id);
create index calls_by_contact on public.calls (contact_id);
comment on table public.calls is 'One row a phone call. Who called is a contact; nothing that was said is kept here.';
comment on column public.calls.latency is 'Averages in milliseconds from the end-of-call report; numbers only.';
comment on column public.calls.report_at is 'When the end-of-call report took effect; a second report changes nothing.';

create table public.tool_calls (
  clinic_id uuid not null,
  call_id uuid not null,
  tool_call_id text not null check (length(tool_call_id) between 1 and 200),
  name text not null check (length(name) <= 64),
  result jsonb not null,
  took_ms int not null default 0 check (took_ms >= 0),
  at timestamptz not null default now(),
  primary key (call_id, tool_call_id),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade
);
create index tool_calls_by_clinic on public.tool_calls (clinic_id);
comment on table public.tool_calls is
  'What the agent asked for and was told. Results hold times and ids; arguments, which hold what the caller said, are not kept.';

create table public.age_attestations (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  call_id uuid,
  is_adult boolean not null,
  said_to text not null check (length(said_to) <= 80),
  at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete set null (call_id)
);
create index age_attestations_by_call on public.age_attestations (call_id);
comment on table public.age_attestations is 'A recorded answer to "are you 18 or over?". Append-only evidence of due diligence.';
create trigger age_attestations_append_only before update on public.age_attestations
  for each row when (old.is_adult is distinct from new.is_adult or old.at is distinct from new.at or old.said_to is distinct from new.said_to)
  execute function app.refuse_change();

create table public.staff_tasks (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  kind text not null check (kind in ('call_back', 'age_review', 'calendar_conflict')),
  call_id uuid,
  booking_id uuid,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade
);
create index staff_tasks_open on public.staff_tasks (clinic_id, created_at) where done_at is null;
create unique index staff_tasks_once_a_call on public.staff_tasks (call_id, kind) where call_id is not null;
create unique index staff_tasks_once_a_booking on public.staff_tasks (booking_id, kind) where booking_id is not null and done_at is null;
comment on table public.staff_tasks is 'What only a person can settle: a caller who asked for one, an age in doubt, two diaries that disagree.';

create function app.upsert_contact(p_clinic uuid, p_name text, p_phone text, p_email text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_name text := nullif(btrim(p_name), '');
  v_id uuid;
begin
  if p_phone is null then
    insert into public.contacts (clinic_id, name, email) values (p_clinic, v_name, p_email) returning id into v_id;
    return v_id;
  end if;
  -- Known already? The same name first, then the one whose name we did not know yet; nameless asks for the latest.
  select c.id into v_id
  from public.contacts c
  where c.clinic_id = p_clinic and c.phone = p_phone
    and (v_name is null or c.name is null or lower(c.name) = lower(v_name))
  order by (lower(c.name) is not distinct from lower(v_name)) desc, c.updated_at desc
  limit 1;
  if v_id is not null then
    update public.contacts c
    set name = coalesce(c.name, v_name), email = coalesce(p_email, c.email), updated_at = clock_timestamp()
    where c.id = v_id and (c.name is null and v_name is not null or p_email is not null and p_email is distinct from c.email);
    return v_id;
  end if;
  insert into public.contacts (clinic_id, name, phone, email) values (p_clinic, v_name, p_phone, p_email)
  on conflict (clinic_id, phone, lower(coalesce(name, ''))) where phone is not null
  do update set email = coalesce(excluded.email, contacts.email), updated_at = clock_timestamp()
  returning id into v_id;
  return v_id;
exception when unique_violation then
  -- Another call gave the nameless contact this very name at the same instant.
  select c.id into strict v_id from public.contacts c
  where c.clinic_id = p_clinic and c.phone = p_phone and lower(c.name) = lower(v_name);
  return v_id;
end
$$;
comment on function app.upsert_contact(uuid, text, text, text) is
  'The contact of this person, made when new. Phone in E.164. Never renames somebody: another name on the same phone is another person.';
grant execute on function app.upsert_contact(uuid, text, text, text) to clinic_engine;
