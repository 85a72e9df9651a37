import type { Fact } from '#lib/audit/inspect/facts.ts'

const bare = (value: string) => value.replace(/^(?:DISABLED|INVALID) /, '')

/** Ownership is given while the engine may make things in that schema, and for no longer. */
function ownership(object: string, owner: string): string {
  const schema = object.split('.')[0]!
  if (owner !== 'clinic_engine') return `alter function ${object} owner to current_user;`
  return `grant create on schema ${schema} to clinic_engine;\nalter function ${object} owner to clinic_engine;\nrevoke create on schema ${schema} from clinic_engine;`
}

/** SQL that makes a fact true again, whatever stands in its place. To be run by the owner of the schema. */
export function restoring({ kind, object, name, value }: Fact): string {
  switch (kind) {
    case 'table': return `alter table ${object} enable row level security;\nalter table ${object} force row level security;`
    case 'column': return `alter table ${object} add column if not exists ${name} ${value.replace(/ not null.*$/, '')};${/ not null/.test(value) ? `\nalter table ${object} alter column ${name} set not null;` : ''}`
    case 'constraint': return `alter table ${object} drop constraint if exists ${name};\nalter table ${object} add constraint ${name} ${value};`
    case 'index': return `drop index if exists ${/\./.test(name) ? name : `${object.split('.')[0]}.${name}`};\n${bare(value)};`
    case 'trigger': return `drop trigger if exists ${name} on ${object};\n${bare(value)};`
    case 'policy': return `drop policy if exists ${name} on ${object};\ncreate policy ${name} on ${object} ${value};`
    case 'table-grant': return `revoke all on ${object} from ${name};\ngrant ${value} on ${object} to ${name};`
    case 'view': return `alter view ${object} set (security_invoker = true);`
    case 'function': return `${value.trimEnd()};`
    case 'function-owner': return ownership(object, value)
    case 'function-grant': return `grant execute on function ${object} to ${name};`
    case 'role': return `alter role ${object} ${['login', 'bypassrls', 'createrole'].map((one) => (value.split(', ').includes(one) ? one : `no${one}`)).join(' ')};`
    case 'member': return `grant ${name} to ${object};`
    case 'schema-grant': return `revoke all on schema ${object} from ${name};\ngrant ${value} on schema ${object} to ${name};`
    case 'extension': return `create extension if not exists ${object} schema ${value};\nalter extension ${object} set schema ${value};`
    case 'column-grant': return `grant ${value.split(', ').map((one) => `${one} (${name.split(' ')[1]})`).join(', ')} on ${object} to ${name.split(' ')[0]};`
  }
}

/** SQL that takes away what should not be there. Tables and functions stay, out of reach, because they may hold what somebody needs. */
export function removing({ kind, object, name, value }: Fact): string {
  const everybody = 'public, anon, authenticated, voice_agent, api_client'
  switch (kind) {
    case 'table': return `alter table ${object} enable row level security;\nalter table ${object} force row level security;\nrevoke all on ${object} from ${everybody};`
    case 'column': return `alter table ${object} drop column ${name};`
    case 'constraint': return `alter table ${object} drop constraint ${name};`
    case 'index': return `drop index ${name};`
    case 'trigger': return `drop trigger ${name} on ${object};`
    case 'policy': return `drop policy ${name} on ${object};`
    case 'table-grant': return `revoke all on ${object} from ${name};`
    case 'column-grant': return `revoke ${value.split(', ').map((one) => `${one} (${name.split(' ')[1]})`).join(', ')} on ${object} from ${name.split(' ')[0]};`
    case 'view': return value.startsWith('view') ? `alter view ${object} set (security_invoker = true);` : `revoke all on ${object} from ${everybody};`
    case 'function': return `alter function ${object} set search_path = '';\nrevoke execute on function ${object} from ${everybody};`
    case 'function-owner': return ownership(object, 'clinic_engine')
    case 'function-grant': return `revoke execute on function ${object} from ${name};`
    case 'role': return `alter role ${object} nologin nobypassrls nocreaterole;`
    case 'member': return `revoke ${name} from ${object};`
    case 'schema-grant': return `revoke all on schema ${object} from ${name};`
    case 'extension': return `alter extension ${object} set schema extensions;`
  }
}
