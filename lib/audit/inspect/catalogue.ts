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
const factOf = ({ was, is }: Difference) => (is ?? was)!
const isOfFunction = (difference: Difference) => factOf(difference).kind.startsWith('function')
const isWholeItself = (one: Difference) => ['table', 'view', 'function'].includes(factOf(one).kind)
const bySeverity = (a: Named, b: Named) =>
  severities.indexOf(flaws[a.id].severity) - severities.indexOf(flaws[b.id].severity) || Number(isWholeItself(b)) - Number(isWholeItself(a))

/** The difference that is the whole object, added or gone; what hangs on it came or went along. */
const wholeOf = (object: string, all: readonly Difference[]) =>
  all.find((one) => factOf(one).object === object && isWholeItself(one) && !(one.was && one.is))

/** One finding for each flaw: of an object that was added, lost or rewritten with all that hangs on it, one for the whole; grants of a kind together. */
function together(named: readonly Named[], all: readonly Difference[]): Named[][] {
  const keyOfGroup = (one: Named) => {
    const { kind, object, name } = factOf(one)
    if (isOfFunction(one) || wholeOf(object, all)) return object
    return kind.endsWith('grant') ? `${one.id} ${kind}` : `${one.id} ${kind} ${object} ${name}`
  }
  return [...Map.groupBy(named, keyOfGroup).values()].map((group) => group.sort(bySeverity))
}

/** The order in which things can be made again: the table before what hangs on it, a function before who may call it. */
const order = ['schema-grant', 'extension', 'role', 'member', 'function', 'function-owner', 'table', 'column', 'constraint', 'index', 'trigger', 'policy', 'view', 'function-grant', 'table-grant', 'column-grant']

/** The differences that have to go for a finding to be gone. */
function partsOf(group: readonly Named[], all: readonly Difference[]): readonly Difference[] {
  const { object } = factOf(group[0]!)
  const whole = wholeOf(object, all)
  if (whole?.is) return [whole]
  const isMine = (one: Difference) => factOf(one).object === object && (isOfFunction(group[0]!) ? isOfFunction(one) : true)
  return whole || isOfFunction(group[0]!) ? all.filter(isMine).sort((a, b) => order.indexOf(factOf(a).kind) - order.indexOf(factOf(b).kind)) : group
}

function findingOf(group: readonly Named[], all: readonly Difference[]): Finding {
  const [first] = group as [Named]
  const { task, severity, title, description } = flaws[first.id]
  const places = [...new Set(group.map((one) => nameOf(factOf(one))))]
  const isAddition = !first.was
  return {
    id: first.id, task, severity, title, description,
    location: `${places.slice(0, 4).join(', ')}${places.length > 4 ? ` and ${places.length - 4} more` : ''}`, evidence: clip(group.map(seen).join('; '), 2_000),
    fix: {
      language: 'sql', code: [...new Set(partsOf(group, all).map(mends))].join('\n'),
      explanation: isAddition ? 'Takes away, or out of reach, what the migrations do not make. Run it as the owner of the schema; whoever needs it adds it by a migration.' : 'Puts back what the migrations make. Run it as the owner of the schema.',
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
