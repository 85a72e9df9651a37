-- Whoever answers a text has it, whatever the carrier's own answer became: lost with a connection, or with a worker that was killed. Until the
-- carrier is asked, a minute later, their "1" was a text to nobody, and a person's work.

create function public.note_answered(p_clinic_id uuid, p_from text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  update public.leads l set contacted_at = m.attempt_started_at, reason = null, status = case when l.status in ('waiting', 'held') then 'contacted' else l.status end,
    updated_at = clock_timestamp()
  from public.messages m, public.contacts k
  where l.clinic_id = p_clinic_id and l.contacted_at is null and k.id = l.contact_id and k.phone = p_from
    and m.lead_id = l.id and m.kind = 'recovery' and m.state in ('sending', 'unknown') and m.attempt_id is not null;
end
$$;
comment on function public.note_answered(uuid, text) is
  'A text came from this number: our first text to them, if it is still unknown whether it went, did. Before receive_text and by itself, because no lead may be locked before a practitioner. 403 for a foreign clinic.';

select app.build_wall();
grant execute on function public.note_answered(uuid, text) to voice_agent;
