-- The person's rights, what they stand on: who looked, how long things are kept, what was erased where, and the clock of each request.

create function app.may_own(p_clinic uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(case app.caller_role()
    when 'authenticated' then exists (select from public.clinic_members m
      where m.clinic_id = p_clinic and m.user_id = (select auth.uid()) and m.role = 'owner')
    when 'api_client' then p_clinic = app.token_clinic()
    when 'service_role' then p_clinic is not null
    else false
  end, false)
$$;
comment on function app.may_own(uuid) is
  'Whether this request may do what only an owner may: erase, export. A clinic''s API key may too; staff and the voice agent may not.';

create table public.access_log (
  id bigint generated always as identity primary key,
  clinic_id uuid not null,
  actor text not null default app.actor(),
  kind text not null check (kind in ('transcript', 'lead', 'contact', 'export')),
  subject_id uuid not null,
  at timestamptz not null default clock_timestamp()
);
create index access_log_by_clinic on public.access_log (clinic_id, at desc, id desc);
create index access_log_by_subject on public.access_log (clinic_id, subject_id, at desc);
comment on table public.access_log is 'Append-only: who looked at which transcript, lead or person, and who exported one. Ids and times, no names.';

create function app.access_log_stays() returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- Only the engine may delete, and only its retention does: a view is kept thirteen months.
  if tg_op = 'DELETE' and current_user = 'clinic_engine' then return null; end if;
  raise sqlstate '42501' using message = 'access_log is append-only';
end
$$;
create trigger access_log_append_only before update or delete or truncate on public.access_log
  for each statement execute function app.access_log_stays();

create function app.note_view(p_clinic uuid, p_kind text, p_subject uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- A page that reads itself again while it is open is one view; an export is a view each time.
  if p_kind <> 'export' and exists (select from public.access_log a where a.clinic_id = p_clinic and a.subject_id = p_subject and a.kind = p_kind
      and a.actor = app.actor() and a.at > clock_timestamp() - interval '1 minute') then
    return;
  end if;
  insert into public.access_log (clinic_id, kind, subject_id) values (p_clinic, p_kind, p_subject);
end
$$;
comment on function app.note_view(uuid, text, uuid) is 'Notes that whoever asks has looked: once a minute per person and subject. The caller has checked that they may.';

create function public.note_view(p_kind text, p_subject_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := case p_kind
    when 'lead' then (select l.clinic_id from public.leads l where l.id = p_subject_id)
    when 'contact' then (select k.clinic_id from public.contacts k where k.id = p_subject_id) end;
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform app.note_view(v_clinic, p_kind, p_subject_id);
end
$$;
comment on function public.note_view(text, uuid) is 'A page or a route showed a lead or a contact. 403 for a foreign or unknown one. Transcripts and exports note themselves.';

-- Shorter than these a clinic may choose, longer it may not.
create table public.retention (
  clinic_id uuid primary key references public.clinics (id) on delete cascade,
  transcript_days int not null default 90 check (transcript_days between 1 and 90),
  lead_days int not null default 90 check (lead_days between 1 and 90),
  call_days int not null default 395 check (call_days between 30 and 395),
  message_days int not null default 395 check (message_days between 30 and 395),
  updated_at timestamptz not null default now()
);
comment on table public.retention is 'How many days a clinic keeps each kind of data; without a row the defaults, which are also the most.';

create table public.retention_runs (
  id bigint generated always as identity primary key,
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  at timestamptz not null,
  swept jsonb not null default '{}'
);
create index retention_runs_by_clinic on public.retention_runs (clinic_id, at desc);
comment on table public.retention_runs is 'What each nightly sweep deleted or made anonymous, in rows by kind: {transcripts, leads, contacts, calls, messages, views}.';

create table public.erasures (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  contact_id uuid not null,
  phone_hash bytea check (octet_length(phone_hash) = 32),
  identity_check text not null check (identity_check in ('known_number', 'in_person', 'document', 'vouched')),
  requested_by text not null default app.actor(),
  requested_at timestamptz not null default clock_timestamp(),
  completed_at timestamptz,
  unique (clinic_id, id)
);
create index erasures_by_clinic on public.erasures (clinic_id, requested_at desc, id);
comment on table public.erasures is 'Proof that a person was erased, without the person: who asked for it, how they were identified, when it was complete.';
comment on column public.erasures.contact_id is 'The id that the contact had; the row is gone.';
comment on column public.erasures.phone_hash is 'The keyed hash of their number, so that "was I erased?" can be answered to whoever gives it.';

create table public.erasure_receipts (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null,
  erasure_id uuid not null,
  processor text not null check (processor in ('database', 'google', 'twilio', 'vapi')),
  ref text check (length(ref) between 1 and 1200),
  state text not null default 'pending' check (state in ('pending', 'done', 'refused')),
  reason text check (length(reason) between 1 and 200),
  attempts int not null default 0 check (attempts >= 0),
  next_at timestamptz default clock_timestamp(),
  done_at timestamptz,
  unique (clinic_id, id),
  check ((state = 'done') = (done_at is not null)),
  -- What is done needs no pointer to it any more.
  check (state <> 'done' or ref is null and next_at is null),
  foreign key (clinic_id, erasure_id) references public.erasures (clinic_id, id) on delete cascade
);
create index erasure_receipts_by_erasure on public.erasure_receipts (clinic_id, erasure_id);
create index erasure_receipts_open on public.erasure_receipts (next_at) where state <> 'done';
comment on table public.erasure_receipts is 'One a thing that a processor holds of an erased person: asked for until it is gone there.';
comment on column public.erasure_receipts.ref is
  'What to delete: booking id and calendar ("uuid calendar"), message sid, call id; "message:uuid" and "call-back:uuid" until their fate is known.';

-- Needed only until it is known whether a text that was on its way has reached the carrier, or a call back the voice platform.
create table app.erasure_searches (
  receipt_id uuid primary key,
  clinic_id uuid not null,
  message_id uuid,
  phone text,
  since timestamptz not null,
  lookups int not null default 0,
  foreign key (clinic_id, receipt_id) references public.erasure_receipts (clinic_id, id) on delete cascade
);
create index erasure_searches_by_clinic on app.erasure_searches (clinic_id);
comment on table app.erasure_searches is 'Out of everybody''s reach: by what a text without a carrier''s number is looked for. The row goes when that is known.';

create table app.erased_sids (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  hash bytea not null check (octet_length(hash) = 32),
  at timestamptz not null default clock_timestamp(),
  primary key (clinic_id, hash)
);
comment on table app.erased_sids is 'SHA-256 of the carrier''s numbers of erased texts, so that a webhook that comes again does not bring the person back. Kept thirty days.';

create table public.rights_requests (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  kind text not null check (kind in ('access', 'erasure', 'objection', 'rectification', 'complaint')),
  contact_id uuid,
  received_on date not null,
  due_on date not null,
  acknowledge_by date,
  acknowledged_at timestamptz,
  stopped_at timestamptz,
  completed_at timestamptz,
  outcome text check (outcome in ('granted', 'partly', 'refused', 'withdrawn')),
  created_by text not null default app.actor(),
  created_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  check ((kind = 'complaint') = (acknowledge_by is not null)),
  check ((completed_at is null) = (outcome is null)),
  check (due_on >= received_on),
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id)
);
create index rights_requests_by_clinic on public.rights_requests (clinic_id, received_on desc, id);
create index rights_requests_by_contact on public.rights_requests (contact_id);
create index rights_requests_open on public.rights_requests (due_on) where completed_at is null;
comment on table public.rights_requests is 'What people asked of the clinic under UK GDPR, and the clock of each.';
comment on column public.rights_requests.due_on is
  'One calendar month after receipt (UK GDPR Art. 12(3)); for a complaint our own target, as the law says "without undue delay".';
comment on column public.rights_requests.acknowledge_by is 'Complaints: within 30 days of receipt (Data Protection Act 2018 s. 164A).';
comment on column public.rights_requests.stopped_at is 'The clock stands still while the person is asked to say more, or who they are; the days are added afterwards.';

alter table public.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in ('call_back', 'age_review', 'calendar_conflict', 'lead', 'reply', 'emergency', 'request_due')),
  add request_id uuid,
  add foreign key (clinic_id, request_id) references public.rights_requests (clinic_id, id) on delete cascade;
create unique index staff_tasks_once_a_request on public.staff_tasks (request_id, reason) where request_id is not null;

create trigger erasures_announce after insert or update on public.erasures for each row execute function app.announce();
create trigger erasure_receipts_announce after update on public.erasure_receipts
  for each row when (old.state is distinct from new.state) execute function app.announce();
create trigger rights_requests_announce after insert or update on public.rights_requests for each row execute function app.announce();
