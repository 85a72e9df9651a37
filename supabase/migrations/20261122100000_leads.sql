-- Leads: somebody who rang, was understood, and left without a booking; the evidence for writing to them; the texts.

alter table public.clinics
  add sms_number text check (sms_number ~ '^\+[1-9][0-9]{6,14}$'),
  add greeting_version text not null default '2026-11-01' check (length(greeting_version) between 1 and 40),
  add text_template text check (length(text_template) between 20 and 400 and text_template like '%STOP%'),
  add texts_are_discreet boolean not null default false,
  add texts_are_hours_bound boolean not null default false,
  add texts_need_consent boolean not null default false;
create unique index clinics_by_sms_number on public.clinics (sms_number);
comment on column public.clinics.sms_number is 'The number that texts, when it is not the one that is rung: a landline cannot be answered by text.';
comment on column public.clinics.greeting_version is 'What the clinic''s assistant says first; which versions carry the notice of texts is app.has_text_notice.';
comment on column public.clinics.text_template is 'The clinic''s own words for the recovery text; null is the shipped text.';
comment on column public.clinics.texts_need_consent is 'Text only who said yes in the call (PECR: solicited), not who merely did not refuse (soft opt-in).';

alter table public.calls
  add direction text not null default 'inbound' check (direction in ('inbound', 'outbound')),
  add greeting_version text check (length(greeting_version) <= 40),
  add caller_spoke boolean not null default false,
  add is_emergency boolean not null default false,
  add is_under_age boolean not null default false,
  add end_heard_at timestamptz,
  add asked_at timestamptz;
create index calls_lately on public.calls (created_at);
comment on column public.calls.end_heard_at is 'When we learnt that the call was over, by our own clock.';
comment on column public.calls.asked_at is 'When the voice platform was last asked about a call that had fallen silent.';
comment on column public.calls.is_emergency is 'A red flag was heard: no text whatever else is so, and a person rings. Heard before the end, the call makes no lead at all.';

alter table public.bookings
  drop constraint bookings_source_check,
  add constraint bookings_source_check check (source in ('voice', 'dashboard', 'api', 'text', 'page')),
  add attended boolean;
comment on column public.bookings.attended is 'Whether the person came; null while nobody said.';

-- UK GDPR Art. 7(1), PECR reg. 22: whoever writes must be able to show why they may.
create table public.consents (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  call_id uuid,
  contact_id uuid,
  channel text not null check (channel in ('text', 'call')),
  value text not null check (value in ('granted', 'offered_not_refused', 'refused', 'not_offered')),
  basis text generated always as (case value when 'granted' then 'solicited' when 'offered_not_refused' then 'soft_opt_in' end) stored,
  words text not null check (length(words) between 1 and 80),
  source text not null check (source in ('greeting', 'tool', 'caller', 'reply')),
  script_version text not null check (length(script_version) between 1 and 40),
  heard_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete set null (call_id),
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id)
);
create index consents_by_clinic on public.consents (clinic_id);
create index consents_by_call on public.consents (call_id);
create index consents_by_contact on public.consents (contact_id);
create unique index consents_once on public.consents (call_id, channel, value, source) where call_id is not null;
comment on table public.consents is
  'Append-only: which notice was played or which fixed words were heard, when, under which script. What else was said is not kept.';
create trigger consents_append_only before update on public.consents
  for each row when ((old.channel, old.value, old.words, old.source, old.script_version, old.heard_at)
    is distinct from (new.channel, new.value, new.words, new.source, new.script_version, new.heard_at))
  execute function app.refuse_change();

create table public.leads (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  call_id uuid not null,
  contact_id uuid,
  procedure_id uuid,
  status text not null check (status in ('waiting', 'held', 'contacted', 'replied', 'booked', 'not_permitted', 'needs_person', 'closed')),
  reason text check (length(reason) <= 40),
  stage text not null check (stage in ('greeted', 'named', 'asked', 'offered', 'chose')),
  offered jsonb not null default '[]',
  hold_id uuid,
  choices jsonb not null default '[]',
  wish jsonb,
  awaiting text check (awaiting in ('choice', 'age', 'name')),
  hung_up_at timestamptz not null,
  eligible_at timestamptz not null,
  deadline_at timestamptz not null,
  contacted_at timestamptz,
  replied_at timestamptz,
  booked_at timestamptz,
  booking_id uuid,
  is_recovered boolean not null default false,
  value_pence int check (value_pence >= 0),
  is_test boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  -- Whatever reports a lost call, and however often: one lead.
  constraint leads_one_a_call unique (call_id),
  check (not is_recovered or booking_id is not null),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade,
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id),
  foreign key (clinic_id, procedure_id) references public.procedures (clinic_id, id) on delete set null (procedure_id),
  foreign key (clinic_id, hold_id) references public.bookings (clinic_id, id) on delete set null (hold_id),
  foreign key (clinic_id, booking_id) references public.bookings (clinic_id, id)
);
create index leads_by_clinic on public.leads (clinic_id, created_at desc, id);
create index leads_by_contact on public.leads (contact_id);
create index leads_by_booking on public.leads (booking_id);
create index leads_by_hold on public.leads (hold_id);
comment on table public.leads is 'One a call that ended without a booking although the caller was understood. deadline_at is five minutes after hanging up.';
comment on column public.leads.offered is 'What the caller was offered last, best first: [{start, practitionerId}].';
comment on column public.leads.choices is 'The numbered times of the last text that offered any: reply 1 means the first.';
comment on column public.leads.wish is 'The time that a reply chose, while its age or name is still asked for: {start, practitionerId}.';
comment on column public.leads.is_recovered is 'Booked after Sarah''s text was accepted, or after she rang; only these count as pounds recovered.';

create table public.messages (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  lead_id uuid,
  contact_id uuid,
  direction text not null check (direction in ('out', 'in')),
  kind text not null check (kind in ('recovery', 'booked', 'offer', 'ask_age', 'ask_name', 'call_ack', 'help', 'staff', 'reply')),
  facts jsonb not null default '{}',
  body text,
  state text not null check (state in ('queued', 'held', 'sending', 'unknown', 'accepted', 'failed', 'cancelled', 'needs_review', 'received')),
  reason text check (length(reason) <= 40),
  in_reply_to uuid,
  consent_id uuid,
  basis text check (basis in ('solicited', 'soft_opt_in', 'conversation')),
  due_at timestamptz not null default clock_timestamp(),
  next_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0 check (attempts between 0 and 2),
  lookups int not null default 0,
  attempt_id uuid,
  attempt_started_at timestamptz,
  claimed_at timestamptz,
  accepted_at timestamptz,
  delivered_at timestamptz,
  provider_sid text check (length(provider_sid) between 1 and 64),
  provider_status text check (length(provider_status) <= 20),
  error_code int,
  segments int check (segments between 1 and 10),
  key text check (length(key) <= 255),
  created_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  unique (provider_sid),
  unique (clinic_id, key),
  check ((direction = 'in') = (state = 'received')),
  check ((direction = 'in') = (kind = 'reply')),
  -- Nothing is on its way without an attempt that was committed first, and nothing was accepted without its number.
  check (state not in ('sending', 'unknown') or attempt_id is not null and attempt_started_at is not null and body is not null),
  check (state <> 'accepted' or provider_sid is not null and accepted_at is not null),
  -- A recovery text that left, left with its evidence.
  check (kind <> 'recovery' or state in ('queued', 'held', 'cancelled') or consent_id is not null and basis is not null),
  foreign key (clinic_id, lead_id) references public.leads (clinic_id, id) on delete cascade,
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id),
  foreign key (clinic_id, in_reply_to) references public.messages (clinic_id, id) on delete cascade,
  foreign key (clinic_id, consent_id) references public.consents (clinic_id, id)
);
-- Never two: one recovery text a lead, one automatic answer a reply.
create unique index messages_one_recovery_a_lead on public.messages (clinic_id, lead_id) where kind = 'recovery';
create unique index messages_one_answer_a_reply on public.messages (clinic_id, in_reply_to) where in_reply_to is not null;
create index messages_by_lead on public.messages (lead_id, created_at);
create index messages_by_contact on public.messages (contact_id);
create index messages_by_consent on public.messages (consent_id);
create index messages_open on public.messages (next_at) where state in ('queued', 'held', 'sending', 'unknown');
comment on table public.messages is 'Texts both ways; outbound rows are the outbox. body is sealed by the application; facts hold ids and times only.';
comment on column public.messages.next_at is 'When somebody must look at this again: due, end of an attempt''s lease, or the next look-up.';

create table public.message_events (
  id bigint generated always as identity primary key,
  clinic_id uuid not null,
  message_id uuid not null,
  provider_sid text not null check (length(provider_sid) <= 64),
  status text not null check (length(status) <= 20),
  error_code int,
  at timestamptz not null default clock_timestamp(),
  unique (message_id, provider_sid, status),
  foreign key (clinic_id, message_id) references public.messages (clinic_id, id) on delete cascade
);
create index message_events_by_clinic on public.message_events (clinic_id);
comment on table public.message_events is 'Every status the carrier reported, once, as it came.';

create table public.sms_suppressions (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  phone_hash bytea not null check (octet_length(phone_hash) = 32),
  reason text not null check (reason in ('stop', 'carrier', 'staff')),
  at timestamptz not null default clock_timestamp(),
  lifted_at timestamptz
);
create unique index sms_suppressions_live on public.sms_suppressions (clinic_id, phone_hash) where lifted_at is null;
comment on table public.sms_suppressions is
  'Who must not be texted, by clinic: STOP to one clinic does not silence another. Only a keyed hash, so that it outlives erasure of the person.';

create table app.clinic_peppers (
  clinic_id uuid primary key references public.clinics (id) on delete cascade,
  pepper bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
comment on table app.clinic_peppers is 'Keys of the phone hashes: without one, eight hundred million numbers are soon tried.';

create table app.booking_links (
  hash bytea primary key check (octet_length(hash) = 32),
  clinic_id uuid not null,
  lead_id uuid not null,
  expires_at timestamptz not null,
  foreign key (clinic_id, lead_id) references public.leads (clinic_id, id) on delete cascade
);
create index booking_links_by_lead on app.booking_links (clinic_id, lead_id);
comment on table app.booking_links is 'SHA-256 of each booking link; the link itself is only in the text that carried it.';

create unlogged table app.rate_limits (
  key bytea primary key,
  started_at timestamptz not null,
  count int not null
);
comment on table app.rate_limits is 'Requests of public pages in the running minute, by hash of who asks. Worth nothing after a crash, so not logged.';

create table public.call_backs (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  lead_id uuid,
  contact_id uuid,
  consent_id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'held', 'dialling', 'unknown', 'placed', 'failed', 'cancelled', 'needs_person')),
  reason text check (length(reason) <= 200),
  due_at timestamptz not null default clock_timestamp(),
  next_at timestamptz not null default clock_timestamp(),
  lookups int not null default 0,
  attempt_id uuid,
  attempt_started_at timestamptz,
  vapi_call_id text unique,
  placed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  unique (clinic_id, consent_id),
  check (state not in ('dialling', 'unknown', 'placed') or attempt_id is not null),
  foreign key (clinic_id, lead_id) references public.leads (clinic_id, id) on delete cascade,
  foreign key (clinic_id, contact_id) references public.contacts (clinic_id, id) on delete set null (contact_id),
  foreign key (clinic_id, consent_id) references public.consents (clinic_id, id)
);
create index call_backs_by_lead on public.call_backs (lead_id);
create unique index call_backs_one_open_a_lead on public.call_backs (clinic_id, lead_id) where state in ('queued', 'held', 'dialling', 'unknown');
create index call_backs_open on public.call_backs (next_at) where state in ('queued', 'held', 'dialling', 'unknown');
comment on table public.call_backs is 'A call that Sarah places because the person asked for one: once, and never without that evidence.';

alter table public.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in ('call_back', 'age_review', 'calendar_conflict', 'lead', 'reply', 'emergency')),
  add reason text check (length(reason) <= 40),
  add lead_id uuid,
  add message_id uuid,
  add foreign key (clinic_id, lead_id) references public.leads (clinic_id, id) on delete cascade,
  add foreign key (clinic_id, message_id) references public.messages (clinic_id, id) on delete cascade;
create index staff_tasks_by_lead on public.staff_tasks (lead_id);
create unique index staff_tasks_once_a_message on public.staff_tasks (message_id) where message_id is not null;
