import type { Fact } from '#lib/audit/inspect/facts.ts'

const bare = (value: string) => value.replace(/^(?:DISABLED|INVALID) /, '')

/** Ownership is given while the engine may make things in that schema, and for no longer. */
function ownership(object: string, owner: string): string {
  const schema = object.split('.')[0]!
  if (owner !== 'clinic_engine') return `alter function ${object} owner to current_user;`
  return `grant create on schema ${schema} to clinic_engine;\nalter function ${object} owner to clinic_engine;\nrevoke create on schema ${schema} from clinic_engine;`
}

const parts = (value: string) => /^(?<type>.*?)(?<notNull> not null)?(?: default (?<initial>.*)| (?<generated>generated always as .*))?$/s.exec(value)!.groups!

/** A column as the migrations make it: added when it is gone, otherwise changed in what differs and in nothing else. */
function columnAsMade({ object, name, value }: Fact, is: Fact | undefined): string {
  const want = parts(value)
  if (!is) {
    const rest = want.generated ? ` ${want.generated}` : want.initial ? ` default ${want.initial}` : ''
    return `alter table ${object} add column if not exists ${name} ${want.type}${rest};${want.notNull ? `\nalter table ${object} alter column ${name} set not null;` : ''}`
  }
  const have = parts(is.value)
  const changes = [
    have.type === want.type ? null : `type ${want.type} using ${name}::${want.type}`,
    have.notNull === want.notNull ? null : `${want.notNull ? 'set' : 'drop'} not null`,
    have.initial === want.initial ? null : want.initial ? `set default ${want.initial}` : 'drop default',
    have.generated === want.generated ? null : want.generated ? `set expression as ${want.generated.replace(/^generated always as | stored$/g, '')}` : 'drop expression',
  ].filter((one) => one !== null)
  return `alter table ${object} ${changes.map((one) => `alter column ${name} ${one}`).join(', ')};`
}

/** SQL that makes a fact true again. `is`: what stands in its place, if anything does. To be run by the owner of the schema. */
export function restoring(was: Fact, is?: Fact): string {
  const { kind, object, name, value } = was
  switch (kind) {
    case 'table': return `${is ? '' : `create table if not exists ${object} ();\n`}alter table ${object} enable row level security;\nalter table ${object} force row level security;`
    case 'column': return columnAsMade(was, is)
    case 'constraint': return `alter table ${object} drop constraint if exists ${name};\nalter table ${object} add constraint ${name} ${value};`
    case 'index': return `drop index if exists ${/\./.test(name) ? name : `${object.split('.')[0]}.${name}`};\n${bare(value)};`
    case 'trigger': return `drop trigger if exists ${name} on ${object};\n${bare(value)};`
    case 'policy': return `drop policy if exists ${name} on ${object};\ncreate policy ${name} on ${object} ${value};`
    case 'table-grant': return `revoke all on ${object} from ${name};\ngrant ${value} on ${object} to ${name};`
    case 'view': return `alter view ${object} set (security_invoker = true);`
    // A function that is made is everybody's until it is taken from them.
    case 'function': return `${value.trimEnd()};${is ? '' : `\nrevoke execute on function ${object} from public;`}`
    case 'function-owner': return ownership(object, value)
    case 'function-grant': return `grant execute on function ${object} to ${name};`
    case 'role': return `alter role ${object} ${['login', 'bypassrls', 'createrole'].map((one) => (value.split(', ').includes(one) ? one : `no${one}`)).join(' ')}${is?.value.includes('superuser') ? ' nosuperuser' : ''};`
    case 'member': return `grant ${name} to ${object};`
    case 'schema-grant': return `revoke all on schema ${object} from ${name};\ngrant ${value} on schema ${object} to ${name};`
    case 'extension': return `create extension if not exists ${object} schema ${value};\nalter extension ${object} set schema ${value};`
    case 'column-grant': return `grant ${value.split(', ').map((one) => `${one} (${name.split(' ')[1]})`).join(', ')} on ${object} to ${name.split(' ')[0]};`
    // What makes a table safer than the migrations make it stays.
    case 'table-owner': case 'unlogged': case 'rule': case 'setting': return ''
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
    case 'table-owner': return `alter table ${object} owner to current_user;`
    case 'unlogged': return `alter table ${object} set logged;`
    case 'rule': return `drop rule ${name} on ${object};`
    case 'setting': return `alter ${object} reset ${name};`
  }
}
