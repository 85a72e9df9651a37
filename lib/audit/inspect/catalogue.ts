import 'server-only'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { flaws, type FlawId } from '#lib/audit/flaws.ts'
import { differencesBetween, type Difference } from '#lib/audit/inspect/differences.ts'
import { readFacts, type Fact } from '#lib/audit/inspect/facts.ts'
import { removing, restoring } from '#lib/audit/inspect/mending.ts'
import { flawOf } from '#lib/audit/inspect/rules.ts'
import { severities, type Finding } from '#lib/audit/types.ts'

let wanted: readonly Fact[] | undefined

/** What the migrations make, as it was written down when the last of them was added. */
export const baseline = (): readonly Fact[] => (wanted ??= JSON.parse(readFileSync(join(process.cwd(), 'lib', 'audit', 'inspect', 'baseline.json'), 'utf8')) as Fact[])

const clip = (text: string, most = 600) => (text.length > most ? `${text.slice(0, most)} …` : text)

/** The first place where two texts part, with a little of what is around it. */
function parting(was: string, is: string): string {
  const [a, b] = [was.split('\n'), is.split('\n')]
  const at = a.findIndex((line, n) => line !== b[n])
  return at < 0 ? `it goes on: ${clip(b.slice(a.length).join(' '), 200)}` : `line ${at + 1} was "${clip(a[at]!.trim(), 160)}" and is "${clip((b[at] ?? '').trim(), 160)}"`
}

const nameOf = (fact: Fact) => `${fact.kind.replace('-', ' ')} ${fact.object}${fact.name ? ` (${fact.name})` : ''}`

function seen({ was, is }: Difference): string {
  if (was && is) return was.kind === 'function' ? `${nameOf(is)}: ${parting(was.value, is.value)}` : `${nameOf(is)} is "${clip(is.value, 200)}"; the migrations make it "${clip(was.value, 200)}"`
  return is ? `${nameOf(is)} is there and not of the migrations: "${clip(is.value, 200)}"` : `${nameOf(was!)} is missing: "${clip(was!.value, 200)}"`
}

/** What mends one difference. A policy that came along, a grant, a trigger: it goes; everything else becomes what the migrations make. */
const mends = ({ was, is }: Difference): string => (was ? restoring(was) : removing(is!))

type Named = Difference & { id: FlawId }
const objectOf = ({ was, is }: Difference) => (is ?? was)!.object
const isOfFunction = (difference: Difference) => (difference.is ?? difference.was)!.kind.startsWith('function')
const bySeverity = (a: Named, b: Named) => severities.indexOf(flaws[a.id].severity) - severities.indexOf(flaws[b.id].severity)

/** One finding for each flaw; of one object that was added, lost or rewritten with all that hangs on it, one for the whole. */
function together(named: readonly Named[], all: readonly Difference[]): Named[][] {
  const groups = new Map<string, Named[]>()
  for (const one of named) {
    const fact = (one.is ?? one.was)!
    const isWhole = isOfFunction(one) || all.some((other) => objectOf(other) === fact.object && ['table', 'view'].includes((other.is ?? other.was)!.kind) && !(other.was && other.is))
    const key = isWhole ? fact.object : `${one.id} ${fact.kind} ${fact.object} ${fact.name}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((group) => group.sort(bySeverity))
}

/** The order in which things can be made again: the table before what hangs on it, a function before who may call it. */
const order = ['schema-grant', 'extension', 'role', 'member', 'function', 'function-owner', 'table', 'column', 'constraint', 'index', 'trigger', 'policy', 'view', 'function-grant', 'table-grant', 'column-grant']
const inOrder = (differences: readonly Difference[]) => [...differences].sort((a, b) => order.indexOf((a.is ?? a.was)!.kind) - order.indexOf((b.is ?? b.was)!.kind))

function findingOf(group: readonly Named[], all: readonly Difference[]): Finding {
  const [first] = group as [Named]
  const { task, severity, title, description } = flaws[first.id]
  const whole = group.length > 1 || isOfFunction(first) ? inOrder(all.filter((one) => objectOf(one) === objectOf(first) && (isOfFunction(first) ? isOfFunction(one) : group.includes(one as Named) || !one.is))) : [first]
  const parts = whole.length > 0 ? whole : [first]
  return {
    id: first.id, task, severity, title, description, location: nameOf((first.is ?? first.was)!), evidence: group.map(seen).join('; '),
    fix: {
      language: 'sql', code: `begin;\n${[...new Set(parts.map(mends))].join('\n')}\ncommit;`,
      explanation: first.was ? 'Puts back what the migrations make. Run it as the owner of the schema.' : 'Takes out of reach, or away, what the migrations do not make. Run it as the owner of the schema; whoever needs it adds it by a migration.',
    },
  }
}

/** What the catalogue of a database says against the promises. `sql` is a connection of the schema's owner; nothing is written. */
export async function inspectCatalogue(sql: Sql): Promise<{ findings: Finding[]; facts: number }> {
  const facts = await readFacts(sql)
  const differences = differencesBetween(baseline(), facts)
  const named = differences.flatMap((difference): Named[] => {
    const id = flawOf(difference, facts)
    return id ? [{ ...difference, id }] : []
  })
  return { findings: together(named, differences).map((group) => findingOf(group, differences)), facts: facts.length }
}
