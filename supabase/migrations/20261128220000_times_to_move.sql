-- Where a booking can go: its own time does not stand in its way, so that it may move by a quarter of an hour.

create function public.times_to_move(
  p_booking_id uuid, p_from timestamptz, p_until timestamptz, p_practitioner_id uuid default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_booking public.bookings := app.own_booking(p_booking_id, null);
  v_zone text := (select c.time_zone from public.clinics c where c.id = v_booking.clinic_id);
begin
  if p_practitioner_id is not null and not exists (
      select from public.practitioners p where p.id = p_practitioner_id and p.clinic_id = v_booking.clinic_id) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  if p_until <= p_from or p_until > p_from + interval '62 days' then
    raise sqlstate 'PT422' using message = 'the span must be between nothing and 62 days', detail = 'to';
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'start', app.rfc3339(s, v_zone), 'end', app.rfc3339(s + make_interval(mins => o.minutes), v_zone), 'practitionerId', o.practitioner_id)
      order by s, o.practitioner_id)
    from (
      select pp.practitioner_id, coalesce(pp.duration_minutes, q.duration_minutes) as minutes
      from public.practitioner_procedures pp join public.practitioners p on p.id = pp.practitioner_id and p.is_active
      join public.procedures q on q.id = pp.procedure_id
      where pp.procedure_id = v_booking.procedure_id and (p_practitioner_id is null or pp.practitioner_id = p_practitioner_id)
    ) o
    cross join lateral app.free_starts(o.practitioner_id, o.minutes, v_booking.buffer_before_minutes,
      v_booking.buffer_after_minutes, p_from, p_until, p_booking_id) s
    where o.practitioner_id <> v_booking.practitioner_id or s <> lower(v_booking.during)), '[]');
end
$$;
comment on function public.times_to_move(uuid, timestamptz, timestamptz, uuid) is
  'Where a booking may be moved to in [from, until), 62 days at most, its own time taken for free: [{start, end, practitionerId}]. A foreign or unknown id is refused with 403.';

select app.build_wall();
grant execute on function public.times_to_move(uuid, timestamptz, timestamptz, uuid) to authenticated, api_client, service_role;
