-- A lead is closed by hand: nobody needs to do anything more about it. What Sarah had still to do stops, what staff had is done, and the
-- time that was kept is free. What is on its way to the carrier is on its way. Nothing is forgotten, so that it can be opened again.

alter table public.leads
  add column closed_at timestamptz,
  add column closed_from text check (closed_from in ('waiting', 'held', 'contacted', 'replied', 'not_permitted', 'needs_person')),
  add constraint leads_closed_from_somewhere check ((closed_at is null) = (closed_from is null)),
  add constraint leads_closed_by_hand check (closed_at is null or status = 'closed');
comment on column public.leads.closed_at is 'When somebody at the clinic closed it; null for one that STOP or time closed, which nobody opens again.';
comment on column public.leads.closed_from is 'What it was when it was closed by hand: what the five-minute ledger goes by, and what it is again when it is opened.';

-- As before, but for the text of a lead that was closed while it was on its way: nobody is asked to ring about it.
create or replace function app.give_to_staff(p_message public.messages, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_message.lead_id is null and p_message.contact_id is null then return; end if;
  if p_message.kind = 'recovery' then
    if exists (select from public.leads l where l.id = p_message.lead_id and l.closed_at is not null) then return; end if;
    update public.leads l set status = 'needs_person', reason = p_reason, updated_at = clock_timestamp()
    where l.id = p_message.lead_id and l.status in ('waiting', 'held', 'contacted');
    perform app.ask_staff(p_message.clinic_id, 'lead', p_reason, (select l.call_id from public.leads l where l.id = p_message.lead_id), p_message.lead_id);
  else
    perform app.ask_staff(p_message.clinic_id, 'reply', p_reason, null, p_message.lead_id, p_message.id);
  end if;
end
$$;

create function app.stop_lead(p_lead public.leads, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.leads l set status = 'closed', closed_at = p_now, closed_from = p_lead.status, updated_at = p_now where l.id = p_lead.id and l.status <> 'closed';
  -- What the clinic's own people wrote, and the answer to HELP, were asked for and go; whatever has begun its way is past cancelling.
  update public.messages m set state = 'cancelled', reason = 'closed'
  where m.lead_id = p_lead.id and m.direction = 'out' and m.state in ('queued', 'held') and m.kind not in ('staff', 'help');
  update public.call_backs b set state = 'cancelled', reason = 'closed' where b.lead_id = p_lead.id and b.state in ('queued', 'held');
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id = (
    -- Bookings come before leads in the order of locks, so none is waited for here: one that is being booked this instant is theirs.
    select h.id from public.bookings h where h.id = p_lead.hold_id and h.status = 'held' for update skip locked);
  update public.staff_tasks t set done_at = p_now
  where t.done_at is null and (t.lead_id = p_lead.id or t.lead_id is null and t.call_id = p_lead.call_id);
end
$$;

create function app.resume_lead(p_lead public.leads) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  -- As long as the promise to the caller: Sarah takes up what was stopped only just now. Later a text or a call would come out of the blue.
  c_soon constant interval := interval '5 minutes';
  v_now constant timestamptz := clock_timestamp();
  v_text public.messages;
  v_status text := p_lead.closed_from;
  v_reason text := p_lead.reason;
  v_row record;
begin
  if v_now < p_lead.closed_at + c_soon then
    for v_row in update public.messages m set state = 'queued', reason = null, next_at = greatest(m.due_at, v_now)
      where m.lead_id = p_lead.id and m.state = 'cancelled' and m.reason = 'closed' returning m.id, m.next_at
    loop
      perform app.enqueue_text(v_row.id, v_row.next_at);
    end loop;
    for v_row in update public.call_backs b set state = 'queued', reason = null, next_at = greatest(b.due_at, v_now)
      where b.lead_id = p_lead.id and b.state = 'cancelled' and b.reason = 'closed'
        and not exists (select from public.call_backs o where o.lead_id = p_lead.id and o.state in ('queued', 'held', 'dialling', 'unknown')) returning b.id, b.next_at
    loop
      perform app.enqueue_call_back(v_row.id, v_row.next_at);
    end loop;
  end if;
  select * into v_text from public.messages m where m.lead_id = p_lead.id and m.kind = 'recovery';
  if p_lead.contacted_at is not null then
    v_status := case when p_lead.replied_at is null then 'contacted' else 'replied' end;
  elsif v_status in ('waiting', 'held') and coalesce(v_text.state, '') not in ('queued', 'held', 'sending', 'unknown') then
    v_status := 'needs_person';
    v_reason := case when v_text.state in ('failed', 'needs_review') then v_text.reason else 'reopened' end;
    perform app.ask_staff(p_lead.clinic_id, 'lead', v_reason, p_lead.call_id, p_lead.id);
  end if;
  if exists (select from public.call_backs b where b.lead_id = p_lead.id and b.state = 'cancelled' and b.reason = 'closed') then
    perform app.ask_staff(p_lead.clinic_id, 'lead', 'asked_for_call', p_lead.call_id, p_lead.id);
  end if;
  update public.leads l set status = v_status, reason = v_reason, closed_at = null, closed_from = null, updated_at = v_now where l.id = p_lead.id;
  update public.staff_tasks t set done_at = null
  where t.done_at = p_lead.closed_at and (t.lead_id = p_lead.id or t.lead_id is null and t.call_id = p_lead.call_id);
end
$$;

create function public.close_lead(p_lead_id uuid, p_is_closed boolean) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_lead public.leads;
  v_phone text;
begin
  select * into v_lead from public.leads l where l.id = p_lead_id;
  if not found or not app.may_act(v_lead.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  v_phone := (select k.phone from public.contacts k where k.id = v_lead.contact_id);
  -- A text to them begins its way before this or after it, never beside it, and so does the keeping of a time.
  perform app.lock_person(v_lead.clinic_id, v_phone);
  select * into v_lead from public.leads l where l.id = p_lead_id for no key update;
  if not found then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if v_lead.status = 'booked' then return '{"status": 409, "code": "already_booked"}'; end if;
  if p_is_closed then
    perform app.stop_lead(v_lead, clock_timestamp());
  elsif v_lead.status = 'closed' then
    -- Whoever said stop, before or since, is left alone.
    if v_lead.closed_at is null or app.is_suppressed(v_lead.clinic_id, v_phone) then return '{"status": 403, "code": "not_permitted"}'; end if;
    perform app.resume_lead(v_lead);
  end if;
  return '{"status": 200}';
exception when lock_not_available or deadlock_detected then
  raise sqlstate 'PT503' using message = 'somebody is busy with this lead', hint = 'try again';
end
$$;
comment on function public.close_lead(uuid, boolean) is
  'Closes a lead, or opens one again that was closed by hand; twice is once. {status}: 200; 409 already_booked; 403 not_permitted for opening what STOP closed. 403 for a foreign or unknown lead.';

-- As before, and when it was closed.
create or replace function app.export_leads(p_contacts uuid[], p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'callId', l.call_id, 'status', l.status, 'reason', l.reason, 'stage', l.stage,
    'procedure', (select p.name from public.procedures p where p.id = l.procedure_id), 'offered', l.offered, 'choices', l.choices, 'wish', l.wish,
    'createdAt', app.rfc3339(l.created_at, p_zone), 'contactedAt', app.rfc3339(l.contacted_at, p_zone), 'repliedAt', app.rfc3339(l.replied_at, p_zone),
    'closedAt', app.rfc3339(l.closed_at, p_zone), 'bookedAt', app.rfc3339(l.booked_at, p_zone), 'bookingId', l.booking_id, 'valuePence', l.value_pence) order by l.created_at), '[]')
  from public.leads l where l.contact_id = any (p_contacts)
$$;

create trigger closed_leads_are_deeds after update on public.leads
  for each row when (old.closed_at is null and new.closed_at is not null) execute function app.note_deed('lead.closed', 'id');
create trigger reopened_leads_are_deeds after update on public.leads
  for each row when (old.closed_at is not null and new.closed_at is null) execute function app.note_deed('lead.reopened', 'id');

select app.build_wall();
grant execute on function public.close_lead(uuid, boolean) to authenticated, api_client, service_role;
