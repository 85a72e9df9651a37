-- The diary: who works when, what they do, and when they are busy elsewhere.
-- Working hours are local wall-clock times; they become instants date by date in the clinic's zone, so DST needs no care.

create table public.practitioners (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  title text not null default '' check (length(title) <= 80),
  google_calendar_id text,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  unique (clinic_id, id)
);
comment on table public.practitioners is 'The people who are booked. A claim locks this row, and nothing else decides who wins.';

create table public.procedures (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  name text not null check (length(name) between 1 and 80),
  public_label text not null check (length(public_label) between 1 and 40),
  duration_minutes int not null check (duration_minutes between 5 and 480),
  buffer_before_minutes int not null default 0 check (buffer_before_minutes between 0 and 120),
  buffer_after_minutes int not null default 0 check (buffer_after_minutes between 0 and 120),
  price_pence int check (price_pence >= 0),
  is_age_restricted boolean not null default false,
  is_prescription_only boolean not null default false,
  is_active boolean not null default true,
  unique (clinic_id, id),
  unique (clinic_id, slug),
  -- Prescription-only medicines may not be advertised to the public (Human Medicines Regulations 2012; CAP Code 12.12).
  check (not is_prescription_only or public_label = 'Consultation')
);
comment on table public.procedures is 'What can be booked: length, buffers, price, and what may be said about it in public.';
comment on column public.procedures.public_label is 'The only name of the procedure that leaves the product: texts, calendar events.';
comment on column public.procedures.is_age_restricted is
  'Botulinum Toxin and Cosmetic Fillers (Children) Act 2021: arranging these for under-18s is an offence.';

create table public.practitioner_procedures (
  clinic_id uuid not null,
  practitioner_id uuid not null,
  procedure_id uuid not null,
  duration_minutes int check (duration_minutes between 5 and 480),
  primary key (practitioner_id, procedure_id),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade,
  foreign key (clinic_id, procedure_id) references public.procedures (clinic_id, id) on delete cascade
);
create index practitioner_procedures_by_clinic on public.practitioner_procedures (clinic_id);
create index practitioner_procedures_by_procedure on public.practitioner_procedures (procedure_id);
comment on table public.practitioner_procedures is 'Who offers what; a duration here is that practitioner''s own.';

create table public.working_hours (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null,
  practitioner_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  check (opens < closes),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade
);
create index working_hours_by_clinic on public.working_hours (clinic_id);
create index working_hours_by_practitioner on public.working_hours (practitioner_id, weekday);
comment on table public.working_hours is 'The usual week, ISO weekday 1 (Monday) to 7, in local wall-clock time.';

create table public.working_hours_exceptions (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  practitioner_id uuid,
  day date not null,
  opens time,
  closes time,
  label text not null default '' check (length(label) <= 80),
  check ((opens is null) = (closes is null) and (opens is null or opens < closes)),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade
);
create index working_hours_exceptions_by_day on public.working_hours_exceptions (clinic_id, day);
create index working_hours_exceptions_by_practitioner on public.working_hours_exceptions (practitioner_id);
comment on table public.working_hours_exceptions is
  'A day that is not like its weekday; beats the usual week. No times: closed. No practitioner: the whole clinic.';

create table public.time_off (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null,
  practitioner_id uuid not null,
  during tstzrange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  label text not null default '' check (length(label) <= 80),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade
);
create index time_off_by_clinic on public.time_off (clinic_id);
create index time_off_by_range on public.time_off using gist (practitioner_id, during);
comment on table public.time_off is 'Holidays, training, lunch: no appointment may touch it.';

create table public.external_busy (
  clinic_id uuid not null,
  practitioner_id uuid not null,
  event_id text not null check (length(event_id) <= 1100),
  during tstzrange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  primary key (practitioner_id, event_id),
  foreign key (clinic_id, practitioner_id) references public.practitioners (clinic_id, id) on delete cascade
);
create index external_busy_by_clinic on public.external_busy (clinic_id);
create index external_busy_by_range on public.external_busy using gist (practitioner_id, during);
comment on table public.external_busy is
  'Busy in a calendar outside the product: only when, never what. No overlap is forbidden here, so an import cannot fail.';
