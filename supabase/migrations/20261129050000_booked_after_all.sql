-- A lead that somebody at the clinic closed, and who books all the same, has booked: what Sarah's text won back is not lost because nobody waited for it.

create or replace function app.bookings_settle_lead() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_lead public.leads;
begin
  -- The lead of this very call, else this person's latest; what STOP closed stays closed.
  select l.* into v_lead from public.leads l where l.call_id = new.call_id and (l.status not in ('booked', 'closed') or l.closed_at is not null);
  if not found then
    select l.* into v_lead from public.contacts w
    join public.contacts k on k.clinic_id = w.clinic_id and k.phone = w.phone join public.leads l on l.contact_id = k.id
    where w.id = new.contact_id and l.created_at > clock_timestamp() - interval '14 days' and (l.status not in ('booked', 'closed') or l.closed_at is not null)
    order by l.created_at desc limit 1;
    if not found then return null; end if;
  end if;
  -- As the last writer left it: the carrier may have taken the text while we waited.
  select * into v_lead from public.leads l where l.id = v_lead.id for no key update;
  if v_lead.status = 'booked' or v_lead.status = 'closed' and v_lead.closed_at is null then return null; end if;
  update public.leads l set status = 'booked', booking_id = new.id, booked_at = clock_timestamp(), awaiting = null, choices = '[]', wish = null,
    closed_at = null, closed_from = null,
    reason = case when v_lead.contacted_at is null then 'booked_meanwhile' end, updated_at = clock_timestamp(),
    is_recovered = v_lead.contacted_at is not null or exists (select from public.call_backs b where b.lead_id = v_lead.id and b.state = 'placed'),
    value_pence = (select p.price_pence from public.procedures p where p.id = new.procedure_id)
  where l.id = v_lead.id;
  update public.messages m set state = 'cancelled', reason = 'booked_meanwhile'
  where m.lead_id = v_lead.id and m.kind = 'recovery' and m.state in ('queued', 'held');
  update public.call_backs b set state = 'cancelled', reason = 'booked_meanwhile' where b.lead_id = v_lead.id and b.state in ('queued', 'held');
  update public.bookings b set status = 'expired', hold_expires_at = null where b.id = (
    -- Bookings come before leads in the order of locks, so none is waited for here: whoever is busy with this one ends it too.
    select h.id from public.bookings h where h.id = v_lead.hold_id and h.id <> new.id and h.status = 'held' for update skip locked);
  update public.staff_tasks t set done_at = clock_timestamp() where t.lead_id = v_lead.id and t.kind in ('lead', 'call_back') and t.done_at is null;
  return null;
end
$$;
