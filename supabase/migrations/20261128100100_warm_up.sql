-- What a caller will wait for is done once on every connection before anybody calls, and undone: a claim that books, beside one that is refused.
-- Until then only a time that may be outside the hours was claimed, by nobody's call, and the first caller on each connection waited for the rest.

create or replace function app.warm_up() returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v record;
  v_call uuid;
  v_start text;
begin
  select p.clinic_id, p.id as practitioner_id, q.slug into v
  from public.practitioner_procedures o join public.practitioners p on p.id = o.practitioner_id and p.is_active
  join public.procedures q on q.id = o.procedure_id and q.is_active and not q.is_age_restricted limit 1;
  if not found then return; end if;
  perform set_config('request.jwt.claims', jsonb_build_object('role', 'voice_agent', 'clinic_id', v.clinic_id)::text, true);
  -- Plans are kept from the sixth time on where they are not kept from the first.
  for i in 1..6 loop
    perform app.admit('\x00', 'vapi');
    v_call := (public.open_call(v.clinic_id, 'warm-up-' || i, now(), '+447700900999', true, '{}') ->> 'id')::uuid;
    -- A week is what callers ask for; a day is what they ask for next.
    v_start := public.times_to_offer(v.clinic_id, v.slug, null, null, v.practitioner_id) #>> '{0,start}';
    perform public.times_to_offer(v.clinic_id, v.slug, current_date + 20, current_date + 20, null);
    perform public.note_call_details(v_call, 'Warm Up', null, v.slug);
    for n in 1..2 loop
      -- The second time it is taken.
      perform public.note_tool_call(v_call, 'warm-up-' || n, 'claim_slot', app.tool_answer(public.claim_slot_atomic(v.clinic_id, v.slug,
        coalesce(v_start::timestamptz, date_trunc('hour', now()) + interval '3 days'), v.practitioner_id, '{"name": "Warm Up", "phone": "+447700900999"}',
        case n when 1 then v_call end, null, null, format('warm-up-%s-%s', i, n)), 201, '%s %s'), null);
    end loop;
  end loop;
  raise sqlstate 'PT000';
exception when sqlstate 'PT000' then
  perform set_config('request.jwt.claims', '', true);
end
$$;

select app.build_wall();
