-- The times that an agent may offer, with the days it asked for put right here: so that they can be read in the exchange that opens the call,
-- when nobody but the database knows the clinic's zone yet.

-- From today on at the earliest, a week when no end was asked for, at most 31 days.
create function app.days_to_offer(p_from date, p_to date, p_zone text) returns tstzrange
language plpgsql stable set search_path = ''
as $$
declare
  c_today constant date := timezone(p_zone, clock_timestamp())::date;
  c_from constant date := greatest(p_from, c_today);
  c_to constant date := least(greatest(coalesce(p_to, c_from + 6), c_from), c_from + 30);
begin
  return tstzrange(timezone(p_zone, c_from::timestamp), timezone(p_zone, (c_to + 1)::timestamp));
end
$$;

create function public.times_to_offer(
  p_clinic_id uuid, p_procedure text, p_from date default null, p_to date default null, p_practitioner_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_days tstzrange := (select app.days_to_offer(p_from, p_to, c.time_zone) from public.clinics c where c.id = p_clinic_id);
begin
  return public.available_slots(p_clinic_id, p_procedure, lower(v_days), upper(v_days), p_practitioner_id);
end
$$;

comment on function public.times_to_offer(uuid, text, date, date, uuid) is
  'Free times as available_slots answers them, for days in the clinic''s zone: none before today, a week unless p_to says more, 31 days at most. 403 for a foreign clinic, 422 for an unknown procedure.';

select app.build_wall();
grant execute on function public.times_to_offer(uuid, text, date, date, uuid) to voice_agent;
