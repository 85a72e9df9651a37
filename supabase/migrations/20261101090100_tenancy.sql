-- Tenancy: clinics, the people who belong to them, and the keys that programs use.

create table public.clinics (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name text not null check (length(name) between 1 and 80),
  time_zone text not null check (timezone(time_zone, timestamptz 'epoch') is not null),
  phone_number text not null check (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  transfer_number text check (transfer_number ~ '^\+[1-9][0-9]{6,14}$'),
  slot_step_minutes int not null default 15 check (slot_step_minutes between 5 and 120),
  min_notice_minutes int not null default 60 check (min_notice_minutes between 0 and 20160),
  horizon_days int not null default 90 check (horizon_days between 1 and 400),
  event_title text not null default 'generic' check (event_title in ('generic', 'label')),
  created_at timestamptz not null default now()
);
comment on table public.clinics is 'A clinic: the silo that everything else belongs to.';
comment on column public.clinics.transfer_number is 'Where a caller who asks for a person is put through, E.164; without one the team rings back.';
comment on column public.clinics.min_notice_minutes is 'No booking starts sooner than this from now.';
comment on column public.clinics.event_title is
  'What a mirrored calendar event is called: generic says only who booked it; label adds the public label of the procedure.';

create table public.clinic_members (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('owner', 'staff')),
  created_at timestamptz not null default now(),
  primary key (clinic_id, user_id)
);
create index clinic_members_by_user on public.clinic_members (user_id);
comment on table public.clinic_members is
  'The only way from auth.uid() to a clinic. Deleting a row shuts the door at once, whatever token is still alive.';

create table app.clinic_keys (
  hash bytea primary key check (octet_length(hash) = 32),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  kind text not null check (kind in ('vapi', 'api')),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index clinic_keys_by_clinic on app.clinic_keys (clinic_id);
comment on table app.clinic_keys is 'SHA-256 of each secret that stands for a clinic; the secret itself is never stored.';

create function app.my_clinics() returns uuid[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(m.clinic_id), '{}')
  from public.clinic_members m
  where m.user_id = (select auth.uid())
$$;
comment on function app.my_clinics() is
  'The clinics of the signed-in person. SECURITY DEFINER because clinic_members is itself behind these policies.';

create function app.may_act(p_clinic uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Never null: "if not null" would let a token without a clinic, or an unknown id, through.
  select coalesce(case app.caller_role()
    when 'authenticated' then p_clinic = any (app.my_clinics())
    when 'voice_agent' then p_clinic = app.token_clinic()
    when 'api_client' then p_clinic = app.token_clinic()
    when 'service_role' then p_clinic is not null
    else false
  end, false)
$$;
comment on function app.may_act(uuid) is 'Whether this request may act for the clinic; false for an unknown one.';

create function app.clinic_of_key(p_hash bytea, p_kind text) returns uuid
language sql stable security definer set search_path = ''
as $$ select k.clinic_id from app.clinic_keys k where k.hash = p_hash and k.kind = p_kind and k.revoked_at is null $$;
comment on function app.clinic_of_key(bytea, text) is
  'The clinic that a secret stands for. Callable before anybody is known: it needs the hash of 256 random bits.';

grant execute on function app.my_clinics(), app.may_act(uuid) to authenticated, voice_agent, api_client, service_role, clinic_engine;
grant execute on function app.clinic_of_key(bytea, text) to anon;
