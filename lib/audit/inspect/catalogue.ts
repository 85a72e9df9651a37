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
const mends = ({ was, is }: Difference): string => (was ? restoring(was, is) : removing(is!))

type Named = Difference & { id: FlawId }
const factOf = ({ was, is }: Difference) => (is ?? was)!
const isOfFunction = (difference: Difference) => factOf(difference).kind.startsWith('function')
const isWholeItself = (one: Difference) => ['table', 'view', 'function'].includes(factOf(one).kind)
const isLostWhole = (one: Named) => Number((isWholeItself(one) || factOf(one).name === 'clinic_id') && one.was !== undefined && !one.is)
/** What is gone altogether comes before what went with it, whatever that would be by itself. */
const bySeverity = (a: Named, b: Named) => isLostWhole(b) - isLostWhole(a) ||
  severities.indexOf(flaws[a.id].severity) - severities.indexOf(flaws[b.id].severity) || Number(isWholeItself(b)) - Number(isWholeItself(a))

/** The difference that is the whole object, added or gone; what hangs on it came or went along. */
const wholeOf = (object: string, all: readonly Difference[]) =>
  all.find((one) => factOf(one).object === object && isWholeItself(one) && !(one.was && one.is))

/** Whether something that is gone went along with something else that is: it speaks of that table, column or function. */
function hangsOn({ was, is }: Difference, gone: Difference): boolean {
  if (!was || is || !gone.was || gone.is || was === gone.was) return false
  const { kind, object, name } = gone.was
  const plain = object.replace(/^public\./, '').replace(/\(.*$/, '')
  if (kind === 'column') return was.object === object && ['constraint', 'index', 'policy', 'trigger'].includes(was.kind) && new RegExp(`\\b${name}\\b`).test(was.value)
  if (kind === 'function') return !was.kind.startsWith('function') && was.value.includes(`${plain}(`)
  return kind === 'table' && was.kind === 'constraint' && was.value.includes(`REFERENCES ${plain}(`)
}

const hasNewOwner = (object: string, all: readonly Difference[]) => all.some(({ is }) => is?.kind === 'table-owner' && is.object === object)

/** What a difference is told with: the object that was added, lost or rewritten with all that hangs on it, or itself. */
function topicOf(one: Difference, all: readonly Difference[]): string {
  const { kind, object, name } = factOf(one)
  if (isOfFunction(one) || wholeOf(object, all)) return object
  // A new owner takes over what was granted to that role before.
  if (kind === 'table-grant' && hasNewOwner(object, all)) return `table-owner ${object} `
  const root = all.find((gone) => hangsOn(one, gone))
  if (!root) return `${kind} ${object} ${name}`
  return factOf(root).kind === 'column' ? `column ${object} ${factOf(root).name}` : factOf(root).object
}

/** One finding for each flaw; grants of a kind together. */
function together(named: readonly Named[], all: readonly Difference[]): Named[][] {
  const keyOfGroup = (one: Named) => {
    const { kind, object } = factOf(one)
    const isByItself = kind.endsWith('grant') && !isOfFunction(one) && !wholeOf(object, all) && !hasNewOwner(object, all)
    return isByItself ? `${one.id} ${kind}` : topicOf(one, all)
  }
  return [...Map.groupBy(named, keyOfGroup).values()].map((group) => group.sort(bySeverity))
}

/** The order in which things can be made again: the table before what hangs on it, a function before who may call it. */
const order = ['schema-grant', 'extension', 'role', 'member', 'function', 'function-owner', 'table', 'column', 'constraint', 'index', 'trigger', 'policy', 'view', 'function-grant', 'table-grant', 'column-grant']

/** The differences that have to go for a finding to be gone. */
function partsOf(group: readonly Named[], all: readonly Difference[]): readonly Difference[] {
  const [first] = group as [Named]
  const whole = wholeOf(factOf(first).object, all)
  // Once nobody reaches what was added, only what harms by itself is left of it.
  if (whole?.is) return [whole, ...group.filter((one) => ['column', 'constraint', 'policy', 'trigger'].includes(factOf(one).kind))]
  const topic = topicOf(first, all)
  const along = all.filter((one) => topicOf(one, all) === topic)
  return [...new Set([...group, ...along].map((one) => all.find((other) => other.was === one.was && other.is === one.is)!))].sort((a, b) => order.indexOf(factOf(a).kind) - order.indexOf(factOf(b).kind))
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
    // Of a function that was added, its own text and who may call it are judged as one.
    if (factOf(difference).kind === 'function-grant' && wholeOf(factOf(difference).object, differences)?.is) return []
    const id = flawOf(difference, facts)
    return id ? [{ ...difference, id }] : []
  })
  return { findings: together(named, differences).map((group) => findingOf(group, differences)), facts: facts.length }
}
