-- Access (UK GDPR Art. 15): everything that is held about a person, out of every table that holds any of it. The words of texts leave
-- here sealed, as they are kept; the application opens them.

create function app.export_calls(p_contacts uuid[], p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'direction', c.direction, 'status', c.status, 'startedAt', app.rfc3339(c.started_at, p_zone),
    'endedAt', app.rfc3339(c.ended_at, p_zone), 'endedReason', c.ended_reason, 'procedure', (select p.name from public.procedures p where p.id = c.procedure_id),
    'wasTransferred', c.was_transferred, 'isEmergency', c.is_emergency, 'isUnderAge', c.is_under_age, 'greetingVersion', c.greeting_version,
    'deletedAtVoicePlatformAt', app.rfc3339(c.forgotten_at, p_zone),
    'transcript', coalesce((select jsonb_agg(jsonb_build_object('role', l.role, 'text', l.text, 'at', app.rfc3339(l.said_at, p_zone), 'redactorVersion', l.redactor_version)
      order by l.position) from public.logs l where l.call_id = c.id), '[]'),
    'toolCalls', coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'at', app.rfc3339(t.at, p_zone), 'result', t.result) order by t.at)
      from public.tool_calls t where t.call_id = c.id), '[]'),
    'ageAnswers', coalesce((select jsonb_agg(jsonb_build_object('isAdult', a.is_adult, 'at', app.rfc3339(a.at, p_zone)) order by a.at)
      from public.age_attestations a where a.call_id = c.id), '[]')) order by c.started_at), '[]')
  from public.calls c where c.contact_id = any (p_contacts)
$$;

create function app.export_bookings(p_contacts uuid[], p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'status', b.status, 'start', app.rfc3339(lower(b.during), p_zone), 'end', app.rfc3339(upper(b.during), p_zone),
    'procedure', p.name, 'practitioner', r.name, 'source', b.source, 'attended', b.attended, 'createdAt', app.rfc3339(b.created_at, p_zone),
    'inCalendar', exists (select from public.booking_mirrors m where m.booking_id = b.id),
    'trail', coalesce((select jsonb_agg(jsonb_build_object('action', a.action, 'by', a.actor, 'at', app.rfc3339(a.at, p_zone), 'detail', a.detail) order by a.id)
      from public.booking_audit a where a.booking_id = b.id), '[]')) order by lower(b.during)), '[]')
  from public.bookings b join public.procedures p on p.id = b.procedure_id join public.practitioners r on r.id = b.practitioner_id
  where b.contact_id = any (p_contacts)
$$;

create function app.export_texts(p_contacts uuid[], p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'leadId', m.lead_id, 'direction', m.direction, 'kind', m.kind, 'sealed', m.body, 'state', m.state,
    'basis', m.basis, 'reason', m.reason, 'delivery', m.provider_status, 'carrierId', m.provider_sid, 'createdAt', app.rfc3339(m.created_at, p_zone),
    'acceptedAt', app.rfc3339(m.accepted_at, p_zone), 'deliveredAt', app.rfc3339(m.delivered_at, p_zone),
    'events', coalesce((select jsonb_agg(jsonb_build_object('status', e.status, 'at', app.rfc3339(e.at, p_zone)) order by e.id)
      from public.message_events e where e.message_id = m.id), '[]')) order by m.created_at, m.id), '[]')
  from public.messages m where m.contact_id = any (p_contacts) or m.lead_id in (select l.id from public.leads l where l.contact_id = any (p_contacts))
$$;

create function app.export_leads(p_contacts uuid[], p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'callId', l.call_id, 'status', l.status, 'reason', l.reason, 'stage', l.stage,
    'procedure', (select p.name from public.procedures p where p.id = l.procedure_id), 'offered', l.offered, 'choices', l.choices, 'wish', l.wish,
    'createdAt', app.rfc3339(l.created_at, p_zone), 'contactedAt', app.rfc3339(l.contacted_at, p_zone), 'repliedAt', app.rfc3339(l.replied_at, p_zone),
    'bookedAt', app.rfc3339(l.booked_at, p_zone), 'bookingId', l.booking_id, 'valuePence', l.value_pence) order by l.created_at), '[]')
  from public.leads l where l.contact_id = any (p_contacts)
$$;

create function app.export_rest(p_contacts uuid[], p_clinic uuid, p_zone text) returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select jsonb_build_object(
    'consents', coalesce((select jsonb_agg(jsonb_build_object('channel', s.channel, 'value', s.value, 'basis', s.basis, 'words', s.words, 'source', s.source,
        'scriptVersion', s.script_version, 'heardAt', app.rfc3339(s.heard_at, p_zone), 'callId', s.call_id) order by s.heard_at)
      from public.consents s where s.contact_id = any (p_contacts) or s.call_id in (select c.id from public.calls c where c.contact_id = any (p_contacts))), '[]'),
    'textsStopped', exists (select from public.contacts k where k.id = any (p_contacts) and app.is_suppressed(p_clinic, k.phone)),
    'callBacks', coalesce((select jsonb_agg(jsonb_build_object('state', b.state, 'reason', b.reason, 'dueAt', app.rfc3339(b.due_at, p_zone), 'placedAt', app.rfc3339(b.placed_at, p_zone)) order by b.created_at)
      from public.call_backs b where b.contact_id = any (p_contacts)), '[]'),
    'tasks', coalesce((select jsonb_agg(jsonb_build_object('kind', t.kind, 'reason', t.reason, 'createdAt', app.rfc3339(t.created_at, p_zone), 'doneAt', app.rfc3339(t.done_at, p_zone)) order by t.created_at)
      from public.staff_tasks t where t.clinic_id = p_clinic and (t.call_id in (select c.id from public.calls c where c.contact_id = any (p_contacts))
        or t.lead_id in (select l.id from public.leads l where l.contact_id = any (p_contacts))
        or t.booking_id in (select b.id from public.bookings b where b.contact_id = any (p_contacts))
        or t.request_id in (select r.id from public.rights_requests r where r.contact_id = any (p_contacts)))), '[]'),
    'requests', coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'receivedOn', r.received_on, 'dueOn', r.due_on, 'acknowledgedAt', app.rfc3339(r.acknowledged_at, p_zone),
        'completedAt', app.rfc3339(r.completed_at, p_zone), 'outcome', r.outcome) order by r.received_on)
      from public.rights_requests r where r.contact_id = any (p_contacts)), '[]'),
    'views', coalesce((select jsonb_agg(jsonb_build_object('by', a.actor, 'kind', a.kind, 'at', app.rfc3339(a.at, p_zone)) order by a.id)
      from public.access_log a where a.clinic_id = p_clinic and (a.subject_id = any (p_contacts)
        or a.subject_id in (select c.id from public.calls c where c.contact_id = any (p_contacts))
        or a.subject_id in (select l.id from public.leads l where l.contact_id = any (p_contacts)))), '[]'))
$$;

create function public.export_contact(p_contact_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_clinic public.clinics;
  v_person uuid[] := app.person_of(p_contact_id);
begin
  select c.* into v_clinic from public.contacts k join public.clinics c on c.id = k.clinic_id where k.id = p_contact_id;
  if not found or not app.may_own(v_clinic.id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  perform app.note_view(v_clinic.id, 'export', p_contact_id);
  return jsonb_build_object(
    'exportedAt', app.rfc3339(clock_timestamp(), v_clinic.time_zone), 'clinic', jsonb_build_object('id', v_clinic.id, 'name', v_clinic.name, 'phone', v_clinic.phone_number),
    'contacts', (select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'phone', k.phone, 'email', k.email, 'dob', k.dob, 'postcode', k.postcode, 'address', k.address,
        'isHumanOnly', k.is_human_only, 'createdAt', app.rfc3339(k.created_at, v_clinic.time_zone), 'updatedAt', app.rfc3339(k.updated_at, v_clinic.time_zone)) order by k.created_at)
      from public.contacts k where k.id = any (v_person)),
    'calls', app.export_calls(v_person, v_clinic.time_zone), 'bookings', app.export_bookings(v_person, v_clinic.time_zone),
    'leads', app.export_leads(v_person, v_clinic.time_zone), 'texts', app.export_texts(v_person, v_clinic.time_zone),
    'retention', (select jsonb_build_object('transcriptDays', coalesce(r.transcript_days, 90), 'leadDays', coalesce(r.lead_days, 90),
        'callDays', coalesce(r.call_days, 395), 'messageDays', coalesce(r.message_days, 395)) from (select) x left join public.retention r on r.clinic_id = v_clinic.id))
    || app.export_rest(v_person, v_clinic.id, v_clinic.time_zone);
end
$$;
comment on function public.export_contact(uuid) is
  'All that is held about a person, texts sealed; the export is on record. Owners and API keys; 403 for everybody else and for foreign ids.';
