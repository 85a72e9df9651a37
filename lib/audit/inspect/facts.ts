import 'server-only'
import type { Sql } from 'postgres'

/**
 * One thing that the catalogue says, as text: what kind, about which object ("public.calls", "app.claim(uuid, ...)"), which part of it
 * (a policy, a constraint, a role), and what it says. Two catalogues agree when their facts do.
 */
export type Fact = { kind: FactKind; object: string; name: string; value: string }
export type FactKind =
  | 'table' | 'column' | 'constraint' | 'index' | 'trigger' | 'policy' | 'table-grant' | 'column-grant' | 'view'
  | 'function' | 'function-owner' | 'function-grant' | 'role' | 'member' | 'schema-grant' | 'extension'
  // Of these the migrations make next to none: each that was added switches something off.
  | 'table-owner' | 'unlogged' | 'rule' | 'setting'

/** The roles that requests and their functions run as; what others may do is the platform's business. */
export const requestRoles = ['public', 'anon', 'authenticated', 'voice_agent', 'api_client'] as const
const roles = [...requestRoles, 'clinic_engine']

/** What a role could never have to do with a row's clinic. PostgreSQL writes 0 for everybody. */
const grantee = 'case a.grantee when 0 then \'public\' else pg_get_userbyid(a.grantee)::text end'
const ours = 'n.nspname in (\'public\', \'app\')'
const notOfAnExtension = (oid: string, catalogue: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = ${oid} and d.deptype = 'e')`
const name = 'quote_ident(n.nspname) || \'.\' || quote_ident(c.relname)'
// A regular table, or one in parts. Parts of one are not looked at apart.
const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind in ('r', 'p') and not c.relispartition and ${notOfAnExtension('c.oid', 'pg_class')}`
const functions = `pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} and p.prokind in ('f', 'p') and ${notOfAnExtension('p.oid', 'pg_proc')}`
const signature = 'quote_ident(n.nspname) || \'.\' || quote_ident(p.proname) || \'(\' || pg_get_function_identity_arguments(p.oid) || \')\''

/** Each answers kind, object, name and value. Whatever a version of PostgreSQL writes down in a way of its own is left out. */
const questions: readonly string[] = [
  `select 'table', ${name}, '', 'row security ' || case when c.relrowsecurity then 'on' else 'off' end || case when c.relforcerowsecurity then ', forced' else ', not forced' end from ${tables}`,
  `select 'column', ${name}, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
     || case when a.attgenerated = '' then coalesce(' default ' || (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum), '')
       else ' generated always as (' || (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum) || ') stored' end
   from pg_attribute a join ${tables.replace(' where ', ' on a.attrelid = c.oid where ')} and a.attnum > 0 and not a.attisdropped`,
  `select 'constraint', ${name}, quote_ident(k.conname), pg_get_constraintdef(k.oid) from pg_constraint k join ${tables.replace(' where ', ' on k.conrelid = c.oid where ')} and k.contype <> 'n'`,
  `select 'index', ${name}, i.indexrelid::regclass::text, case when i.indisvalid then '' else 'INVALID ' end || pg_get_indexdef(i.indexrelid)
   from pg_index i join ${tables.replace(' where ', ' on i.indrelid = c.oid where ')} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
  `select 'trigger', ${name}, quote_ident(t.tgname), case when t.tgenabled in ('D', 'R') then 'DISABLED ' else '' end || pg_get_triggerdef(t.oid) from pg_trigger t join ${tables.replace(' where ', ' on t.tgrelid = c.oid where ')} and not t.tgisinternal`,
  `select 'policy', ${name}, quote_ident(p.polname), 'as ' || case when p.polpermissive then 'permissive' else 'restrictive' end
     || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
     || ' to ' || (select string_agg(case r.oid when 0 then 'public' else quote_ident(pg_get_userbyid(r.oid)) end, ', ' order by pg_get_userbyid(r.oid)) from unnest(p.polroles) r (oid))
     || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
   from pg_policy p join ${tables.replace(' where ', ' on p.polrelid = c.oid where ')}`,
  `select 'table-grant', ${name}, ${grantee}, string_agg(lower(a.privilege_type) || case when a.is_grantable then ' with grant option' else '' end, ', ' order by a.privilege_type)
   from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a
   where ${ours} and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${grantee} = any ($1) and a.grantee <> c.relowner and a.privilege_type <> 'MAINTAIN' group by 2, 3`,
  `select 'column-grant', ${name}, ${grantee} || ' ' || quote_ident(t.attname), string_agg(lower(a.privilege_type), ', ' order by a.privilege_type)
   from pg_attribute t cross join lateral aclexplode(t.attacl) a join ${tables.replace(' where ', ' on t.attrelid = c.oid where ')} and ${grantee} = any ($1) group by 2, 3`,
  `select 'view', ${name}, '', case c.relkind when 'm' then 'materialised view' when 'f' then 'foreign table' else 'view' end
     || case when 'security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions) then ', security_invoker' else '' end
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and c.relkind in ('v', 'm', 'f') and ${notOfAnExtension('c.oid', 'pg_class')}`,
  `select 'function', ${signature}, '', pg_get_functiondef(p.oid) from ${functions}`,
  `select 'function-owner', ${signature}, '', case pg_get_userbyid(p.proowner) when 'clinic_engine' then 'clinic_engine' else 'migrator' end from ${functions}`,
  `select 'function-grant', ${signature}, ${grantee}, 'execute' from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
   where ${ours} and p.prokind in ('f', 'p') and ${notOfAnExtension('p.oid', 'pg_proc')} and ${grantee} = any ($1) and a.grantee <> p.proowner`,
  `select 'role', quote_ident(r.rolname), '', concat_ws(', ', case when r.rolcanlogin then 'login' else 'nologin' end, case when r.rolbypassrls then 'bypassrls' end, case when r.rolsuper then 'superuser' end, case when r.rolcreaterole then 'createrole' end)
   from pg_roles r where r.rolname in ('anon', 'authenticated', 'voice_agent', 'api_client', 'clinic_engine')`,
  `select 'member', quote_ident(r.rolname), quote_ident(g.rolname), 'member' from pg_auth_members m join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid
   where r.rolname in ('anon', 'authenticated', 'voice_agent', 'api_client', 'clinic_engine')`,
  `select 'schema-grant', quote_ident(n.nspname), ${grantee}, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) from pg_namespace n cross join lateral aclexplode(n.nspacl) a
   where ${ours} and ${grantee} = any ($1) group by 2, 3`,
  `select 'table-owner', ${name}, '', pg_get_userbyid(c.relowner)::text from ${tables} and pg_get_userbyid(c.relowner) = any ($1)`,
  `select 'unlogged', ${name}, '', 'unlogged' from ${tables} and c.relpersistence = 'u'`,
  `select 'rule', ${name}, quote_ident(r.rulename), pg_get_ruledef(r.oid) from pg_rewrite r join ${tables.replace(' where ', ' on r.ev_class = c.oid where ')}`,
  `select 'setting', concat_ws(' in ', 'role ' || quote_ident(pg_get_userbyid(nullif(s.setrole, 0))), 'database ' || quote_ident(d.datname)), split_part(one, '=', 1), split_part(one, '=', 2)
   from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase cross join lateral unnest(s.setconfig) one
   where (s.setdatabase = 0 or d.datname = current_database()) and one ~ '^(session_replication_role=(replica|local)|synchronous_commit=off)'`,
  `select 'extension', quote_ident(e.extname), '', quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname in ('btree_gist', 'pgcrypto') or ${ours}`,
]

/** All facts of a database, in order. `sql` is a connection of the schema's owner; nothing is written. */
export async function readFacts(sql: Sql): Promise<Fact[]> {
  const facts: Fact[] = []
  for (const question of questions) {
    const rows = await sql.unsafe(`select q.* from (${question}) q (kind, object, name, value)`, question.includes('$1') ? [roles] : [])
    facts.push(...rows.map((row) => ({ kind: row.kind as FactKind, object: String(row.object), name: String(row.name), value: String(row.value) })))
  }
  return facts.sort((a, b) => keyOf(a).localeCompare(keyOf(b), 'en'))
}

/** What a fact is about, whatever it says. */
export const keyOf = (fact: Fact): string => `${fact.kind} ${fact.object} ${fact.name}`.trimEnd()
