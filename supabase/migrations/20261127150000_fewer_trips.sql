-- The webhook in fewer and shorter steps: a caller waits for each of them.

-- In plpgsql, which keeps the plans of its expressions: a week of free times is written four to five times as fast as in SQL.
create or replace function app.rfc3339(p_at timestamptz, p_zone text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  c_wall constant timestamp := timezone(p_zone, p_at);
  c_minutes constant int := (extract(epoch from c_wall - timezone('UTC', p_at)) / 60)::int;
begin
  return to_char(c_wall, 'YYYY-MM-DD"T"HH24:MI:SS') || case when c_minutes < 0 then '-' else '+' end
    || lpad((abs(c_minutes) / 60)::text, 2, '0') || ':' || lpad((abs(c_minutes) % 60)::text, 2, '0');
end
$$;

-- In one step instead of five functions within each other: it is asked many times in every exchange, and for every row that is read.
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
    else false
  end, false);
end
$$;

-- The same: before every statement that changes something.
create or replace function app.key_may(p_scopes text[]) returns boolean
language plpgsql stable set search_path = ''
as $$
declare c_claims constant jsonb := coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;
begin
  return c_claims ->> 'role' is distinct from 'api_client' or coalesce(c_claims -> 'scopes' ?| p_scopes, false);
end
$$;

create or replace function public.note_call(
  p_clinic_id uuid, p_vapi_call_id text, p_status text default null, p_at timestamptz default null, p_phone text default null,
  p_ended_reason text default null, p_is_test boolean default false
) returns uuid
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_call public.calls;
  v_contact uuid;
begin
  if not app.may_act(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if p_vapi_call_id !~ '^[A-Za-z0-9_.:-]{1,100}$' or p_ended_reason !~ '^[a-z0-9._-]{1,200}$' then
    raise sqlstate 'PT422' using message = 'not an id or a code of the voice platform', detail = 'call';
  end if;
  select * into v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id;
  -- Most messages say nothing new of the call itself: those read, lock nothing, and wait for no disk.
  if found and p_status is distinct from 'ended' and not coalesce(app.call_rank(p_status) > app.call_rank(v_call.status), false)
    and not coalesce(p_at < v_call.started_at, false) and (v_call.contact_id is not null or p_phone is null or v_call.erased_at is not null) then
    return v_call.id;
  end if;
  -- A first message that says "ended" still passes through being a call, so that there is one moment at which it ends.
  insert into public.calls (clinic_id, vapi_call_id, status, started_at, is_test, direction)
  select p_clinic_id, p_vapi_call_id, case when p_status = 'ended' then 'in-progress' else coalesce(p_status, 'in-progress') end, least(coalesce(p_at, now()), now()), p_is_test,
    case when exists (select from public.call_backs b where b.vapi_call_id = p_vapi_call_id) then 'outbound' else 'inbound' end
  where v_call.id is null
  on conflict (clinic_id, vapi_call_id) do nothing;
  select * into strict v_call from public.calls c where c.clinic_id = p_clinic_id and c.vapi_call_id = p_vapi_call_id for no key update;
  if v_call.contact_id is null and p_phone is not null and v_call.erased_at is null then v_contact := app.upsert_contact(p_clinic_id, null, p_phone, null); end if;
  -- Only forward: a late "ringing" says nothing new, and nothing comes after "ended".
  update public.calls c set
    status = case when app.call_rank(p_status) > app.call_rank(c.status) then p_status else c.status end,
    started_at = least(c.started_at, coalesce(p_at, c.started_at)),
    ended_at = case when p_status = 'ended' then coalesce(c.ended_at, greatest(p_at, c.started_at)) else c.ended_at end,
    end_heard_at = case when p_status = 'ended' then coalesce(c.end_heard_at, clock_timestamp()) else c.end_heard_at end,
    ended_reason = coalesce(c.ended_reason, case when p_status = 'ended' then p_ended_reason end),
    was_transferred = c.was_transferred or coalesce(p_status = 'forwarding', false),
    contact_id = coalesce(c.contact_id, v_contact)
  where c.id = v_call.id and (
    app.call_rank(p_status) > app.call_rank(c.status) or p_at < c.started_at or v_contact is not null
    or p_status = 'ended' and (c.ended_at is null or c.ended_reason is null and p_ended_reason is not null));
  if p_status = 'ended' and v_call.status <> 'ended' then perform app.follow_up(v_call.id, false); end if;
  return v_call.id;
end
$$;

create or replace function public.open_call(
  p_clinic_id uuid, p_vapi_call_id text, p_at timestamptz, p_phone text, p_is_test boolean, p_tool_call_ids text[]
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare v_call uuid := public.note_call(p_clinic_id, p_vapi_call_id, 'in-progress', p_at, p_phone, null, p_is_test);
begin
  -- What the tool does next is committed to disk before anybody hears of it, and all that was written before it along with it.
  perform set_config('synchronous_commit', 'off', true);
  return (select jsonb_build_object('id', k.id, 'zone', c.time_zone, 'callerHasNumber', p.phone is not null,
      'danger', case when k.danger_at is not null then (select a.kind from public.alerts a where a.call_id = k.id) end,
      'procedures', coalesce((select jsonb_agg(jsonb_build_object('slug', q.slug, 'name', q.name))
        from public.procedures q where q.clinic_id = c.id and q.is_active), '[]'),
      'answered', coalesce((select jsonb_agg(jsonb_build_object('id', t.tool_call_id, 'result', t.result))
        from public.tool_calls t where t.call_id = k.id and t.tool_call_id = any (p_tool_call_ids)), '[]'))
    from public.calls k join public.clinics c on c.id = k.clinic_id left join public.contacts p on p.id = k.contact_id
    where k.id = v_call);
end
$$;

create or replace function public.note_tool_call(
  p_call_id uuid, p_tool_call_id text, p_name text, p_result jsonb, p_took_ms int
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_clinic uuid := (select c.clinic_id from public.calls c where c.id = p_call_id);
  v_result jsonb;
begin
  if not app.may_act(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  insert into public.tool_calls (clinic_id, call_id, tool_call_id, name, result, took_ms)
  values (v_clinic, p_call_id, p_tool_call_id, p_name, p_result, coalesce(p_took_ms, (extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000)::int))
  on conflict (call_id, tool_call_id) do nothing
  returning result into v_result;
  if not found then select t.result into strict v_result from public.tool_calls t where t.call_id = p_call_id and t.tool_call_id = p_tool_call_id; end if;
  return v_result;
end
$$;
comment on function public.note_tool_call(uuid, text, text, jsonb, int) is
  'Keeps a tool call''s answer; of two, the first, which is returned. Milliseconds that it took, or null in the statement that does all of its work.';

-- An agent asks about the same treatment again and again, and a claim names the caller whom the call knows: what changes nothing is not written,
-- not announced, and waits for no disk, whoever writes it. After the other triggers, by its name.
create trigger calls_unchanged before update on public.calls for each row execute function suppress_redundant_updates_trigger();

-- Who asks, what they ask and what it costs them, in one exchange: this first, to step down by it, and app.admit last, so that the row of the
-- allowance is locked no longer than it takes to commit, and a clinic's calls do not wait for each other.
create function app.clinic_of_secret(p_hash bytea) returns uuid
language sql stable security definer set search_path = ''
as $$
  select k.clinic_id from app.clinic_keys k
  where k.hash = p_hash and k.kind = 'vapi' and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())
$$;
comment on function app.clinic_of_secret(bytea) is
  'The clinic that a voice platform''s secret stands for; null for one that is unknown, revoked or past its time. Callable before anybody is known: it needs the hash of 256 random bits.';

-- What a claim, a move or a cancellation came to, as the agent is to say it.
create function app.tool_answer(p_outcome jsonb, p_status int, p_say text) returns jsonb
language sql stable set search_path = ''
as $$
  select case when p_outcome ? 'booking' then jsonb_build_object('status', p_status, 'say', format(p_say, to_char(t.wall, 'FMDay FMDD FMMonth'), to_char(t.wall, 'FMHH12:MI AM')))
      || jsonb_build_object('id', b -> 'id', 'start', b -> 'start', 'end', b -> 'end', 'practitionerId', b -> 'practitionerId', 'procedure', b -> 'procedure')
    else jsonb_strip_nulls(jsonb_build_object('status', p_outcome -> 'status', 'code', p_outcome -> 'code', 'say', p_outcome -> 'say', 'reason', p_outcome -> 'reason'))
      || jsonb_build_object('alternatives', coalesce(p_outcome -> 'alternatives', '[]')) end
  from (select p_outcome -> 'booking' as b, left(p_outcome -> 'booking' ->> 'start', 19)::timestamp as wall) t
$$;
comment on function app.tool_answer(jsonb, int, text) is
  'The tool''s answer: for a booking the sentence with its day and time put in, in the clinic''s own wall clock; for a refusal what it says, and its alternatives.';

-- A plan made anew for each value of the arguments costs more than any of these statements takes.
alter function app.admit(bytea, text) set plan_cache_mode = 'force_generic_plan';
alter function public.note_call_details(uuid, text, text, text) set plan_cache_mode = 'force_generic_plan';
alter function public.note_consent(uuid, text, text, text, text, text, timestamptz) set plan_cache_mode = 'force_generic_plan';
alter function public.ask_for_person(uuid, text) set plan_cache_mode = 'force_generic_plan';
alter function public.caller_bookings(uuid) set plan_cache_mode = 'force_generic_plan';

select app.build_wall();
grant execute on function app.clinic_of_secret(bytea) to anon;
grant execute on function app.tool_answer(jsonb, int, text) to voice_agent;
