-- How fast calls were answered: every turn of every report, and our own part of it. Numbers and names of ours; nothing of it is of a person.

alter table public.calls
  add column assistant_version text check (assistant_version ~ '^[A-Za-z0-9_.:-]{1,40}$'),
  add column latency_source text not null default 'vapi' check (latency_source in ('vapi', 'stream'));
comment on column public.calls.assistant_version is 'Which settings of the assistant the call was answered with; figures of one are compared with those of another.';

create table public.call_turns (
  clinic_id uuid not null,
  call_id uuid not null,
  position int not null check (position between 0 and 999),
  model_ms int check (model_ms between 0 and 60000),
  voice_ms int check (voice_ms between 0 and 60000),
  transcriber_ms int check (transcriber_ms between 0 and 60000),
  endpointing_ms int check (endpointing_ms between 0 and 60000),
  turn_ms int check (turn_ms between 0 and 60000),
  gap_heard_ms int check (gap_heard_ms between 0 and 60000),
  created_at timestamptz not null default now(),
  primary key (call_id, position),
  check (num_nonnulls(model_ms, voice_ms, transcriber_ms, endpointing_ms, turn_ms, gap_heard_ms) > 0),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade
);
create index call_turns_by_clinic on public.call_turns (clinic_id, call_id);
comment on table public.call_turns is 'Milliseconds of each turn, as the platform reported them; null where it did not. gap_heard_ms: from the caller''s last word to the agent''s first, by the times of the messages.';

create table public.answer_times (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  day date not null,
  kind text not null check (kind ~ '^[a-z_:-]{1,60}$'),
  bucket int not null check (bucket between 0 and 400),
  count bigint not null check (count > 0),
  primary key (clinic_id, day, kind, bucket)
);
comment on table public.answer_times is 'Our own answers to the voice platform, as a histogram: bucket n holds what took up to 1.1 to the power of n milliseconds.';

create function public.keep_turns(p_call_id uuid, p_turns jsonb, p_version text, p_source text default 'vapi') returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_kept int;
begin
  if jsonb_typeof(p_turns) = 'string' then p_turns := (p_turns #>> '{}')::jsonb; end if;
  select * into v_call from public.calls c where c.id = p_call_id for no key update;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if exists (select from public.call_turns t where t.call_id = p_call_id) then return 0; end if;
  update public.calls c set assistant_version = coalesce(c.assistant_version, p_version), latency_source = p_source where c.id = p_call_id;
  insert into public.call_turns (clinic_id, call_id, position, model_ms, voice_ms, transcriber_ms, endpointing_ms, turn_ms, gap_heard_ms)
  select v_call.clinic_id, p_call_id, t.n - 1, (t.one ->> 'modelMs')::int, (t.one ->> 'voiceMs')::int, (t.one ->> 'transcriberMs')::int,
    (t.one ->> 'endpointingMs')::int, (t.one ->> 'turnMs')::int, (t.one ->> 'gapHeardMs')::int
  from jsonb_array_elements(p_turns) with ordinality t(one, n);
  get diagnostics v_kept = row_count;
  return v_kept;
exception when check_violation or invalid_text_representation or numeric_value_out_of_range or invalid_parameter_value then
  raise sqlstate 'PT422' using message = 'no such figures', detail = 'turns';
end
$$;
comment on function public.keep_turns(uuid, jsonb, text, text) is
  'Keeps the figures of a call, [{modelMs?, voiceMs?, transcriberMs?, endpointingMs?, turnMs?, gapHeardMs?}], once: answers how many turns, 0 for a repeat. 403 for a foreign call, 422 for what are no figures.';

create function public.note_answer_times(p_clinic_id uuid, p_times jsonb) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if jsonb_typeof(p_times) = 'string' then p_times := (p_times #>> '{}')::jsonb; end if;
  -- In one order, so that processes that write at the same moment do not wait in a circle.
  insert into public.answer_times (clinic_id, day, kind, bucket, count)
  select p_clinic_id, t.day, t.kind, t.bucket, sum(t.count) from jsonb_to_recordset(p_times) t (day date, kind text, bucket int, count bigint)
  group by 1, 2, 3, 4 order by 2, 3, 4
  on conflict (clinic_id, day, kind, bucket) do update set count = answer_times.count + excluded.count;
end
$$;
comment on function public.note_answer_times(uuid, jsonb) is 'Adds to the histogram of our own answers: [{day, kind, bucket, count}].';

select app.build_wall();
grant execute on function public.keep_turns(uuid, jsonb, text, text), public.note_answer_times(uuid, jsonb) to voice_agent, service_role;
