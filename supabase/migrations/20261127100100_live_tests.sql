-- Live tests: a clinic tries a promise on its own deployment. What is tried happens in two synthetic clinics; the clinic keeps the result.

create table public.live_test_runs (
  id uuid primary key default gen_random_uuid(),
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  task text not null check (task in ('atomic-collision', 'contextual-handoff', 'silo', 'redaction', 'latency')),
  state text not null default 'running' check (state in ('running', 'done', 'broken')),
  passed boolean,
  metrics jsonb not null default '{}' check (jsonb_typeof(metrics) = 'object' and length(metrics::text) <= 20000),
  evidence jsonb not null default '[]' check (jsonb_typeof(evidence) = 'array' and length(evidence::text) <= 400000),
  started_by text not null default app.actor(),
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  unique (clinic_id, id),
  check ((state = 'done') = (passed is not null)),
  check ((state = 'running') = (finished_at is null))
);
create index live_test_runs_by_clinic on public.live_test_runs (clinic_id, started_at desc, id);
comment on table public.live_test_runs is 'Each live test that a clinic ran, with what came of it. Nothing of it is of a person. broken: the process that ran it was killed, or failed.';

create function app.sweep_synthetic() returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_old record;
begin
  for v_old in select s.clinic_id from app.synthetic_clinics s where s.expires_at <= clock_timestamp() order by s.clinic_id for update skip locked loop
    perform app.remove_synthetic(v_old.clinic_id);
    v_count := v_count + 1;
  end loop;
  update public.live_test_runs r set state = 'broken', finished_at = clock_timestamp()
  where r.state = 'running' and r.started_at < clock_timestamp() - interval '1 minute' and not exists (select from app.synthetic_clinics s where s.run_id = r.id);
  return v_count;
end
$$;
comment on function app.sweep_synthetic() is 'Removes what killed tests left behind. Any number may do this at once.';

create function public.begin_live_test(p_clinic_id uuid, p_task text, p_keys jsonb) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  c_at_once constant int := 3;
  c_an_hour constant int := 120;
  v_run public.live_test_runs;
begin
  if not app.may_act(p_clinic_id) or app.is_synthetic(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  if jsonb_typeof(p_keys) = 'string' then p_keys := (p_keys #>> '{}')::jsonb; end if;
  if jsonb_typeof(p_keys) is distinct from 'array' or jsonb_array_length(p_keys) <> 2 or exists (
      select from jsonb_array_elements(p_keys) k where not coalesce(k ->> 'api' ~ '^[0-9a-f]{64}$' and k ->> 'vapi' ~ '^[0-9a-f]{64}$', false)) then
    raise sqlstate 'PT422' using message = 'two clinics, each with the hashes of its secrets', detail = 'keys';
  end if;
  perform app.sweep_synthetic();
  -- One after the other, so that the counting holds.
  perform 1 from public.clinics c where c.id = p_clinic_id for no key update;
  if (select count(distinct s.run_id) from app.synthetic_clinics s where s.host_id = p_clinic_id) >= c_at_once then
    return jsonb_build_object('status', 429, 'retryAfterSeconds', 10);
  end if;
  if (select count(*) from public.live_test_runs r where r.clinic_id = p_clinic_id and r.started_at > clock_timestamp() - interval '1 hour') >= c_an_hour then
    return jsonb_build_object('status', 429, 'retryAfterSeconds', 600);
  end if;
  -- Results are kept as long as calls are, thirteen months.
  delete from public.live_test_runs r where r.clinic_id = p_clinic_id and r.started_at < clock_timestamp() - interval '395 days';
  insert into public.live_test_runs (clinic_id, task) values (p_clinic_id, p_task) returning * into v_run;
  return jsonb_build_object('status', 201, 'runId', v_run.id, 'clinics', app.make_synthetic(v_run.id, p_clinic_id, p_keys, 5));
exception when check_violation then
  raise sqlstate 'PT422' using message = 'unknown test', detail = 'task';
end
$$;
comment on function public.begin_live_test(uuid, text, jsonb) is
  'Makes two synthetic clinics for a live test of this clinic: {status: 201, runId, clinics}, or {status: 429, retryAfterSeconds} when three are running, or many ran this hour. They go after five minutes at the latest. 403 for a foreign clinic.';

create function app.run_of(p_run uuid, p_clinic uuid default null) returns public.live_test_runs
language plpgsql stable security definer set search_path = ''
as $$
declare v_run public.live_test_runs;
begin
  select * into v_run from public.live_test_runs r where r.id = p_run;
  if not found or not app.may_act(v_run.clinic_id)
    or p_clinic is not null and not exists (select from app.synthetic_clinics s where s.run_id = p_run and s.clinic_id = p_clinic) then
    raise sqlstate 'PT403' using message = 'forbidden';
  end if;
  return v_run;
end
$$;
comment on function app.run_of(uuid, uuid) is 'The run, if whoever asks may act for its clinic; with a second id, only if that synthetic clinic is this run''s.';

create function public.look_at_live_test(p_run_id uuid, p_clinic_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.run_of(p_run_id, p_clinic_id);
  return app.sight_of(p_clinic_id);
end
$$;
comment on function public.look_at_live_test(uuid, uuid) is 'What became of a synthetic clinic of one''s own run: {bookings, leads}. 403 for any other clinic, real or not.';

create function public.find_in_live_test(p_run_id uuid, p_clinic_id uuid, p_words text[]) returns text[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform app.run_of(p_run_id, p_clinic_id);
  if cardinality(p_words) not between 1 and 200 or exists (select from unnest(p_words) w where w is null or length(w) not between 3 and 200) then
    raise sqlstate 'PT422' using message = 'one to two hundred words, each of three to two hundred characters', detail = 'words';
  end if;
  return app.where_is(p_clinic_id, p_words);
end
$$;
comment on function public.find_in_live_test(uuid, uuid, text[]) is 'Where any of the words stands in a synthetic clinic of one''s own run: places, never values. 403 for any other clinic, real or not.';

create function public.end_live_test(p_run_id uuid, p_passed boolean, p_metrics jsonb, p_evidence jsonb) returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic record;
begin
  perform app.run_of(p_run_id);
  if jsonb_typeof(p_metrics) = 'string' then p_metrics := (p_metrics #>> '{}')::jsonb; end if;
  if jsonb_typeof(p_evidence) = 'string' then p_evidence := (p_evidence #>> '{}')::jsonb; end if;
  for v_clinic in select s.clinic_id from app.synthetic_clinics s where s.run_id = p_run_id order by s.clinic_id for update loop
    perform app.remove_synthetic(v_clinic.clinic_id);
  end loop;
  update public.live_test_runs r set state = case when p_passed is null then 'broken' else 'done' end, passed = p_passed,
    metrics = coalesce(p_metrics, '{}'), evidence = coalesce(p_evidence, '[]'), finished_at = clock_timestamp()
  where r.id = p_run_id and r.state = 'running';
  return found;
exception when check_violation then
  raise sqlstate 'PT422' using message = 'no such result', detail = 'evidence';
end
$$;
comment on function public.end_live_test(uuid, boolean, jsonb, jsonb) is
  'The test is over: its clinics are removed whole and the result is kept. passed null: it broke. True the first time. 403 for a foreign run.';

select app.build_wall();
grant execute on function public.begin_live_test(uuid, text, jsonb), public.look_at_live_test(uuid, uuid), public.find_in_live_test(uuid, uuid, text[]),
  public.end_live_test(uuid, boolean, jsonb, jsonb) to authenticated, api_client, service_role;
create trigger live_test_runs_announce after insert or update on public.live_test_runs for each row execute function app.announce();
