-- Who rings several times is one person. What they said last counts for the texts of the calls before, a text that still waits for permitted
-- hours goes once, with the last call's treatment, and a number has one kept time: that of its newest text, which is what a reply of "1" books.

-- As before, with what the same number said in a later call; a text that comes back into the queue after its lead was closed stops for that.
create or replace function app.why_not_text(p_message public.messages, p_is_sandbox boolean) returns table (status text, reason text)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_call public.calls;
  v_phone text := (select k.phone from public.contacts k where k.id = p_message.contact_id);
  v_permission public.consents;
  v_later uuid[];
begin
  if not p_is_sandbox and app.is_synthetic(p_message.clinic_id) then return query select 'not_permitted', 'test_call'; return; end if;
  if app.is_suppressed(p_message.clinic_id, v_phone) then return query select 'not_permitted', 'opted_out'; return; end if;
  if app.kind_of_number(v_phone) <> 'mobile' then return query select 'needs_person', app.kind_of_number(v_phone); return; end if;
  if p_message.kind <> 'recovery' then return; end if;
  select * into strict v_lead from public.leads l where l.id = p_message.lead_id;
  select * into strict v_call from public.calls c where c.id = v_lead.call_id;
  v_permission := app.text_permission(v_call.id);
  select coalesce(array_agg(c.id), '{}') into v_later from public.contacts k join public.calls c on c.contact_id = k.id
  where k.clinic_id = v_lead.clinic_id and k.phone = v_phone and c.created_at > v_call.created_at and c.is_test = v_call.is_test;
  return query select s.status, s.reason from (values
    (v_lead.is_test and not p_is_sandbox, 'not_permitted', 'test_call'),
    (v_call.is_emergency or exists (select from public.calls c where c.id = any (v_later) and c.is_emergency), 'not_permitted', 'emergency'),
    (v_call.is_under_age or exists (select from public.age_attestations a where a.call_id = v_call.id and not a.is_adult), 'not_permitted', 'under_age'),
    (v_lead.closed_at is not null, 'closed', 'closed'),
    (v_lead.status not in ('waiting', 'held'), v_lead.status, coalesce(v_lead.reason, 'booked_meanwhile')),
    (app.has_booked_since(v_lead.clinic_id, v_call.id, v_phone, v_call.created_at), 'closed', 'booked_meanwhile'),
    (v_permission.value is null or v_permission.value = 'not_offered', 'not_permitted', 'not_offered'),
    (v_permission.value = 'refused' or exists (select from public.consents s
      where s.call_id = any (v_later) and s.channel = 'text' and s.value = 'refused'), 'not_permitted', 'refused'),
    (v_permission.value <> 'granted' and (select c.texts_need_consent from public.clinics c where c.id = v_lead.clinic_id), 'not_permitted', 'needs_consent'),
    -- Both waited for the morning: the last call's text says all that the other would. A text that waited for nothing has its own call's promise.
    (v_lead.status = 'held' and exists (select from public.leads n join public.messages m on m.lead_id = n.id and m.kind = 'recovery' and m.state not in ('cancelled', 'failed')
      where n.call_id = any (v_later) and (n.procedure_id is not null or v_lead.procedure_id is null)), 'closed', 'rang_again')
  ) s (is_so, status, reason) where s.is_so limit 1;
end
$$;
comment on function app.why_not_text(public.messages, boolean) is 'Nothing when the text may go now; else what becomes of its lead, and why.';

-- As before, and the number's other kept times are let go.
create or replace function app.hold_for_lead(p_lead uuid) returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_lead public.leads;
  v_procedure public.procedures;
  v_answer jsonb;
  v_offer jsonb;
  v_id uuid;
begin
  select * into strict v_lead from public.leads l where l.id = p_lead;
  select * into v_procedure from public.procedures p where p.id = v_lead.procedure_id and p.is_active;
  if not found or jsonb_array_length(v_lead.offered) = 0 then return null; end if;
  select b.id into v_id from public.bookings b where b.id = v_lead.hold_id and b.status = 'held' and b.hold_expires_at > clock_timestamp() + interval '20 minutes';
  if found then return v_id; end if;
  -- Several claims follow in this transaction, each of which locks; taken one by one they could meet another claim head on.
  perform 1 from public.calls c where c.id = v_lead.call_id for no key update;
  perform 1 from public.practitioners p where p.id in (select pp.practitioner_id from public.practitioner_procedures pp where pp.procedure_id = v_lead.procedure_id)
  order by p.id for update;
  -- The very time that was offered last; when it has gone, the next that was; then the nearest that is free.
  for v_offer in select o from jsonb_array_elements(v_lead.offered) with ordinality x(o, n) where n <= 3 order by n loop
    v_answer := app.try_hold(v_lead, v_procedure, v_offer);
    exit when v_answer ->> 'status' = '201';
  end loop;
  if v_answer ->> 'status' <> '201' and jsonb_array_length(v_answer -> 'alternatives') > 0 then
    v_answer := app.try_hold(v_lead, v_procedure, v_answer -> 'alternatives' -> 0);
  end if;
  v_id := (v_answer -> 'booking' ->> 'id')::uuid;
  if v_id is not null then
    update public.bookings b set contact_id = v_lead.contact_id, source = 'text' where b.id = v_id;
    update public.leads l set hold_id = v_id, updated_at = clock_timestamp() where l.id = p_lead;
    -- Who rings ten times keeps one time from others, not ten. What somebody else is just changing looks after itself.
    update public.bookings b set status = 'expired', hold_expires_at = null where b.id in (
      select h.id from public.bookings h
      where h.clinic_id = v_lead.clinic_id and h.status = 'held' and h.source = 'text' and h.id <> v_id
        and h.contact_id in (select same.id from public.contacts k join public.contacts same on same.clinic_id = k.clinic_id and same.phone = k.phone where k.id = v_lead.contact_id)
      for update skip locked);
  end if;
  return v_id;
end
$$;
comment on function app.hold_for_lead(uuid) is
  'Keeps the time that the caller was offered last for thirty minutes, from now, and lets go of what an earlier text kept for the same number; null when there is none to keep.';
