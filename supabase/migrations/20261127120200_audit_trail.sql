-- Who did what: every change of who may enter, what is kept, who is told and how the clinic works, written by triggers, so that no way in
-- can forget it. Ids and names of columns; never a value, so nothing personal.

create table app.audit_trail (
  id bigint generated always as identity primary key,
  clinic_id uuid not null references public.clinics (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  -- Role and subject, never a name; of a key its id.
  actor text not null,
  action text not null check (action ~ '^[a-z]+(_[a-z]+)*\.[a-z]+$'),
  subject_id uuid,
  changed text[],
  transaction_id xid8 not null default pg_current_xact_id(),
  -- What one request does to many rows of a kind is one line.
  unique nulls not distinct (clinic_id, transaction_id, action, subject_id)
);
create index audit_trail_by_clinic on app.audit_trail (clinic_id, id desc);
comment on table app.audit_trail is 'Append-only: who did what to which thing of the clinic, and when. Goes with its clinic and not before. Owners read it by read_trail.';

create function app.trail_stays() returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- A row goes when its clinic has gone, by the cascade; as long as there is a clinic nobody takes anything out of its trail.
  if tg_level = 'ROW' and tg_op = 'DELETE' and not exists (select from public.clinics c where c.id = old.clinic_id) then return old; end if;
  raise sqlstate '42501' using message = 'audit_trail is append-only';
end
$$;
create trigger audit_trail_append_only before update or delete on app.audit_trail for each row execute function app.trail_stays();
create trigger audit_trail_not_emptied before truncate on app.audit_trail for each statement execute function app.trail_stays();

-- Nor by way of the clinic: the key to the data API may do much, and not that.
create function app.refuse_removal_by_key() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if current_user = 'service_role' then raise sqlstate '42501' using message = 'a clinic is removed by its operator'; end if;
  return null;
end
$$;
create trigger clinics_not_removed_by_key before delete on public.clinics for each statement execute function app.refuse_removal_by_key();

create function app.note_deed() returns trigger
language plpgsql volatile security definer set search_path = ''
as $$
declare
  -- The first argument names the thing, the second the column that says which, the rest what is not worth a line.
  v_new constant jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  v_old constant jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  v_row constant jsonb := v_old || v_new;
  v_clinic constant uuid := (v_row ->> case when tg_table_name = 'clinics' then 'id' else 'clinic_id' end)::uuid;
  v_changed text[];
begin
  if tg_op = 'UPDATE' then
    select array_agg(n.key order by n.key) into v_changed from jsonb_each(v_new) n where n.value is distinct from v_old -> n.key and n.key <> all (tg_argv[2:]);
    if v_changed is null then return null; end if;
  end if;
  -- A clinic that is being removed takes its trail with it.
  insert into app.audit_trail (clinic_id, actor, action, subject_id, changed)
  select c.id, app.actor() || coalesce(':' || (app.claims() ->> 'key_id'), ''),
    tg_argv[0] || case when position('.' in tg_argv[0]) > 0 then '' else '.' || case tg_op when 'INSERT' then 'added' when 'UPDATE' then 'changed' else 'removed' end end,
    (v_row ->> nullif(tg_argv[1], ''))::uuid, v_changed
  from public.clinics c where c.id = v_clinic
  on conflict do nothing;
  return null;
end
$$;
comment on function app.note_deed() is
  'Trigger: one line of the trail. Arguments: the thing, or the thing and what was done; the column with its id, or nothing; columns that change by themselves.';

create trigger deeds after insert or update or delete on public.clinic_members for each row execute function app.note_deed('member', 'user_id');
create trigger deeds after update on public.clinics for each row execute function app.note_deed('clinic', 'id');
create trigger deeds after insert or update or delete on app.clinic_keys for each row execute function app.note_deed('key', 'id', 'last_used_at');
create trigger deeds after insert or update or delete on public.practitioners for each row execute function app.note_deed('practitioner', 'id');
create trigger deeds after insert or update or delete on public.procedures for each row execute function app.note_deed('procedure', 'id');
create trigger deeds after insert or update or delete on public.practitioner_procedures for each row execute function app.note_deed('practitioner_procedures.changed', 'practitioner_id');
create trigger deeds after insert or update or delete on public.working_hours for each row execute function app.note_deed('hours.changed', 'practitioner_id');
create trigger deeds after insert or delete or update of name, phone, position on public.on_call_contacts for each row execute function app.note_deed('on_call.changed', '');
create trigger deeds after insert or update on public.retention for each row execute function app.note_deed('retention.changed', '', 'updated_at');
create trigger deeds after insert or delete on public.calendar_connections for each row execute function app.note_deed('calendar', '');
create trigger deeds after insert on public.erasures for each row execute function app.note_deed('erasure.asked', 'contact_id');
create trigger deeds after insert or update on public.rights_requests for each row execute function app.note_deed('request', 'id');
create trigger exports_are_deeds after insert on public.access_log for each row when (new.kind = 'export') execute function app.note_deed('export.made', 'subject_id');
create trigger staff_texts_are_deeds after insert on public.messages for each row when (new.kind = 'staff') execute function app.note_deed('text.sent', 'id');
create trigger deeds after update of acknowledged_at, closed_at on public.alerts for each row execute function app.note_deed('alert', 'id');

create function public.read_trail(p_clinic_id uuid, p_before bigint default null, p_limit int default 50) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not app.owns_in_person(p_clinic_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', t.id::text, 'at', app.rfc3339(t.at, c.time_zone), 'actor', t.actor, 'action', t.action,
      'subjectId', t.subject_id, 'changed', to_jsonb(coalesce(t.changed, '{}'))) order by t.id desc), '[]')
    from (select * from app.audit_trail a where a.clinic_id = p_clinic_id and (p_before is null or a.id < p_before) order by a.id desc limit least(greatest(p_limit, 1), 201)) t
    join public.clinics c on c.id = t.clinic_id);
end
$$;
comment on function public.read_trail(uuid, bigint, int) is
  'Who did what, newest first, from before an id: [{id, at, actor, action, subjectId, changed}]. Signed-in owners only; 403 for everybody else.';

select app.build_wall();
grant execute on function public.read_trail(uuid, bigint, int) to authenticated;
