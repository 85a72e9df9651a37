import { describe, expect, test } from 'vitest'
import { useDatabase } from './database.ts'

// What the catalogue must say of every table, policy and function, whenever they were made.
describe('the catalogue', () => {
  const db = useDatabase({ max: 2 })

  test('row level security is enabled and forced on every table', async () => {
    expect(await db.sql`select c.oid::regclass::text as open from pg_class c where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`).toEqual([])
  })

  test('every table of a clinic says whose it is, never null, and can find it by an index', async () => {
    expect(await db.sql`select c.oid::regclass::text as open from pg_class c where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
      and c.relkind in ('r', 'p') and c.oid not in ('public.clinics'::regclass, 'app.workers'::regclass, 'app.rate_limits'::regclass) and not exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'clinic_id' and a.attnotnull)`).toEqual([])
    expect(await db.sql`select c.oid::regclass::text as slow from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (
        select from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum)`).toEqual([])
  })

  test('every policy names its roles, reads only, and goes through the membership or the token', async () => {
    const policies = await db.sql<{ name: string; roles: string[]; cmd: string; qual: string }[]>`
      select tablename || ': ' || policyname as name, roles::text[] as roles, cmd, coalesce(qual, '') as qual from pg_policies where schemaname in ('public', 'app') and permissive = 'PERMISSIVE'`
    expect(policies.length).toBeGreaterThan(20)
    expect(policies.filter((policy) => policy.roles.includes('public') || policy.roles.includes('anon') || policy.cmd !== 'SELECT'
      || !/app\.(my_clinics|token_clinic)\(\)/.test(policy.qual) || /user_metadata|\bOR\b/i.test(policy.qual)).map((policy) => policy.name)).toEqual([])
  })

  test('every table keeps a key within its scopes, for what it reads and for what it writes', async () => {
    expect(await db.sql`select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not (exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd = 'r' and p.polroles = array['api_client'::regrole::oid]
          and pg_get_expr(p.polqual, p.polrelid) ~ 'app.key_may')
        and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'app.check_scope()'::regprocedure and t.tgenabled = 'O' and t.tgtype & 28 = 28))`).toEqual([])
  })

  test('every SECURITY DEFINER function has an empty search_path and belongs to the engine, but for those that touch the job tables', async () => {
    const functions = await db.sql<{ name: string; owner: string; isSafe: boolean }[]>`
      select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner, coalesce('search_path=""' = any (p.proconfig), false) as "isSafe"
      from pg_proc p where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace) and p.prosecdef`
    expect(functions.length).toBeGreaterThan(20)
    expect(functions.filter((row) => !row.isSafe)).toEqual([])
    expect(functions.filter((row) => row.owner !== 'clinic_engine').map((row) => row.name.split('(')[0]).sort()).toEqual(['app.enqueue', 'app.jobs_with', 'app.remove_jobs'])
  })

  test('the engine cannot log in, sees every row, owns no table and may make nothing', async () => {
    expect(await db.sql`select rolcanlogin, rolbypassrls, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = 'clinic_engine'`)
      .toEqual([{ rolcanlogin: false, rolbypassrls: true, rolsuper: false, rolcreaterole: false, rolcreatedb: false }])
    expect(await db.sql`select c.relname from pg_class c where c.relowner = 'clinic_engine'::regrole`).toEqual([])
    expect(await db.sql`select has_schema_privilege('clinic_engine', n.oid, 'create') as can from pg_namespace n where n.nspname in ('public', 'app')`)
      .toEqual([{ can: false }, { can: false }])
  })

  test('the roles that requests run as cannot log in and bypass nothing', async () => {
    expect(await db.sql`select rolname from pg_roles where rolname in ('anon', 'authenticated', 'voice_agent', 'api_client')
      and (rolcanlogin or rolbypassrls or rolsuper or rolcreaterole)`).toEqual([])
    expect(await db.sql`select r.rolname from pg_roles r where r.rolname in ('anon', 'authenticated', 'voice_agent', 'api_client')
      and pg_has_role(r.oid, 'clinic_engine', 'member')`).toEqual([])
  })

  test('nobody unknown may call anything but the look-up of a key, a channel, a link or a number, the rate limit and the sign of life', async () => {
    const open = await db.sql<{ name: string }[]>`select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace) and p.prorettype <> 'trigger'::regtype
        and (has_function_privilege('anon', p.oid, 'execute')
          or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0 and a.privilege_type = 'EXECUTE')) order by 1`
    expect(open.map((row) => row.name)).toEqual([
      'app.admit(bytea,text)', 'app.calendar_changed(uuid,bytea)', 'app.clinic_of_secret(bytea)', 'app.clinic_of_sms_number(text)', 'app.clinic_of_voice_number(text)', 'app.open_link(bytea)', 'app.take(bytea,integer)',
      'app.warm_up()', 'app.worker_is_alive()',
    ])
  })

  test('helpers that act without asking who calls are out of reach of every request', async () => {
    const reachable = await db.sql<{ name: string }[]>`select distinct p.oid::regprocedure::text as name from pg_proc p, pg_roles r
      where r.rolname in ('authenticated', 'voice_agent', 'api_client') and p.pronamespace = 'app'::regnamespace and p.provolatile = 'v'
        and p.prorettype <> 'trigger'::regtype and has_function_privilege(r.oid, p.oid, 'execute')`
    // One may spend one's own allowance, and nobody else's.
    expect(reachable).toEqual([{ name: 'app.pace_person()' }])
  })

  test('no view, materialised view or foreign table, no extension in public, no key that joins two clinics', async () => {
    expect(await db.sql`select relname from pg_class where relnamespace in ('public'::regnamespace, 'app'::regnamespace) and relkind in ('m', 'f')`).toEqual([])
    expect(await db.sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
      and not coalesce('security_invoker=true' = any (reloptions), false)`).toEqual([])
    expect(await db.sql`select extname from pg_extension where extnamespace = 'public'::regnamespace`).toEqual([])
    expect(await db.sql`select k.conrelid::regclass::text || '.' || k.conname as loose from pg_constraint k
      where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'app'::regnamespace) and k.confrelid <> 'public.clinics'::regclass
        and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = 'clinic_id')`).toEqual([])
  })
})
