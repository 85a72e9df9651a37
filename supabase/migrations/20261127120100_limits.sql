-- How much is too much: one allowance for each who asks, shared by all processes, because it is counted here.
--
-- A bucket is one instant: full_at, when all of it will have come back. Whoever takes moves it on by what one costs, and may not move it
-- further ahead than the whole bucket holds. So there is one row, one column, one short update, and nothing to refill.

-- Unlogged and worth nothing after a crash, so it may be made anew.
truncate app.rate_limits;
alter table app.rate_limits drop column count, add column full_at timestamptz not null;
-- Updated in place, again and again: room in the page keeps the index out of it.
alter table app.rate_limits set (fillfactor = 50);
comment on table app.rate_limits is 'Allowances in use, by hash of who asks. Worth nothing after a crash, so not logged.';
comment on column app.rate_limits.started_at is 'When it was last asked for: after ten minutes without, it is forgotten, and full again anyway.';
comment on column app.rate_limits.full_at is 'When the whole allowance is there again; past when it is.';

create function app.spend(p_key bytea, p_a_second float8, p_burst int) returns float8
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_now constant timestamptz := clock_timestamp();
  v_each constant interval := make_interval(secs => 1 / p_a_second);
begin
  insert into app.rate_limits as r (key, started_at, full_at) values (p_key, c_now, c_now + v_each)
  on conflict (key) do update set started_at = c_now, full_at = greatest(r.full_at, c_now) + v_each
    where greatest(r.full_at, c_now) + v_each <= c_now + v_each * p_burst;
  if found then return 0; end if;
  return (select greatest(extract(epoch from r.full_at + v_each - v_each * p_burst - c_now), 0.001) from app.rate_limits r where r.key = p_key);
end
$$;
comment on function app.spend(bytea, float8, int) is
  'One more of so many a second, so many at once, counted across all processes. 0 when there was one left, else the seconds until there is. What is refused costs nothing.';

create or replace function app.take(p_key bytea, p_most int) returns boolean
language sql volatile security definer set search_path = ''
as $$ select app.spend(p_key, p_most / 60.0, p_most) = 0 $$;
comment on function app.take(bytea, int) is 'One more of at most so many a minute, all of them at once if need be; false when it is too many.';

-- What one key, secret or person may: 50 requests a second for as long as they like, 300 before that.
create function app.pace(p_who bytea) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_wait constant float8 := app.spend(p_who, 50, 300);
begin
  if v_wait > 0 then raise sqlstate 'PT429' using message = 'too_many', detail = ceil(v_wait)::int::text; end if;
end
$$;
comment on function app.pace(bytea) is 'Lets whoever asks through, or raises PT429 with the seconds to wait.';

create function app.admit(p_hash bytea, p_kind text) returns table (clinic_id uuid, key_id uuid, scopes text[])
language plpgsql volatile security definer set search_path = ''
as $$
declare v_key app.clinic_keys;
begin
  select * into v_key from app.clinic_keys k where k.hash = p_hash and k.kind = p_kind and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp());
  if not found then return; end if;
  perform app.pace(p_hash);
  if v_key.last_used_at is null or v_key.last_used_at < clock_timestamp() - interval '1 minute' then
    -- Whoever finds the row busy leaves it: somebody is writing the same minute.
    update app.clinic_keys k set last_used_at = date_trunc('minute', clock_timestamp())
    where k.hash = (select x.hash from app.clinic_keys x where x.hash = p_hash for update skip locked);
  end if;
  return query select v_key.clinic_id, v_key.id, v_key.scopes;
end
$$;
comment on function app.admit(bytea, text) is
  'The clinic that a secret stands for, with the key''s id and scopes, and one of its allowance taken: one trip, because a call waits for it. No row for a secret that is unknown, revoked or past its time; PT429 when it asks too much. Callable before anybody is known: it needs the hash of 256 random bits.';

create function app.pace_person() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if app.caller_role() = 'authenticated' then perform app.pace(sha256(convert_to('person:' || coalesce(app.claims() ->> 'sub', ''), 'UTF8'))); end if;
  return true;
end
$$;
comment on function app.pace_person() is 'Takes one of the signed-in person''s own allowance; programs are counted by their key.';

drop function app.clinic_of_key(bytea, text);
select app.build_wall();
grant execute on function app.admit(bytea, text) to anon;
grant execute on function app.pace_person() to authenticated, api_client, voice_agent;
