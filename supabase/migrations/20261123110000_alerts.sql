-- Somebody may be in danger: the clinic's on-call people are told, one after the other, until one of them has it. Nothing of what was
-- said is here, only of which kind it was.
--
--   a notice: queued -> sending -> sent | failed
--                               -> unknown -> sent (found, or the carrier calls back) | queued once more | failed
--
-- An attempt is committed before the request leaves, as in the outbox. Other than there a second attempt is made a minute after one
-- that was not answered: an alert that comes twice is harmless, and one that never comes is not.

alter table public.calls add column danger_at timestamptz;
comment on column public.calls.danger_at is 'When a red flag was first heard in this call. Whoever sets it says the fixed words; from then on nothing is booked in it.';

create table public.on_call_contacts (
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  position int not null check (position between 1 and 3),
  name text not null check (length(btrim(name)) between 1 and 80),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  tested_at timestamptz,
  confirmed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (clinic_id, position),
  unique (clinic_id, phone)
);
comment on table public.on_call_contacts is 'Whom the clinic wants told when a caller may be in danger, in this order. Staff, not callers.';
comment on column public.on_call_contacts.confirmed_at is 'When this number last answered OK to a test text or an alert.';

create table public.alerts (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  call_id uuid not null,
  kind text not null check (kind in ('medical', 'distress')),
  is_late boolean not null default false,
  raised_at timestamptz not null default clock_timestamp(),
  acknowledged_at timestamptz,
  acknowledged_by text check (length(acknowledged_by) <= 120),
  closed_at timestamptz,
  unique (clinic_id, id),
  constraint alerts_one_a_call unique (call_id),
  check ((acknowledged_at is null) = (acknowledged_by is null)),
  check (closed_at is null or acknowledged_at is not null),
  foreign key (clinic_id, call_id) references public.calls (clinic_id, id) on delete cascade
);
create index alerts_by_clinic on public.alerts (clinic_id, raised_at desc);
create index alerts_open on public.alerts (clinic_id) where closed_at is null;
comment on table public.alerts is 'One a call in which a red flag was heard. Never which: the kind is all that is kept.';
comment on column public.alerts.is_late is 'Heard only in the report: the caller had gone, and was not told to ring 999.';
comment on column public.alerts.acknowledged_by is 'Who has it: the role and subject of whoever pressed the button, or on-call:<name> of whoever answered OK.';

create table public.alert_notices (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  alert_id uuid,
  step int not null check (step between 0 and 6),
  channel text not null check (channel in ('text', 'call')),
  position int check (position between 1 and 3),
  name text not null check (length(name) between 1 and 80),
  phone text not null check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  state text not null default 'queued' check (state in ('queued', 'sending', 'unknown', 'sent', 'failed', 'cancelled')),
  reason text check (length(reason) <= 40),
  body text check (length(body) <= 480),
  due_at timestamptz not null,
  next_at timestamptz not null,
  attempts int not null default 0 check (attempts between 0 and 2),
  attempt_id uuid,
  attempt_started_at timestamptz,
  provider_sid text check (length(provider_sid) between 1 and 100),
  provider_status text check (length(provider_status) <= 20),
  sent_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  unique (clinic_id, id),
  unique (provider_sid),
  unique (alert_id, step),
  check ((alert_id is null) = (step = 0)),
  check (state not in ('sending', 'unknown') or attempt_id is not null and attempt_started_at is not null and body is not null),
  check (state <> 'sent' or provider_sid is not null and sent_at is not null),
  foreign key (clinic_id, alert_id) references public.alerts (clinic_id, id) on delete cascade
);
create index alert_notices_by_clinic on public.alert_notices (clinic_id, created_at desc);
create index alert_notices_by_phone on public.alert_notices (clinic_id, phone);
create index alert_notices_open on public.alert_notices (next_at) where state in ('queued', 'sending', 'unknown');
comment on table public.alert_notices is 'Each step of an alert''s ladder with its times: texts to the on-call people in order, then telephone calls. Without an alert: a test.';
comment on column public.alert_notices.position is 'Which on-call contact it was; null where the clinic''s emergency number stood in for one.';

create function app.enqueue_notice(p_notice uuid, p_at timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$ select app.enqueue('alert', jsonb_build_object('noticeId', p_notice), 'alert:' || p_notice, null, p_at) $$;

create function app.on_call(p_clinic uuid) returns table (rank int, "position" int, name text, phone text)
language sql stable security definer set search_path = ''
as $$
  select row_number() over (order by o.position)::int, o.position, o.name, o.phone from public.on_call_contacts o where o.clinic_id = p_clinic
  union all
  select 1, null, 'Emergency contact', c.transfer_number from public.clinics c
  where c.id = p_clinic and app.kind_of_number(c.transfer_number) = 'mobile' and not exists (select from public.on_call_contacts o where o.clinic_id = p_clinic)
$$;
comment on function app.on_call(uuid) is 'Whom to tell, in order; the number that calls are put through to stands in when nobody is named and it is a mobile.';

create function app.start_ladder(p_alert public.alerts) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_notice record;
begin
  -- A text to each, two minutes apart; two minutes after the second (the first, if alone) the telephone rings, in the same order.
  for v_notice in
    with people as (select o.*, least(count(*) over (), 2) as texted_before_calls from app.on_call(p_alert.clinic_id) o),
    steps as (
      select p.*, case when app.kind_of_number(p.phone) = 'landline' then 'call' else 'text' end as channel, 2 * (p.rank - 1) as minutes from people p
      union all
      select p.*, 'call', 2 * (p.texted_before_calls + p.rank - 1) from people p)
    insert into public.alert_notices (clinic_id, alert_id, step, channel, position, name, phone, due_at, next_at)
    select p_alert.clinic_id, p_alert.id, row_number() over (order by s.minutes, s.channel desc, s.rank), s.channel, s.position, s.name, s.phone,
      p_alert.raised_at + make_interval(mins => s.minutes::int), p_alert.raised_at + make_interval(mins => s.minutes::int)
    from steps s returning id, due_at
  loop
    perform app.enqueue_notice(v_notice.id, v_notice.due_at);
  end loop;
end
$$;
comment on function app.start_ladder(public.alerts) is 'Every step of an alert is there from the beginning, so that nothing but an acknowledgement can keep one from coming.';

create function app.sell_nothing(p_call public.calls, p_phone text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_lead record;
begin
  -- Bookings come before leads in the order of locks; one that somebody is busy with is theirs.
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
    select h.id from public.bookings h where h.status = 'held' and h.id in (select l.hold_id from public.leads l where l.call_id = p_call.id) for update skip locked);
  -- This call's lead, and what is still to be written to the same person about another.
  for v_lead in
    select l.id, l.call_id = p_call.id as is_own from public.leads l left join public.contacts k on k.id = l.contact_id
    where l.clinic_id = p_call.clinic_id and (l.call_id = p_call.id or k.phone = p_phone and l.status in ('waiting', 'held')) order by l.id
  loop
    perform 1 from public.leads l where l.id = v_lead.id for no key update;
    update public.messages m set state = 'cancelled', reason = 'emergency' where m.lead_id = v_lead.id and m.kind = 'recovery' and m.state in ('queued', 'held');
    update public.call_backs b set state = 'cancelled', reason = 'emergency' where b.lead_id = v_lead.id and b.state in ('queued', 'held');
    update public.leads l set status = 'not_permitted', reason = 'emergency', updated_at = clock_timestamp()
    where l.id = v_lead.id and (l.status in ('waiting', 'held') or v_lead.is_own and l.status = 'needs_person');
  end loop;
end
$$;
comment on function app.sell_nothing(public.calls, text) is 'What was about to be written to somebody who may be in danger is not. The person is locked by the caller (app.lock_person).';

create function public.raise_alert(p_call_id uuid, p_kind text, p_is_late boolean default false) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_call public.calls;
  v_phone text;
  v_alert public.alerts;
begin
  select * into v_call from public.calls c where c.id = p_call_id;
  if not found or not app.may_act(v_call.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_kind not in ('medical', 'distress') then raise sqlstate 'PT422' using message = 'unknown kind', detail = 'kind'; end if;
  select k.phone into v_phone from public.contacts k where k.id = v_call.contact_id;
  if v_phone is not null then perform app.lock_person(v_call.clinic_id, v_phone); end if;
  select * into strict v_call from public.calls c where c.id = p_call_id for no key update;
  if v_call.erased_at is not null then return '{"isFirst": false, "alertId": null}'; end if;

  update public.calls c set is_emergency = true, danger_at = coalesce(c.danger_at, clock_timestamp())
  where c.id = p_call_id and (not c.is_emergency or c.danger_at is null);
  insert into public.alerts (clinic_id, call_id, kind, is_late) values (v_call.clinic_id, p_call_id, p_kind, p_is_late)
  on conflict (call_id) do nothing returning * into v_alert;
  if not found then
    return jsonb_build_object('isFirst', false, 'alertId', (select a.id from public.alerts a where a.call_id = p_call_id));
  end if;
  perform app.sell_nothing(v_call, v_phone);
  perform app.ask_staff(v_call.clinic_id, 'emergency', 'emergency', p_call_id, null);
  perform app.start_ladder(v_alert);
  return jsonb_build_object('isFirst', true, 'alertId', v_alert.id);
end
$$;
comment on function public.raise_alert(uuid, text, boolean) is
  'A red flag (medical, distress) was heard in a call: alert, ladder and jobs, a person asked to ring, texts cancelled, in one transaction. {isFirst, alertId}; nothing for an erased call. 403 for a foreign one.';

create function app.acknowledge(p_alert uuid, p_by text) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.alerts a set acknowledged_at = clock_timestamp(), acknowledged_by = p_by where a.id = p_alert and a.acknowledged_at is null;
  if not found then return false; end if;
  -- One whose attempt has begun is on its way; it says nothing that is wrong.
  update public.alert_notices n set state = 'cancelled', reason = 'acknowledged' where n.alert_id = p_alert and n.state = 'queued';
  return true;
end
$$;

create function public.acknowledge_alert(p_alert_id uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.may_act((select a.clinic_id from public.alerts a where a.id = p_alert_id)) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return app.acknowledge(p_alert_id, app.actor());
end
$$;
comment on function public.acknowledge_alert(uuid) is 'Somebody has it: what has not been sent is not sent. True the first time. 403 for a foreign or unknown alert.';

create function public.close_alert(p_alert_id uuid) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_alert public.alerts;
begin
  select * into v_alert from public.alerts a where a.id = p_alert_id;
  if not found or not app.may_act(v_alert.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform app.acknowledge(p_alert_id, app.actor());
  update public.alerts a set closed_at = clock_timestamp() where a.id = p_alert_id and a.closed_at is null;
  if not found then return false; end if;
  update public.staff_tasks t set done_at = clock_timestamp() where t.call_id = v_alert.call_id and t.kind = 'emergency' and t.done_at is null;
  return true;
end
$$;
comment on function public.close_alert(uuid) is 'The caller has been reached, or is known to be in other hands: the banner goes, and the item on the staff list with it.';

create function public.acknowledge_by_text(p_clinic_id uuid, p_from text) returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_name text;
  v_alert record;
  v_is_alert boolean := false;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  select n.name into v_name from (
    select o.name, 0 as age from public.on_call_contacts o where o.clinic_id = p_clinic_id and o.phone = p_from
    union all
    select n.name, 1 from public.alert_notices n where n.clinic_id = p_clinic_id and n.phone = p_from and n.created_at > clock_timestamp() - interval '24 hours') n
  order by n.age limit 1;
  if v_name is null then return null; end if;
  for v_alert in select a.id from public.alerts a where a.clinic_id = p_clinic_id and a.acknowledged_at is null order by a.id loop
    v_is_alert := app.acknowledge(v_alert.id, 'on-call:' || v_name) or v_is_alert;
  end loop;
  -- Theirs even when a colleague was quicker: an answer to us, and no word of a patient.
  if not v_is_alert and not exists (select from public.alert_notices n where n.clinic_id = p_clinic_id and n.phone = p_from
      and n.attempt_id is not null and n.created_at > clock_timestamp() - interval '24 hours') then return null; end if;
  update public.on_call_contacts o set confirmed_at = clock_timestamp() where o.clinic_id = p_clinic_id and o.phone = p_from;
  return case when v_is_alert then 'alert' else 'answer' end;
end
$$;
comment on function public.acknowledge_by_text(uuid, text) is
  'OK from this number: alert when it acknowledged one, answer when it answers a test or comes second, null when the number is nobody''s who was told.';

create function public.save_on_call(p_clinic_id uuid, p_contacts jsonb) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if app.caller_role() <> 'authenticated' or not exists (
      select from public.clinic_members m where m.clinic_id = p_clinic_id and m.user_id = (select auth.uid()) and m.role = 'owner') then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  if jsonb_typeof(p_contacts) = 'string' then p_contacts := (p_contacts #>> '{}')::jsonb; end if;
  -- Two owners who save at once save one after the other.
  perform 1 from public.clinics c where c.id = p_clinic_id for no key update;
  if exists (select from jsonb_array_elements(p_contacts) x join public.clinics c on c.id = p_clinic_id
      where x ->> 'phone' in (c.phone_number, c.sms_number)) then
    raise sqlstate 'PT422' using message = 'this is the number that the assistant answers', detail = 'contacts';
  end if;
  with before as (delete from public.on_call_contacts o where o.clinic_id = p_clinic_id returning o.phone, o.tested_at, o.confirmed_at)
  select jsonb_agg(x.one || coalesce((select jsonb_build_object('testedAt', b.tested_at, 'confirmedAt', b.confirmed_at) from before b where b.phone = x.one ->> 'phone'), '{}') order by x.n)
  into p_contacts from jsonb_array_elements(p_contacts) with ordinality x(one, n);
  insert into public.on_call_contacts (clinic_id, position, name, phone, tested_at, confirmed_at)
  select p_clinic_id, x.n, btrim(x.one ->> 'name'), x.one ->> 'phone', (x.one ->> 'testedAt')::timestamptz, (x.one ->> 'confirmedAt')::timestamptz
  from jsonb_array_elements(coalesce(p_contacts, '[]')) with ordinality x(one, n);
exception when check_violation or not_null_violation or invalid_parameter_value then
  raise sqlstate 'PT422' using message = 'three at most, each with a name and a telephone number', detail = 'contacts';
when unique_violation then
  raise sqlstate 'PT422' using message = 'each number once', detail = 'contacts';
end
$$;
comment on function public.save_on_call(uuid, jsonb) is 'Replaces the on-call people, [{name, phone}] in order, three at most; owners only. Who was tested stays tested.';

create function public.test_on_call(p_clinic_id uuid, p_position int) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_contact public.on_call_contacts;
  v_id uuid;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  select * into v_contact from public.on_call_contacts o where o.clinic_id = p_clinic_id and o.position = p_position for no key update;
  if not found then raise sqlstate 'PT422' using message = 'nobody is on call there', detail = 'position'; end if;
  select n.id into v_id from public.alert_notices n where n.clinic_id = p_clinic_id and n.alert_id is null and n.phone = v_contact.phone
    and n.created_at > clock_timestamp() - interval '1 minute';
  if found then return v_id; end if;
  insert into public.alert_notices (clinic_id, step, channel, position, name, phone, due_at, next_at)
  values (p_clinic_id, 0, case when app.kind_of_number(v_contact.phone) = 'landline' then 'call' else 'text' end, p_position, v_contact.name, v_contact.phone,
    clock_timestamp(), clock_timestamp()) returning id into v_id;
  update public.on_call_contacts o set tested_at = clock_timestamp() where o.clinic_id = p_clinic_id and o.position = p_position;
  perform app.enqueue_notice(v_id, clock_timestamp());
  return v_id;
end
$$;
comment on function public.test_on_call(uuid, int) is 'Sends this on-call contact a test that is answered with OK; within a minute of the last one it is the last one.';

select app.build_wall();
grant execute on function public.raise_alert(uuid, text, boolean), public.acknowledge_by_text(uuid, text) to voice_agent, service_role;
grant execute on function public.acknowledge_alert(uuid), public.close_alert(uuid), public.test_on_call(uuid, int) to authenticated, api_client, service_role;
grant execute on function public.save_on_call(uuid, jsonb) to authenticated;
