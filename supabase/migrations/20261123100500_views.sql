-- Reading what was said is noted: who, when, which call.

create function public.read_transcript(p_call_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
begin
  if v_clinic is null or not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  -- A call without words shows none, so there is nothing to note.
  if not exists (select from public.logs l where l.call_id = p_call_id) then return '[]'; end if;
  perform app.note_view(v_clinic, 'transcript', p_call_id);
  return (select jsonb_agg(jsonb_build_object('position', l.position, 'role', l.role, 'text', l.text,
      'at', app.rfc3339(l.said_at, c.time_zone)) order by l.position)
    from public.logs l join public.clinics c on c.id = l.clinic_id where l.call_id = p_call_id);
end
$$;
comment on function public.read_transcript(uuid) is
  'The redacted words of a call, [{position, role, text, at}] in order; at is null when the platform did not say. The view is noted in access_log. 403 for a foreign call.';

select app.build_wall();
grant execute on function public.read_transcript(uuid) to authenticated, api_client, service_role;
