-- The time that a text keeps is booked by whoever says so: by the front desk too, in the calendar or on the lead's page. The booking was
-- still put down to the text.

create function app.bookings_booked_by() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.source := case app.caller_role() when 'authenticated' then 'dashboard' when 'api_client' then 'api' else new.source end;
  return new;
end
$$;
create trigger bookings_booked_by before update on public.bookings
  for each row when (old.status = 'held' and new.status = 'booked' and old.source = 'text') execute function app.bookings_booked_by();

select app.build_wall();
