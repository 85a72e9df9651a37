-- Who speaks for a clinic: Vapi, or our own streaming pipeline. Calls, leads, bookings and words are the same either way.

alter table public.clinics
  add column voice_path text not null default 'vapi' check (voice_path in ('vapi', 'stream')),
  add column voice_brain text not null default 'vapi' check (voice_brain in ('vapi', 'ours'));
comment on column public.clinics.voice_path is 'vapi: Vapi answers the telephone. stream: our own pipeline does, on Twilio Media Streams.';
comment on column public.clinics.voice_brain is 'With Vapi: whose language model answers. ours: the endpoint /api/vapi/chat/completions.';

create table app.stream_calls (
  vapi_call_id text primary key check (vapi_call_id ~ '^stream:[A-Za-z0-9]{1,64}$'),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  seen_at timestamptz not null default clock_timestamp()
);
create index stream_calls_by_clinic on app.stream_calls (clinic_id);
comment on table app.stream_calls is 'Signs of life of calls in our own pipeline. One that fell silent without a report was cut off, and becomes a lead like any other.';

create function app.clinic_of_voice_number(p_number text) returns table (clinic_id uuid, voice_path text)
language sql stable security definer set search_path = ''
as $$ select c.id, c.voice_path from public.clinics c where c.phone_number = p_number limit 1 $$;
comment on function app.clinic_of_voice_number(text) is 'The clinic that is rung on this number, and who answers there. Callable before anybody is known: it needs a signed webhook, and tells no secret.';

create function public.touch_stream_calls(p_clinic_id uuid, p_ids text[]) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into app.stream_calls (vapi_call_id, clinic_id) select distinct i, p_clinic_id from unnest(p_ids) i order by i
  on conflict (vapi_call_id) do update set seen_at = clock_timestamp() where stream_calls.clinic_id = excluded.clinic_id;
end
$$;
comment on function public.touch_stream_calls(uuid, text[]) is 'These calls of the clinic are going on in our pipeline now.';

create function public.save_voice(p_clinic_id uuid, p_path text, p_brain text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.may_own(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.clinics c set voice_path = coalesce(p_path, c.voice_path), voice_brain = coalesce(p_brain, c.voice_brain) where c.id = p_clinic_id;
exception when check_violation then
  raise sqlstate 'PT422' using message = 'vapi or stream; vapi or ours', detail = 'path';
end
$$;
comment on function public.save_voice(uuid, text, text) is 'Who answers the clinic''s telephone, and whose model thinks; null leaves it as it is. Owners and API keys.';

select app.build_wall();
grant execute on function app.clinic_of_voice_number(text) to anon;
grant execute on function public.touch_stream_calls(uuid, text[]) to voice_agent;
grant execute on function public.save_voice(uuid, text, text) to authenticated, api_client, service_role;
