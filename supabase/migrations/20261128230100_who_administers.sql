-- Whoever connects to the database itself as an administrator, or steps down to service_role, has no token and reads every row anyhow. To
-- refuse them the functions kept nobody out and left support with plain updates, past every rule that the functions hold. A request that
-- comes by the API always has claims, and is judged by these alone.
create or replace function app.may_act(p_clinic uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare c_claims constant jsonb := coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
begin
  -- Never null: "if not null" would let a token without a clinic, or an unknown id, through.
  return coalesce(case c_claims ->> 'role'
    when 'authenticated' then p_clinic = any (app.my_clinics())
    when 'voice_agent' then p_clinic = (c_claims ->> 'clinic_id')::uuid
    when 'api_client' then p_clinic = (c_claims ->> 'clinic_id')::uuid
    when 'service_role' then p_clinic is not null
    else c_claims = '{}' and p_clinic is not null and (current_setting('role') = 'service_role'
      or current_setting('role') = 'none' and (select r.rolbypassrls or r.rolsuper from pg_catalog.pg_roles r where r.rolname = session_user))
  end, false);
end
$$;
