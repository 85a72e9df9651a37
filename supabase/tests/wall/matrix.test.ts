import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { claim, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, useDatabase, type TestClinic } from '../database.ts'
import { attempt, breachesOfFunctions, breachesOfRelations } from './probe.ts'
import { digestOf, makeTwoClinics, type TwoClinics } from './two-clinics.ts'

// Everything that is tried is read from the catalogue: a new table, view or function is covered on the day it is made, or named here as unknown.
describe('the wall between clinics', () => {
  const db = useDatabase({ max: 4 })
  let two: TwoClinics
  beforeAll(async () => { two = await makeTwoClinics(db.sql) })

  test('nobody reads or writes what is another clinic\'s in any table or view, and every clinic\'s own people see theirs', async () => {
    expect(two.tables.length).toBeGreaterThan(30)
    expect(await breachesOfRelations(db.sql, two)).toEqual([])
  })

  test('no function takes an id of another clinic, nor tells whether it exists, and its own people get in', async () => {
    expect(await breachesOfFunctions(db.sql, two)).toEqual([])
  })
})

describe('ids and keys of another clinic inside one\'s own request', () => {
  const db = useDatabase({ max: 4 })
  let two: TwoClinics
  beforeAll(async () => { two = await makeTwoClinics(db.sql) })

  test('an idempotency key, a call, a tool call and a carrier\'s number that another clinic used mean nothing here', async () => {
    const { ours, theirs } = two
    const [key, sid, vapiCallId] = [randomUUID(), randomUUID(), randomUUID()]
    const before = await claim(db.sql, ours, { start: aWednesday(6), key })
    const call = (clinic: TestClinic) => actAs(db.sql, voiceAgent(clinic.id), async (tx) =>
      (await tx<{ id: string }[]>`select note_call(${clinic.id}, ${vapiCallId}, 'in-progress', now(), '+447700900161', null, false) as id`)[0]!.id)
    const ourCall = await call(ours)
    await actAs(db.sql, voiceAgent(ours.id), (tx) => tx`select note_tool_call(${ourCall}, 'one', 'check_availability', '{"status": 200}', 1)`)
    await actAs(db.sql, voiceAgent(ours.id), (tx) => tx`select receive_text(${ours.id}, ${sid}, '+447700900161', 'sealed', 'text')`)
    const digest = await digestOf(db.sql, two, ours)

    const claimed = await claim(db.sql, theirs, { start: aWednesday(6), key })
    expect([claimed.status, claimed.booking!.id === before.booking!.id, theirs.practitionerIds.includes(claimed.booking!.practitionerId)]).toEqual([201, false, true])
    const theirCall = await call(theirs)
    expect(theirCall).not.toBe(ourCall)
    await actAs(db.sql, voiceAgent(theirs.id), (tx) => tx`select note_tool_call(${theirCall}, 'one', 'check_availability', '{"status": 500}', 1)`)
    await actAs(db.sql, voiceAgent(theirs.id), (tx) => tx`select receive_text(${theirs.id}, ${sid}, '+447700900161', 'sealed', 'text')`)
    expect(await digestOf(db.sql, two, ours)).toEqual(digest)
  })

  test('a foreign key cannot join two clinics, whoever writes', async () => {
    const { ours, theirs } = two
    const keys = await db.sql<{ from: string; column: string; to: string; other: string }[]>`
      select k.conrelid::regclass::text as from, a.attname as column, k.confrelid::regclass::text as to, b.attname as other
      from pg_constraint k join lateral unnest(k.conkey, k.confkey) u(mine, its) on true
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.mine join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.its
      where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'app'::regnamespace) and k.confrelid <> 'public.clinics'::regclass and a.attname <> 'clinic_id'`
    expect(keys.length).toBeGreaterThan(30)
    const joined: string[] = []
    for (const { from, column, to, other } of keys) {
      const [target] = await db.sql.unsafe(`select ${other} as id from ${to} where clinic_id = $1 limit 1`, [ours.id])
      if (!target) continue
      const outcome = await attempt(db.sql, { who: 'the engine', role: 'clinic_engine', claims: { role: 'service_role' } },
        `update ${from} set ${column} = '${target.id}' where clinic_id = '${theirs.id}' returning 1`, { keep: false })
      // Refused by the key itself, by a check, or because the table is append-only; a row that was changed is a join.
      if ('rows' in outcome && outcome.rows !== '[]') joined.push(`${from}.${column}`)
    }
    expect(joined).toEqual([])
  })
})

// What the matrix is worth: each hole that is made on purpose is noticed, and named.
describe('a hole in the wall is noticed', () => {
  const db = useDatabase({ max: 4 })
  let two: TwoClinics
  beforeAll(async () => { two = await makeTwoClinics(db.sql) })

  const holes: { what: string; make: string; mend: string; of: 'relations' | 'functions'; only: RegExp; named: RegExp }[] = [
    {
      what: 'a policy that is always true', of: 'relations', only: /^bookings$/, named: /another clinic's owner reads public\.bookings/,
      make: 'alter policy "members read their clinics" on bookings using (true)',
      mend: 'alter policy "members read their clinics" on bookings using (clinic_id = any ((select app.my_clinics())::uuid[]))',
    },
    {
      what: 'a policy that shuts everybody out', of: 'relations', only: /^contacts$/, named: /the owner does not see exactly their own of public\.contacts/,
      make: 'alter policy "members read their clinics" on contacts using (false)',
      mend: 'alter policy "members read their clinics" on contacts using (clinic_id = any ((select app.my_clinics())::uuid[]))',
    },
    {
      what: 'row level security switched off', of: 'relations', only: /^messages$/, named: /a removed member reads public\.messages/,
      make: 'alter table messages disable row level security', mend: 'alter table messages enable row level security',
    },
    {
      what: 'a table that may be written', of: 'relations', only: /^staff_tasks$/, named: /another clinic's staff is not refused: delete on public\.staff_tasks/,
      make: 'alter table staff_tasks disable trigger refuse_direct_write; grant delete on staff_tasks to authenticated',
      mend: 'alter table staff_tasks enable trigger refuse_direct_write; revoke delete on staff_tasks from authenticated',
    },
    {
      what: 'a secret table that may be read', of: 'relations', only: /^clinic_keys$/, named: /another clinic's owner may select from app\.clinic_keys/,
      make: 'grant select on app.clinic_keys to authenticated', mend: 'revoke select on app.clinic_keys from authenticated',
    },
    {
      what: 'a view with its owner\'s rights', of: 'relations', only: /^callers$/, named: /a signed-in stranger reads public\.callers/,
      make: 'create view callers as select * from contacts; grant select on callers to authenticated', mend: 'drop view callers',
    },
    {
      what: 'a function that forgot to ask who calls', of: 'functions', only: /^finish_task$/, named: /calls finish_task\(uuid,boolean\) with our p_task_id and is not refused/,
      make: `alter function public.finish_task(uuid, boolean) rename to kept_finish_task; alter function public.kept_finish_task(uuid, boolean) set schema app;
        create function public.finish_task(p_task_id uuid, p_is_done boolean) returns boolean language sql security definer set search_path = ''
          as $$ update public.staff_tasks t set done_at = now() where t.id = p_task_id returning true $$;
        grant execute on function public.finish_task(uuid, boolean) to authenticated`,
      mend: `drop function public.finish_task(uuid, boolean); alter function app.kept_finish_task(uuid, boolean) set schema public;
        alter function public.kept_finish_task(uuid, boolean) rename to finish_task`,
    },
    {
      what: 'a new function with an id that nobody knows', of: 'functions', only: /^peek$/, named: /peek\(uuid\): nobody knows what p_widget_id is an id of/,
      make: `create function public.peek(p_widget_id uuid) returns int language sql as $$ select 1 $$`, mend: 'drop function public.peek(uuid)',
    },
    {
      what: 'a function that says what exists', of: 'functions', only: /^has_lead$/, named: /calls has_lead\(uuid\) with our p_lead_id and can tell that it exists/,
      make: `create function public.has_lead(p_lead_id uuid) returns boolean language plpgsql security definer set search_path = '' as $$
        begin
          if exists (select from public.leads l where l.id = p_lead_id) then raise sqlstate 'PT403' using message = 'forbidden'; end if;
          return false;
        end $$; alter function public.has_lead(uuid) owner to clinic_engine`,
      mend: 'drop function public.has_lead(uuid)',
    },
  ]

  for (const { what, make, mend, of, only, named } of holes) {
    test(what, async () => {
      const probe = of === 'relations' ? breachesOfRelations : breachesOfFunctions
      await db.sql.unsafe(make)
      const breaches = await probe(db.sql, two, only)
      expect(breaches.join('\n')).toMatch(named)
      await db.sql.unsafe(mend)
      expect(await probe(db.sql, two, only)).toEqual([])
    })
  }
})
