-- The clock of a person's request. UK GDPR Art. 12(3): one month from receipt. As the ICO counts it ("What should we consider when
-- responding to a request?"): to the same day of the next month, or its last when it is shorter; a weekend or public holiday moves
-- it to the next working day. Complaints (Data Protection Act 2018 s. 164A) are acknowledged within 30 days, the first being the
-- day after receipt. The dashboard computes the same in lib/privacy/rights/clock.ts; a test holds the two together.

create function app.bank_holidays(p_year int) returns date[]
language plpgsql immutable set search_path = ''
as $$
declare
  -- Easter Sunday by the anonymous Gregorian computus (Nature, 20 April 1876).
  a int := p_year % 19; b int := p_year / 100; c int := p_year % 100;
  h int := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  l int := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  m int := (a + 11 * h + 22 * l) / 451;
  v_easter date := make_date(p_year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
  v_january date := make_date(p_year, 1, 1);
  v_may date := make_date(p_year, 5, 1);
  v_christmas int := extract(isodow from make_date(p_year, 12, 25))::int;
begin
  return array[
    v_january + case extract(isodow from v_january)::int when 6 then 2 when 7 then 1 else 0 end,
    v_easter - 2, v_easter + 1,
    v_may + (8 - extract(isodow from v_may)::int) % 7,
    make_date(p_year, 5, 31) - (extract(isodow from make_date(p_year, 5, 31))::int - 1),
    make_date(p_year, 8, 31) - (extract(isodow from make_date(p_year, 8, 31))::int - 1),
    -- On a weekend the day off is the next weekday that is not one already.
    make_date(p_year, 12, 25) + case v_christmas when 6 then 2 when 7 then 1 else 0 end,
    make_date(p_year, 12, 26) + case v_christmas when 5 then 2 when 6 then 2 when 7 then 1 else 0 end];
end
$$;
comment on function app.bank_holidays(int) is
  'The regular bank holidays of England and Wales (Banking and Financial Dealings Act 1971). One-off ones are not here: then we are due a day early.';

create function app.next_working_day(p_day date) returns date
language plpgsql immutable set search_path = ''
as $$
declare v_day date := p_day;
begin
  while extract(isodow from v_day) > 5 or v_day = any (app.bank_holidays(extract(year from v_day)::int)) loop v_day := v_day + 1; end loop;
  return v_day;
end
$$;
comment on function app.next_working_day(date) is 'The day itself when it is a working day, else the next that is.';

create function app.own_request(p_request uuid) returns public.rights_requests
language plpgsql volatile security definer set search_path = ''
as $$
declare v_request public.rights_requests;
begin
  select * into v_request from public.rights_requests r where r.id = p_request for no key update;
  if not found or not app.may_act(v_request.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_request.completed_at is not null then raise sqlstate 'PT422' using message = 'this request is closed', detail = 'action'; end if;
  return v_request;
end
$$;
comment on function app.own_request(uuid) is 'The open request if this person may change it, locked; 403 for foreign and unknown, 422 for a closed one.';

create function app.today_at(p_clinic uuid) returns date
language sql volatile security definer set search_path = ''
as $$ select timezone(c.time_zone, clock_timestamp())::date from public.clinics c where c.id = p_clinic $$;

create function public.open_request(p_clinic_id uuid, p_kind text, p_contact_id uuid default null, p_received_on date default null) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_today date := app.today_at(p_clinic_id);
  v_received date := coalesce(p_received_on, v_today);
  v_id uuid;
begin
  if not app.may_act(p_clinic_id) or p_contact_id is not null and not exists (
      select from public.contacts k where k.id = p_contact_id and k.clinic_id = p_clinic_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  if p_kind not in ('access', 'erasure', 'objection', 'rectification', 'complaint') then raise sqlstate 'PT422' using message = 'no such kind', detail = 'kind'; end if;
  if v_received > v_today or v_received < v_today - 365 then
    raise sqlstate 'PT422' using message = 'a day within the last year', detail = 'receivedOn';
  end if;
  insert into public.rights_requests (clinic_id, kind, contact_id, received_on, due_on, acknowledge_by)
  values (p_clinic_id, p_kind, p_contact_id, v_received, app.next_working_day((v_received + interval '1 month')::date),
    case when p_kind = 'complaint' then app.next_working_day(v_received + 30) end)
  returning id into v_id;
  -- Whoever objects to a machine is put through to a person from the next call on.
  if p_kind = 'objection' then
    update public.contacts k set is_human_only = true, updated_at = clock_timestamp() where k.id = p_contact_id and not k.is_human_only;
  end if;
  perform app.remind_of_requests(p_clinic_id);
  return v_id;
end
$$;
comment on function public.open_request(uuid, text, uuid, date) is
  'Somebody asked for access, erasure, rectification, objects to a machine, or complains: the clock runs from the day of receipt. Answers its id. 403 for a foreign clinic or contact, 422 for an impossible day.';

create function public.acknowledge_request(p_request_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform app.own_request(p_request_id);
  update public.rights_requests r set acknowledged_at = coalesce(r.acknowledged_at, clock_timestamp()) where r.id = p_request_id;
  update public.staff_tasks t set done_at = clock_timestamp() where t.request_id = p_request_id and t.reason = 'acknowledge' and t.done_at is null;
end
$$;
comment on function public.acknowledge_request(uuid) is 'The person was told that it arrived. Twice is once.';

create function public.stop_clock(p_request_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_request public.rights_requests := app.own_request(p_request_id);
begin
  if v_request.kind = 'complaint' then raise sqlstate 'PT422' using message = 'the clock of a complaint cannot be stopped', detail = 'action'; end if;
  update public.rights_requests r set stopped_at = coalesce(r.stopped_at, clock_timestamp()) where r.id = p_request_id;
end
$$;
comment on function public.stop_clock(uuid) is 'The person was asked what they mean, or who they are, and without an answer nothing can be done (UK GDPR Art. 12A).';

create function public.resume_clock(p_request_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_request public.rights_requests := app.own_request(p_request_id);
  v_zone text := (select c.time_zone from public.clinics c where c.id = v_request.clinic_id);
begin
  if v_request.stopped_at is null then return; end if;
  update public.rights_requests r set stopped_at = null,
    due_on = app.next_working_day(r.due_on + (timezone(v_zone, clock_timestamp())::date - timezone(v_zone, r.stopped_at)::date))
  where r.id = p_request_id;
  perform app.remind_of_requests(v_request.clinic_id);
end
$$;
comment on function public.resume_clock(uuid) is 'They answered: the days for which the clock stood still are added.';

create function public.close_request(p_request_id uuid, p_outcome text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_request public.rights_requests := app.own_request(p_request_id);
begin
  if p_outcome is null or p_outcome not in ('granted', 'partly', 'refused', 'withdrawn') then raise sqlstate 'PT422' using message = 'no such outcome', detail = 'outcome'; end if;
  update public.rights_requests r set completed_at = clock_timestamp(), outcome = p_outcome, stopped_at = null where r.id = p_request_id;
  update public.staff_tasks t set done_at = clock_timestamp() where t.request_id = p_request_id and t.done_at is null;
  if v_request.kind = 'objection' and p_outcome = 'withdrawn' then
    update public.contacts k set is_human_only = false, updated_at = clock_timestamp() where k.id = v_request.contact_id;
  end if;
end
$$;
comment on function public.close_request(uuid, text) is 'The request is answered: granted, partly, refused, or withdrawn by the person. An objection that is withdrawn lets the machine answer again.';

create function app.remind_of_requests(p_clinic uuid, p_now timestamptz default clock_timestamp()) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  insert into public.staff_tasks (clinic_id, kind, reason, request_id)
  select r.clinic_id, 'request_due', x.reason, r.id
  from public.rights_requests r join public.clinics c on c.id = r.clinic_id
    cross join lateral (values ('answer', r.due_on), ('acknowledge', case when r.acknowledged_at is null then r.acknowledge_by end)) x (reason, due)
  where (p_clinic is null or r.clinic_id = p_clinic) and r.completed_at is null and r.stopped_at is null and x.due - 7 <= timezone(c.time_zone, p_now)::date
  on conflict (request_id, reason) where request_id is not null do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app.remind_of_requests(uuid, timestamptz) is 'Puts what is due within seven days on the staff list, once each; of one clinic, or of all (null).';
