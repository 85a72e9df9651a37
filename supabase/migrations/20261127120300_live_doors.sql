-- Who listens when a door is shut: a member who is removed, or a key that is revoked, stops hearing what changes at that moment too.

create function app.announce_door() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare v_row constant jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  perform pg_notify('clinic_changes', jsonb_build_object('clinicId', v_row -> 'clinic_id', 'table', 'doors', 'id', coalesce(v_row -> 'user_id', v_row -> 'id'))::text);
  return null;
end
$$;
comment on function app.announce_door() is 'Tells open streams that somebody may have lost, or got, their way in; each asks again for itself.';
create trigger clinic_members_announce after insert or update or delete on public.clinic_members for each row execute function app.announce_door();
create trigger clinic_keys_announce after insert or delete or update of revoked_at, expires_at on app.clinic_keys for each row execute function app.announce_door();

create function app.key_opens() returns boolean
language sql stable security definer set search_path = ''
as $$
  select app.caller_role() <> 'api_client' or app.claims() ->> 'key_id' is null or exists (
    select from app.clinic_keys k where k.clinic_id = app.token_clinic() and k.id = (app.claims() ->> 'key_id')::uuid
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()))
$$;
comment on function app.key_opens() is 'Whether the key that asks still opens anything; true for whoever asks without one.';

select app.build_wall();
grant execute on function app.key_opens() to authenticated, voice_agent, api_client;
