-- Two contacts may have one number: a caller who was merged, or a couple who share a telephone. A text that the carrier has is found again
-- by its numbers and its words, so what was sent to the other contact of the number is no candidate for this message.
create or replace function app.text_facts(p_message public.messages) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('to', k.phone, 'from', coalesce(c.sms_number, c.phone_number), 'clinicName', c.name, 'clinicPhone', c.phone_number,
    'name', k.name, 'template', c.text_template, 'zone', c.time_zone, 'leadId', l.id,
    'treatment', case when q.id is null or q.is_prescription_only or c.texts_are_discreet then 'consultation' else q.public_label end,
    'hasProcedure', q.id is not null,
    'start', (select app.rfc3339(lower(b.during), c.time_zone) from public.bookings b where b.id = l.hold_id and b.status = 'held'),
    'booking', (select jsonb_build_object('start', app.rfc3339(lower(b.during), c.time_zone), 'practitioner', p.name)
      from public.bookings b join public.practitioners p on p.id = b.practitioner_id where b.id = (p_message.facts ->> 'bookingId')::uuid and b.clinic_id = c.id),
    'otherSids', coalesce((select jsonb_agg(o.provider_sid) from public.messages o
      where o.clinic_id = c.id and o.id <> p_message.id and o.provider_sid is not null
        and (o.contact_id = k.id or o.contact_id in (select same.id from public.contacts same where same.clinic_id = c.id and same.phone = k.phone))), '[]'))
  from public.clinics c left join public.contacts k on k.id = p_message.contact_id left join public.leads l on l.id = p_message.lead_id
    left join public.procedures q on q.id = l.procedure_id
  where c.id = p_message.clinic_id
$$;
