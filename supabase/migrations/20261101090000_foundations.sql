-- Foundations: where things live, who may act, and how a request says who it is.
--
-- Schema public is what the data API exposes: read-only through row level security, written by RPCs alone.
-- Schema app is never exposed: credentials, idempotency keys and the helpers that policies and RPCs share.

create schema if not exists extensions;
create extension if not exists btree_gist with schema extensions;

create schema app;
comment on schema app is 'Not exposed by the data API: credentials, idempotency keys, helpers of policies and RPCs.';

-- voice_agent: Voxanne during one call of one clinic. api_client: a program with a clinic's API key.
-- Both carry their clinic in the claim clinic_id and are members of nothing.
-- clinic_engine owns the SECURITY DEFINER functions. Row level security is forced on every table, so without BYPASSRLS
-- a definer function would see no rows and every slot would look free.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'voice_agent') then
    create role voice_agent nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'api_client') then
    create role api_client nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'clinic_engine') then
    create role clinic_engine nologin bypassrls;
  end if;
  -- The connection user must be able to step down to these roles, and to hand functions to the engine.
  execute pg_catalog.format('grant anon, authenticated, voice_agent, api_client, clinic_engine to %I', current_user);
  -- auth.uid() is within reach of signed-in people; on a hosted project nobody but the platform may grant that schema.
  grant authenticated to clinic_engine;
  -- PostgREST switches from this login to the role that a token names.
  if exists (select from pg_catalog.pg_roles where rolname = 'authenticator') then
    grant voice_agent, api_client to authenticator;
  end if;
end
$$;

grant usage on schema public to anon, authenticated, voice_agent, api_client, service_role, clinic_engine;
grant usage on schema app to anon, authenticated, voice_agent, api_client, service_role, clinic_engine;
grant usage on schema extensions to authenticated, voice_agent, api_client, service_role, clinic_engine;
grant usage on schema auth to authenticated, voice_agent, api_client, service_role, clinic_engine;

-- Nothing that is made from here on may be read before a grant says so. What PUBLIC may execute cannot be taken away for a
-- schema in advance: each migration that makes functions ends with a revoke.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke execute on functions from anon, authenticated;

create function app.claims() returns jsonb
language sql stable set search_path = ''
as $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
comment on function app.claims() is 'The verified token of this request, {} when there is none.';

create function app.caller_role() returns text
language sql stable set search_path = ''
as $$ select coalesce(app.claims() ->> 'role', 'none') $$;

create function app.token_clinic() returns uuid
language sql stable set search_path = ''
as $$ select case when app.caller_role() in ('voice_agent', 'api_client') then (app.claims() ->> 'clinic_id')::uuid end $$;
comment on function app.token_clinic() is 'The clinic that a voice agent or an API key acts for; null for people.';

create function app.actor() returns text
language sql stable set search_path = ''
as $$ select app.caller_role() || coalesce(':' || (app.claims() ->> 'sub'), '') $$;
comment on function app.actor() is 'Who did it, for audit rows: role and subject, never a name.';

grant execute on function app.claims(), app.caller_role(), app.token_clinic(), app.actor()
  to authenticated, voice_agent, api_client, service_role, clinic_engine;

create function app.refuse_change() returns trigger
language plpgsql set search_path = ''
as $$ begin raise sqlstate '42501' using message = tg_table_name || ' is append-only'; end $$;
comment on function app.refuse_change() is 'Trigger of append-only tables.';
