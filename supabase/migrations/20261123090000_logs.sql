-- What is kept of a call's words: redacted utterances, and nothing else. The redactor runs in memory before anything is written;
-- this file is the second line, which holds for every writer: a row that looks like contact data is refused by the table itself.

alter table public.contacts
  add column dob date check (dob between date '1900-01-01' and date '2100-01-01'),
  add column postcode text check (length(postcode) between 5 and 8),
  add column address text check (length(address) between 1 and 200),
  add column is_human_only boolean not null default false;
comment on column public.contacts.dob is 'Date of birth, when the caller gave one.';
comment on column public.contacts.postcode is 'UK postcode with its space.';
comment on column public.contacts.is_human_only is 'Asked not to deal with a machine: their calls go to a person.';

alter table public.calls
  add column transcript_at timestamptz,
  add column erased_at timestamptz,
  add column forget_state text check (forget_state in ('pending', 'done', 'refused')),
  add column forget_reason text check (length(forget_reason) <= 200),
  add column forget_attempts int not null default 0 check (forget_attempts >= 0),
  add column forget_next_at timestamptz,
  add column forgotten_at timestamptz;
comment on table public.calls is 'One row a phone call. Who called is a contact; what was said is kept in logs, redacted.';
comment on column public.calls.transcript_at is
  'When the words of this call were kept. They are kept once: a second report adds none, and what retention took does not come back.';
comment on column public.calls.erased_at is 'When the person was erased: nobody, no words and no lead may be attached to this call again.';
comment on column public.calls.forget_state is 'Whether the voice platform has deleted its copy; null while our report has not taken effect.';
comment on column public.calls.forget_reason is 'Why the platform refused to delete, in words of ours.';
comment on column public.calls.forgotten_at is 'When the voice platform had deleted its copy.';
create index calls_to_forget on public.calls (forget_next_at) where forget_state in ('pending', 'refused');

-- What a model or a platform names must be a name, so that nothing personal can hide in it. Rows from before are left alone.
alter table public.calls
  add constraint calls_vapi_call_id_is_an_id check (vapi_call_id ~ '^[A-Za-z0-9_.:-]{1,100}$') not valid,
  add constraint calls_ended_reason_is_a_code check (ended_reason ~ '^[a-z0-9._-]{1,200}$') not valid;
alter table public.tool_calls
  add constraint tool_calls_id_is_an_id check (tool_call_id ~ '^[A-Za-z0-9_.:-]{1,200}$') not valid,
  add constraint tool_calls_name_is_a_name check (name ~ '^[a-z_]{1,64}$') not valid;

create function app.is_redacted(p_text text) returns boolean
language sql immutable parallel safe set search_path = ''
as $$
  select t.plain !~ '@'
    -- Seven digits or more, in figures, in words or in both; what people and recognisers put between them may stand between them.
    and t.plain !~ '(?:(?:[0-9]|\m(?:oh|o|zero|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)\M)[\s.()/_+-]*){7,}'
    and t.plain !~ '(?:\m(?:oh|o|zero|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)\M[\s.,()/_+-]*){7,}'
    -- A UK postcode: an area of Royal Mail's, a district, a sector, a unit without the letters that no unit has.
    and t.plain !~ ('\m(?:a[bl]|b[abdhlnrstx]?|c[abfhmortvw]?|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|je|k[atwy]|l[adelnsu]?'
      || '|m[ekl]?|n[egnprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegklmnoprstwy]?|t[adfnqrsw]|ub|w[acdfnrsv]?|yo|ze)'
      || '[\s.-]*[0-9][\s.-]*[0-9a-z]?[\s.-]*[0-9][\s.-]*[abd-hjlnp-uw-z][\s.-]*[abd-hjlnp-uw-z]\M')
  from (select lower(normalize(p_text, nfkc)) as plain) t
$$;
comment on function app.is_redacted(text) is
  'Whether a text may be kept: no "@", no run of seven digits or digit words, no UK postcode. The redactor masks far more; this is what a database can be sure of.';

create table public.logs (
  clinic_id uuid not null,
  call_id uuid not null,
  position int not null check (position >= 0),
  role text not null check (role in ('assistant', 'user')),
  text text not null check (length(text) <= 20000),
  redactor_version text not null check (redactor_version ~ '^[1-9][0-9]*$'),
  said_at timestamptz,
  created_at timestamptz not null default now(),
  constraint logs_are_redacted check (app.is_redacted(text)),
  primary key (call_id, position),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade
);
create index logs_by_clinic on public.logs (clinic_id, call_id);
comment on table public.logs is 'Redacted utterances of a call, in order. A row without the version of the redactor that it went through is impossible.';
comment on column public.logs.said_at is 'When it was said, as the voice platform says; null when it did not.';

create function public.keep_transcript(p_call_id uuid, p_redactor_version text, p_utterances jsonb, p_contact jsonb default '{}') returns int
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_call public.calls;
  v_contact public.contacts;
  v_kept int;
begin
  if jsonb_typeof(p_utterances) = 'string' then p_utterances := (p_utterances #>> '{}')::jsonb; end if;
  if jsonb_typeof(p_contact) = 'string' then p_contact := (p_contact #>> '{}')::jsonb; end if;
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_call.erased_at is not null or v_call.transcript_at is not null or jsonb_array_length(p_utterances) = 0 then return 0; end if;

  select * into v_contact from public.contacts k where k.id = v_call.contact_id;
  perform public.note_call_details(p_call_id, case when v_contact.name is null then p_contact ->> 'name' end,
    case when v_contact.phone is null then p_contact ->> 'phone' end, null);
  select c.contact_id into v_call.contact_id from public.calls c where c.id = p_call_id;
  if v_call.contact_id is null and p_contact ?| array['email', 'dob', 'postcode', 'address'] then
    update public.calls c set contact_id = app.upsert_contact(v_call.clinic_id, null, null, null) where c.id = p_call_id
    returning c.contact_id into v_call.contact_id;
  end if;
  update public.contacts k set email = coalesce(k.email, p_contact ->> 'email'), dob = coalesce(k.dob, (p_contact ->> 'dob')::date),
    postcode = coalesce(k.postcode, p_contact ->> 'postcode'), address = coalesce(k.address, p_contact ->> 'address'), updated_at = clock_timestamp()
  where k.id = v_call.contact_id and (k.email is null and p_contact ? 'email' or k.dob is null and p_contact ? 'dob'
    or k.postcode is null and p_contact ? 'postcode' or k.address is null and p_contact ? 'address');

  -- What the table would refuse becomes a fixed text here: one utterance must not cost the report.
  insert into public.logs (clinic_id, call_id, position, role, text, redactor_version, said_at)
  select v_call.clinic_id, p_call_id, u.n - 1, u.one ->> 'role',
    case when length(u.one ->> 'text') <= 20000 and app.is_redacted(u.one ->> 'text') then u.one ->> 'text' else '[REDACTED: could not be processed]' end,
    p_redactor_version, (u.one ->> 'at')::timestamptz
  from jsonb_array_elements(p_utterances) with ordinality u(one, n);
  get diagnostics v_kept = row_count;
  update public.calls c set transcript_at = clock_timestamp() where c.id = p_call_id;
  return v_kept;
exception when check_violation or not_null_violation or invalid_datetime_format or datetime_field_overflow or invalid_parameter_value then
  raise sqlstate 'PT422' using message = 'no such transcript', detail = 'utterances';
end
$$;
comment on function public.keep_transcript(uuid, text, jsonb, jsonb) is
  'Keeps the redacted words of a call, [{role, text, at?}], and fills the gaps of its contact from {name?, phone?, email?, dob?, postcode?, address?}, never changing what is known. Once a call: answers how many utterances were kept, 0 for a repeat or an erased call. 403 for a foreign call, 422 for what is no transcript.';

select app.build_wall();
grant execute on function public.keep_transcript(uuid, text, jsonb, jsonb) to voice_agent, service_role;
