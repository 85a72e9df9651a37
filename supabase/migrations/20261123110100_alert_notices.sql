-- What the worker does about one notice. The clock is the worker's (p_now), so that the ladder can be tried with another one.

create function app.prepare_notice(p_notice uuid, p_now timestamptz, p_is_sandbox boolean) returns jsonb
language plpgsql volatile security definer set search_path = '' set lock_timeout = '15s'
as $$
declare
  v_notice public.alert_notices;
  v_alert public.alerts;
  v_lease timestamptz;
  v_facts jsonb;
begin
  select * into v_notice from public.alert_notices n where n.id = p_notice for update;
  if not found or v_notice.state not in ('queued', 'sending', 'unknown') then return '{"do": "nothing"}'; end if;
  select * into v_alert from public.alerts a where a.id = v_notice.alert_id;
  v_lease := v_notice.attempt_started_at + interval '30 seconds';
  select jsonb_build_object('clinicId', c.id, 'clinicName', c.name, 'slug', c.slug, 'from', case v_notice.channel when 'text' then coalesce(c.sms_number, c.phone_number) else c.phone_number end,
    'to', v_notice.phone, 'channel', v_notice.channel, 'isTest', v_notice.alert_id is null, 'body', v_notice.body, 'attemptId', v_notice.attempt_id, 'since', v_notice.attempt_started_at,
    -- Two alerts in one minute have the same words.
    'otherSids', coalesce((select jsonb_agg(o.provider_sid) from public.alert_notices o where o.phone = v_notice.phone and o.id <> p_notice and o.provider_sid is not null), '[]'))
  into v_facts from public.clinics c where c.id = v_notice.clinic_id;
  if v_notice.state in ('sending', 'unknown') then
    -- Somebody is at it: the request is given 10 seconds, so after 30 whoever made it is dead.
    if v_lease > p_now then return jsonb_build_object('do', 'wait', 'until', v_lease); end if;
    update public.alert_notices n set state = 'unknown', next_at = p_now where n.id = p_notice;
    return jsonb_build_object('do', 'look-up') || v_facts;
  end if;
  if v_alert.acknowledged_at is not null then
    update public.alert_notices n set state = 'cancelled', reason = 'acknowledged' where n.id = p_notice;
    return '{"do": "nothing"}';
  end if;
  if v_notice.due_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_notice.due_at); end if;
  if not p_is_sandbox and (select c.is_test from public.calls c where c.id = v_alert.call_id) then
    update public.alert_notices n set state = 'cancelled', reason = 'test_call' where n.id = p_notice;
    return '{"do": "nothing"}';
  end if;
  return jsonb_build_object('do', 'send') || v_facts;
end
$$;
comment on function app.prepare_notice(uuid, timestamptz, boolean) is
  'What is to be done about a notice: {do: nothing | wait (until) | look-up | send}, with what that needs. After "send" the row is locked: call app.start_notice in the same transaction.';

create function app.start_notice(p_notice uuid, p_attempt uuid, p_body text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.alert_notices n set state = 'sending', attempt_id = p_attempt, attempt_started_at = p_now, attempts = n.attempts + 1, body = p_body,
    next_at = p_now + interval '30 seconds', reason = null
  where n.id = p_notice and n.state = 'queued';
  if not found then raise exception 'the notice is no longer queued'; end if;
end
$$;
comment on function app.start_notice(uuid, uuid, text, timestamptz) is 'The attempt begins: commit, then send.';

create function app.hasten_ladder(p_alert uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_id uuid;
begin
  update public.alert_notices n set due_at = p_now, next_at = p_now where n.id = (
    select q.id from public.alert_notices q where q.alert_id = p_alert and q.state = 'queued' order by q.step limit 1 for update) and n.due_at > p_now
  returning n.id into v_id;
  if v_id is not null then perform app.enqueue_notice(v_id, p_now); end if;
end
$$;
comment on function app.hasten_ladder(uuid, timestamptz) is 'A step certainly did not reach anybody: the next is due now.';

create function app.notice_sent(p_notice uuid, p_sid text, p_now timestamptz) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.alert_notices n set state = 'sent', provider_sid = p_sid, sent_at = p_now, reason = null
  where n.id = p_notice and n.provider_sid is null and n.attempt_id is not null
$$;

create function app.notice_failed(p_notice uuid, p_attempt uuid, p_reason text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_alert uuid;
begin
  update public.alert_notices n set state = 'failed', reason = p_reason
  where n.id = p_notice and n.attempt_id = p_attempt and n.state in ('sending', 'unknown') returning n.alert_id into v_alert;
  if v_alert is not null then perform app.hasten_ladder(v_alert, p_now); end if;
end
$$;

create function app.notice_later(p_notice uuid, p_attempt uuid, p_seconds int, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_now > (select n.created_at + interval '30 minutes' from public.alert_notices n where n.id = p_notice) then
    perform app.notice_failed(p_notice, p_attempt, 'no_connection', p_now);
    return;
  end if;
  update public.alert_notices n set state = 'queued', attempts = n.attempts - 1, attempt_id = null, attempt_started_at = null,
    due_at = p_now + make_interval(secs => p_seconds), next_at = p_now + make_interval(secs => p_seconds)
  where n.id = p_notice and n.attempt_id = p_attempt and n.state in ('sending', 'unknown');
end
$$;
comment on function app.notice_later(uuid, uuid, int, timestamptz) is 'It certainly did not go (too many requests, no connection): the attempt does not count. The other steps do not wait for it.';

create function app.notice_unknown(p_notice uuid, p_attempt uuid) returns void
language sql volatile security definer set search_path = ''
as $$
  update public.alert_notices n set state = 'unknown', next_at = n.attempt_started_at + interval '30 seconds'
  where n.id = p_notice and n.attempt_id = p_attempt and n.state = 'sending'
$$;

create function app.notice_absent(p_notice uuid, p_attempt uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_at timestamptz;
begin
  -- Once more, a minute after the first: whoever is alerted twice has lost nothing.
  update public.alert_notices n set state = 'queued', due_at = greatest(p_now, n.attempt_started_at + interval '60 seconds'),
    next_at = greatest(p_now, n.attempt_started_at + interval '60 seconds')
  where n.id = p_notice and n.attempt_id = p_attempt and n.state = 'unknown' and n.attempts < 2 returning n.due_at into v_at;
  if v_at is null then perform app.notice_failed(p_notice, p_attempt, 'unconfirmed', p_now); end if;
end
$$;
comment on function app.notice_absent(uuid, uuid, timestamptz) is 'The carrier does not know it, or cannot say: one more attempt, then the next step.';

create function public.note_notice_status(p_notice_id uuid, p_sid text, p_status text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_notice public.alert_notices;
begin
  select * into v_notice from public.alert_notices n where n.id = p_notice_id for update;
  if not found or not app.may_act(v_notice.clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  -- A callback proves acceptance, even when the request itself was never answered.
  perform app.notice_sent(p_notice_id, p_sid, clock_timestamp());
  update public.alert_notices n set provider_status = p_status, state = case when p_status in ('undelivered', 'failed') then 'failed' else n.state end,
    reason = case when p_status in ('undelivered', 'failed') then 'undeliverable' else n.reason end
  where n.id = p_notice_id and n.provider_sid = p_sid and app.status_rank(p_status) > app.status_rank(coalesce(n.provider_status, ''));
  if found and p_status in ('undelivered', 'failed') and v_notice.alert_id is not null then perform app.hasten_ladder(v_notice.alert_id, clock_timestamp()); end if;
end
$$;
comment on function public.note_notice_status(uuid, text, text) is 'The carrier reports what became of an alert''s text, only forward; one that reached nobody hastens the next step. 403 for a foreign notice.';

create function app.requeue_alerts() returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_row record;
begin
  for v_row in select n.id from public.alert_notices n where n.state in ('queued', 'sending', 'unknown') and n.next_at < clock_timestamp() - interval '10 seconds' order by n.id loop
    perform app.enqueue_notice(v_row.id, clock_timestamp());
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function app.requeue_alerts() is 'Whatever is overdue gets a job again: its own may be locked by a worker that was killed, or lost.';

-- As before, and whether a red flag was heard: a tool is told so with what it needs anyway.
create or replace function public.open_call(
  p_clinic_id uuid, p_vapi_call_id text, p_at timestamptz, p_phone text, p_is_test boolean, p_tool_call_ids text[]
) returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare v_call uuid := public.note_call(p_clinic_id, p_vapi_call_id, 'in-progress', p_at, p_phone, null, p_is_test);
begin
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

create trigger on_call_contacts_announce after insert or update on public.on_call_contacts for each row execute function app.announce();
create trigger alerts_announce after insert or update on public.alerts for each row execute function app.announce();
create trigger alert_notices_announce after insert or update on public.alert_notices for each row execute function app.announce();

select app.build_wall();
grant execute on function public.note_notice_status(uuid, text, text) to voice_agent, service_role;
