import { keyOf, requestRoles, type Fact } from '#lib/audit/inspect/facts.ts'

/** Where a catalogue differs from what the migrations make. `was`: what they make; `is`: what is there. One of them may be missing. */
export type Difference = { was?: Fact; is?: Fact }

const isRequestRole = (name: string) => (requestRoles as readonly string[]).includes(name)
const whole = ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update'].join(', ')

/**
 * The embedded API grants everything on every exposed table to these two at each start, whatever was revoked; it is told by that pattern.
 * Row level security and the triggers that refuse direct writes are what holds there.
 */
function isBlanketed(facts: readonly Fact[]): boolean {
  const tables = facts.filter((fact) => fact.kind === 'table' && fact.object.startsWith('public.'))
  const grants = new Set(facts.filter((fact) => fact.kind === 'table-grant' && fact.value === whole).map((fact) => `${fact.object} ${fact.name}`))
  return tables.length > 0 && tables.every(({ object }) => grants.has(`${object} anon`) && grants.has(`${object} authenticated`))
}

/** What may differ: what a platform grants to roles that serve no request, and what the embedded API grants. */
function isOfThePlatform({ is, was }: Difference, blanketed: boolean): boolean {
  const fact = (is ?? was)!
  if (fact.kind === 'table-grant' && blanketed && ['anon', 'authenticated'].includes(fact.name) && fact.object.startsWith('public.') && is?.value === whole) return true
  if (fact.kind === 'schema-grant' && is && !/create/.test(is.value)) return true
  return ['table-grant', 'schema-grant', 'function-grant'].includes(fact.kind) && is !== undefined && !was && !isRequestRole(fact.name)
}

const withoutSpace = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Every difference, in the order of what it is about. */
export function differencesBetween(baseline: readonly Fact[], facts: readonly Fact[]): Difference[] {
  const wanted = new Map(baseline.map((fact) => [keyOf(fact), fact]))
  const found = new Map(facts.map((fact) => [keyOf(fact), fact]))
  const blanketed = isBlanketed(facts)
  return [...new Set([...wanted.keys(), ...found.keys()])].sort().flatMap((key) => {
    const [was, is] = [wanted.get(key), found.get(key)]
    if (was && is && withoutSpace(was.value) === withoutSpace(is.value)) return []
    const difference: Difference = { ...(was ? { was } : {}), ...(is ? { is } : {}) }
    return isOfThePlatform(difference, blanketed) ? [] : [difference]
  })
}
