-- What becomes of the receipts of an erasure: each is asked for until the processor has nothing any more. Deleting is safe to repeat,
-- so a worker that is killed anywhere leaves nothing but a receipt that is overdue.

create function app.prepare_receipt(p_receipt uuid, p_now timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_receipt public.erasure_receipts;
  v_search app.erasure_searches;
  v_sid text;
begin
  select * into v_receipt from public.erasure_receipts r where r.id = p_receipt for update;
  if not found or v_receipt.state = 'done' then return '{"do": "nothing"}'; end if;
  if v_receipt.next_at > p_now then return jsonb_build_object('do', 'wait', 'until', v_receipt.next_at); end if;
  select * into v_search from app.erasure_searches s where s.receipt_id = p_receipt;
  if v_search.message_id is not null then
    select m.provider_sid into v_sid from public.messages m where m.id = v_search.message_id;
    -- Its own answer, or the carrier's callback, has come meanwhile.
    if v_sid is not null then return app.receipt_found(p_receipt, v_sid); end if;
    return (select jsonb_build_object('do', 'find-text', 'clinicId', c.id, 'from', coalesce(c.sms_number, c.phone_number), 'to', v_search.phone, 'body', m.body,
        'since', v_search.since, 'except', coalesce((select jsonb_agg(o.ref) from public.erasure_receipts o
          where o.erasure_id = v_receipt.erasure_id and o.processor = 'twilio' and o.ref !~ ':'), '[]'))
      from public.messages m join public.clinics c on c.id = m.clinic_id where m.id = v_search.message_id);
  elsif v_search.receipt_id is not null then
    return jsonb_build_object('do', 'find-call', 'callBackId', substr(v_receipt.ref, length('call-back:') + 1), 'since', v_search.since);
  end if;
  case v_receipt.processor
    when 'google' then
      return jsonb_build_object('do', 'forget-event', 'clinicId', v_receipt.clinic_id, 'bookingId', left(v_receipt.ref, 36), 'calendarId', substr(v_receipt.ref, 38),
        'token', (select g.refresh_token from app.calendar_credentials g where g.clinic_id = v_receipt.clinic_id));
    when 'twilio' then return jsonb_build_object('do', 'forget-text', 'sid', v_receipt.ref);
    else
      -- A call that goes on has nothing to delete yet. No call lasts half an hour (the assistant ends each after fifteen minutes).
      if exists (select from public.calls c where c.clinic_id = v_receipt.clinic_id and c.vapi_call_id = v_receipt.ref and c.status <> 'ended'
          and c.created_at > p_now - interval '30 minutes') then
        update public.erasure_receipts r set next_at = p_now + interval '60 seconds', reason = 'The call is still going on.' where r.id = p_receipt;
        return jsonb_build_object('do', 'wait', 'until', p_now + interval '60 seconds');
      end if;
      return jsonb_build_object('do', 'forget-call', 'vapiCallId', v_receipt.ref);
  end case;
end
$$;
comment on function app.prepare_receipt(uuid, timestamptz) is
  'What a receipt wants next: {do: nothing | wait (until) | forget-event | forget-text | forget-call | find-text | find-call}, with what that needs. Doing it twice is doing it once.';

create function app.receipt_found(p_receipt uuid, p_ref text) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare v_receipt public.erasure_receipts; v_call public.calls;
begin
  update public.erasure_receipts r set ref = p_ref where r.id = p_receipt and r.state <> 'done' returning * into v_receipt;
  if not found then return '{"do": "nothing"}'; end if;
  delete from public.messages m where m.id = (select s.message_id from app.erasure_searches s where s.receipt_id = p_receipt);
  delete from app.erasure_searches s where s.receipt_id = p_receipt;
  if v_receipt.processor = 'twilio' then return jsonb_build_object('do', 'forget-text', 'sid', p_ref); end if;
  -- The call that was dialled before the erasure: whatever it has brought here since goes too.
  insert into public.calls (clinic_id, vapi_call_id, status, direction) values (v_receipt.clinic_id, p_ref, 'queued', 'outbound') on conflict do nothing;
  select * into strict v_call from public.calls c where c.clinic_id = v_receipt.clinic_id and c.vapi_call_id = p_ref for no key update;
  perform app.erase_texts(v_receipt.erasure_id, v_receipt.clinic_id, '{}', array(select l.id from public.leads l where l.call_id = v_call.id));
  delete from public.leads l where l.call_id = v_call.id;
  delete from public.logs l where l.call_id = v_call.id;
  delete from public.staff_tasks t where t.call_id = v_call.id;
  update public.consents s set contact_id = null where s.call_id = v_call.id and s.contact_id is not null;
  update public.calls c set contact_id = null, procedure_id = null, erased_at = coalesce(c.erased_at, clock_timestamp()) where c.id = v_call.id;
  delete from public.contacts k where k.id = v_call.contact_id and not app.is_needed(k.id);
  return jsonb_build_object('do', 'forget-call', 'vapiCallId', p_ref);
end
$$;
comment on function app.receipt_found(uuid, text) is 'It did reach the processor, under this id: answers what is to be done now, as prepare_receipt does.';

create function app.is_needed(p_contact uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.calls c where c.contact_id = p_contact) or exists (select from public.bookings b where b.contact_id = p_contact)
    or exists (select from public.leads l where l.contact_id = p_contact) or exists (select from public.messages m where m.contact_id = p_contact)
$$;

create function app.settle_receipt(p_receipt uuid, p_outcome text, p_reason text, p_now timestamptz) returns timestamptz
language plpgsql volatile security definer set search_path = ''
as $$
declare v_receipt public.erasure_receipts;
begin
  select * into v_receipt from public.erasure_receipts r where r.id = p_receipt for update;
  if not found or v_receipt.state = 'done' then return null; end if;
  if p_outcome = 'done' then
    update public.erasure_receipts r set attempts = r.attempts + 1, state = 'done', reason = p_reason, ref = null, next_at = null, done_at = p_now where r.id = p_receipt;
    update public.calls c set forget_state = 'done', forgotten_at = coalesce(c.forgotten_at, p_now), forget_next_at = null, forget_reason = null
    where v_receipt.processor = 'vapi' and c.clinic_id = v_receipt.clinic_id and c.vapi_call_id = v_receipt.ref;
    perform app.complete_erasure(v_receipt.erasure_id, p_now);
    return null;
  end if;
  update public.erasure_receipts r set attempts = r.attempts + 1, reason = p_reason, state = case p_outcome when 'refused' then 'refused' else 'pending' end,
    -- Half a minute, then twice as long each time, a day at most. A refusal is for a person to mend, and is asked again a day later.
    next_at = p_now + case p_outcome when 'refused' then interval '1 day' else least(interval '30 seconds' * (2 ^ least(r.attempts, 12)), interval '1 day') end
  where r.id = p_receipt returning * into v_receipt;
  return v_receipt.next_at;
end
$$;
comment on function app.settle_receipt(uuid, text, text, timestamptz) is
  'What the processor did: done, later or refused, with words of ours. Answers when to ask again; null when it is over.';

create function app.receipt_absent(p_receipt uuid, p_now timestamptz) returns timestamptz
language plpgsql volatile security definer set search_path = ''
as $$
declare v_search app.erasure_searches;
begin
  update app.erasure_searches s set lookups = s.lookups + 1 where s.receipt_id = p_receipt returning * into v_search;
  if not found then return null; end if;
  if v_search.lookups < 2 then
    update public.erasure_receipts r set attempts = r.attempts + 1, next_at = p_now + interval '60 seconds' where r.id = p_receipt;
    return p_now + interval '60 seconds';
  end if;
  -- Twice, a minute apart, as the outbox does it: it never left.
  delete from public.messages m where m.id = v_search.message_id;
  delete from app.erasure_searches s where s.receipt_id = p_receipt;
  return app.settle_receipt(p_receipt, 'done', 'It never reached them.', p_now);
end
$$;
comment on function app.receipt_absent(uuid, timestamptz) is 'The processor does not know it. Twice, a minute apart, is an answer.';

create function app.requeue_receipts() returns int
language plpgsql volatile security definer set search_path = ''
as $$
declare v_count int := 0; v_row record;
begin
  for v_row in select r.id from public.erasure_receipts r where r.state <> 'done' and r.next_at < clock_timestamp() - interval '60 seconds' order by r.id limit 500 loop
    perform app.enqueue_receipt(v_row.id, clock_timestamp());
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function app.requeue_receipts() is 'Receipts that are overdue get a job again: theirs may have been lost with a worker.';

create function public.retry_erasure(p_erasure_id uuid) returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare v_clinic uuid := (select e.clinic_id from public.erasures e where e.id = p_erasure_id); v_row record;
begin
  if not app.may_own(v_clinic) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  for v_row in
    -- A text or call whose fate is still open has its own pace.
    update public.erasure_receipts r set next_at = clock_timestamp(), state = 'pending', reason = null
    where r.erasure_id = p_erasure_id and r.state <> 'done' and not exists (select from app.erasure_searches s where s.receipt_id = r.id) returning r.id
  loop
    perform app.enqueue_receipt(v_row.id, clock_timestamp());
  end loop;
end
$$;
comment on function public.retry_erasure(uuid) is 'Asks every processor that has not deleted its copy again, now. Owners and API keys.';

-- As before, but for a text whose person was erased while it was on its way: nobody is asked to ring nobody.
create or replace function app.give_to_staff(p_message public.messages, p_reason text) returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_message.lead_id is null and p_message.contact_id is null then return; end if;
  if p_message.kind = 'recovery' then
    update public.leads l set status = 'needs_person', reason = p_reason, updated_at = clock_timestamp()
    where l.id = p_message.lead_id and l.status in ('waiting', 'held', 'contacted');
    perform app.ask_staff(p_message.clinic_id, 'lead', p_reason, (select l.call_id from public.leads l where l.id = p_message.lead_id), p_message.lead_id);
  else
    perform app.ask_staff(p_message.clinic_id, 'reply', p_reason, null, p_message.lead_id, p_message.id);
  end if;
end
$$;
