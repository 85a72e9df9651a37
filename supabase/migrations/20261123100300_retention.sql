-- Retention: every night each clinic's old data goes. The clock is the caller's (p_now), so that every period can be tried with
-- another one. Each pass takes so many rows of a kind at most and says whether there is more, so no pass holds locks for long.

create function public.save_retention(p_clinic_id uuid, p_transcript_days int, p_lead_days int, p_call_days int, p_message_days int) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if app.caller_role() <> 'authenticated' or not app.may_own(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.retention (clinic_id, transcript_days, lead_days, call_days, message_days)
  values (p_clinic_id, p_transcript_days, p_lead_days, p_call_days, p_message_days)
  on conflict (clinic_id) do update set transcript_days = excluded.transcript_days, lead_days = excluded.lead_days, call_days = excluded.call_days,
    message_days = excluded.message_days, updated_at = clock_timestamp();
exception when check_violation or not_null_violation then
  raise sqlstate 'PT422' using message = 'not as long as that: a clinic may keep less, never more', detail = 'days';
end
$$;
comment on function public.save_retention(uuid, int, int, int, int) is 'How many days the clinic keeps each kind of data; owners only. 422 outside the limits.';

create function app.sweep_transcripts(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.logs l using (
    select o.call_id, o.position from public.logs o join public.calls c on c.id = o.call_id
    where o.clinic_id = p_clinic and (o.created_at < p_before or c.started_at < p_before) limit p_most) old
  where l.call_id = old.call_id and l.position = old.position;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

create function app.sweep_leads(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_leads uuid[]; v_calls uuid[];
begin
  -- Not booked, and nothing said or done about it since.
  select coalesce(array_agg(l.id), '{}'), coalesce(array_agg(l.call_id), '{}') into v_leads, v_calls from (
    select l.id, l.call_id from public.leads l
    where l.clinic_id = p_clinic and (l.contact_id is not null or l.offered <> '[]' or l.choices <> '[]' or l.wish is not null)
      and greatest(l.created_at, l.contacted_at, l.replied_at) < p_before
      and not exists (select from public.bookings b where b.id in (l.booking_id, l.hold_id) and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at >= p_before))
      and not exists (select from public.messages m where m.lead_id = l.id and (m.created_at >= p_before or m.state in ('queued', 'held', 'sending', 'unknown')))
      and not exists (select from public.call_backs b where b.lead_id = l.id and (b.created_at >= p_before or b.state in ('queued', 'held', 'dialling', 'unknown')))
    order by l.id limit p_most) l;
  perform 1 from public.calls c where c.id = any (v_calls) order by c.id for no key update;
  update public.calls c set contact_id = null where c.id = any (v_calls) and c.contact_id is not null;
  update public.leads l set contact_id = null, offered = '[]', choices = '[]', wish = null, awaiting = null,
    status = case when l.status in ('contacted', 'replied') then 'closed' else l.status end, updated_at = clock_timestamp() where l.id = any (v_leads);
  -- The log of the texts stays for the ledger's sake: that one went, when and how; not to whom, nor in which words.
  update public.messages m set contact_id = null, body = null, facts = '{}' where m.lead_id = any (v_leads);
  update public.call_backs b set contact_id = null where b.lead_id = any (v_leads);
  delete from public.staff_tasks t where t.lead_id = any (v_leads);
  delete from app.booking_links k where k.lead_id = any (v_leads);
  return cardinality(v_leads);
end
$$;
comment on function app.sweep_leads(uuid, timestamptz, int) is
  'Makes leads that did not book anonymous: what they were about and what became of them stays, for the ledger; who they were goes.';

create function app.sweep_contacts(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.contacts k where k.id in (
    select o.id from public.contacts o
    where o.clinic_id = p_clinic and o.created_at < p_before and o.updated_at < p_before
      -- Who asked to be left to people is remembered for as long as they may ring.
      and not o.is_human_only
      and not exists (select from public.bookings b where b.contact_id = o.id and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at >= p_before))
      and not exists (select from public.leads l where l.contact_id = o.id)
      and not exists (select from public.calls c where c.contact_id = o.id and c.started_at >= p_before)
      and not exists (select from public.messages m where m.contact_id = o.id and (m.created_at >= p_before or m.state in ('queued', 'held', 'sending', 'unknown')))
      and not exists (select from public.call_backs b where b.contact_id = o.id and b.state in ('queued', 'held', 'dialling', 'unknown'))
      and not exists (select from public.rights_requests r where r.contact_id = o.id and r.completed_at is null)
    -- Somebody who rings at this instant is found first, and stays.
    order by o.id limit p_most for update skip locked);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app.sweep_contacts(uuid, timestamptz, int) is 'Deletes people with whom nothing came about: no booking that stands, no lead, no call or text of late, no open request.';

create function app.sweep_calls(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.calls c where c.id in (
    select o.id from public.calls o
    where o.clinic_id = p_clinic and o.started_at < p_before and o.created_at < p_before
      and not exists (select from public.bookings b where b.call_id = o.id and (b.status = 'booked' and upper(b.during) >= p_before or b.status = 'held' and b.hold_expires_at >= p_before))
      and not exists (select from public.leads l join public.messages m on m.lead_id = l.id where l.call_id = o.id and m.state in ('queued', 'held', 'sending', 'unknown'))
    order by o.id limit p_most for update skip locked);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function app.sweep_calls(uuid, timestamptz, int) is
  'Deletes calls with what hangs on them: words, tool calls, the lead and its texts. Bookings and evidence stay, without the call.';

create function app.sweep_messages(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.messages m where m.id in (
    select o.id from public.messages o where o.clinic_id = p_clinic and o.created_at < p_before
      and o.state not in ('queued', 'held', 'sending', 'unknown')
      -- What an erasure still looks for is its own to delete.
      and not exists (select from app.erasure_searches s where s.message_id = o.id)
    order by o.id limit p_most);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

create function app.sweep_views(p_clinic uuid, p_before timestamptz, p_most int) returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int;
begin
  delete from public.access_log a where a.id in (select o.id from public.access_log o where o.clinic_id = p_clinic and o.at < p_before limit p_most);
  get diagnostics v_count = row_count;
  return v_count;
end
$$;

create function app.retention_sweep(p_now timestamptz default clock_timestamp(), p_most int default 2000) returns boolean
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  c_views constant int := 395;
  v_clinic record;
  v_swept jsonb;
  v_more boolean := false;
begin
  perform set_config('request.jwt.claims', '{"role": "service_role", "sub": "retention"}', true);
  for v_clinic in
    select c.id, coalesce(r.transcript_days, 90) as transcripts, coalesce(r.lead_days, 90) as leads, coalesce(r.call_days, 395) as calls, coalesce(r.message_days, 395) as messages
    from public.clinics c left join public.retention r on r.clinic_id = c.id order by c.id
  loop
    -- In this order: a contact is nobody's any more once its leads and calls are.
    v_swept := jsonb_build_object(
      'transcripts', app.sweep_transcripts(v_clinic.id, p_now - make_interval(days => v_clinic.transcripts), p_most),
      'messages', app.sweep_messages(v_clinic.id, p_now - make_interval(days => v_clinic.messages), p_most));
    v_swept := v_swept || jsonb_build_object('calls', app.sweep_calls(v_clinic.id, p_now - make_interval(days => v_clinic.calls), p_most));
    v_swept := v_swept || jsonb_build_object('leads', app.sweep_leads(v_clinic.id, p_now - make_interval(days => v_clinic.leads), p_most));
    v_swept := v_swept || jsonb_build_object(
      'contacts', app.sweep_contacts(v_clinic.id, p_now - make_interval(days => v_clinic.leads), p_most),
      'views', app.sweep_views(v_clinic.id, p_now - make_interval(days => c_views), p_most));
    -- A night in which nothing was due is on record too; a further pass only when it did something.
    if exists (select from jsonb_each_text(v_swept) s where s.value::int > 0)
      or not exists (select from public.retention_runs r where r.clinic_id = v_clinic.id and r.at > p_now - interval '12 hours' and r.at <= p_now) then
      insert into public.retention_runs (clinic_id, at, swept) values (v_clinic.id, p_now, v_swept);
    end if;
    v_more := v_more or exists (select from jsonb_each_text(v_swept) s where s.value::int >= p_most);
  end loop;
  delete from app.erased_sids e where e.at < p_now - interval '30 days';
  return v_more;
end
$$;
comment on function app.retention_sweep(timestamptz, int) is
  'Takes what is older than each clinic keeps it, at most so many rows of a kind, and keeps count. True when there is more. Twice is once. Evidence of permission, STOP, and erasures stay.';
