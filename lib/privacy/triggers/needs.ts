import { gramAt } from './grams.ts'

/**
 * A pattern is read for the pieces that every match of it contains. This follows the idea of "Regular Expression Matching
 * with a Trigram Index" (Russ Cox, 2012), for the little of the syntax that is used here.
 */

/** Of a pattern or part of one: all that it can match, when that is a short list, and what a match holds besides. */
type Held = { exact: string[] | null; clauses: string[][] }

const most = 160
const empty: Held = { exact: [''], clauses: [] }
const anything: Held = { exact: null, clauses: [] }
/** Stands for a boundary of a word until its neighbours are known. */
const edge = '\x01'

const settled = (one: string): string =>
  one
    .replace(/\x01+/g, edge)
    .replace(/\x01 | \x01/g, ' ')
    .replace(/^\x01/, ' ')
    .replaceAll(edge, '')

/** A list of which one must occur, when it says anything: each of its members has two characters at least. */
const clauseOf = (exact: readonly string[] | null): string[][] => {
  const pieces = exact?.map(settled) ?? ['']
  return pieces.some((one) => one.trim().length === 0 || one.length < 2) ? [] : [pieces]
}
const needs = (held: Held): string[][] => [...held.clauses, ...clauseOf(held.exact)]

function joined(left: Held, right: Held): Held {
  const clauses = left.clauses.length || right.clauses.length ? [...left.clauses, ...right.clauses] : left.clauses
  if (left.exact && right.exact && left.exact.length * right.exact.length <= most)
    return { exact: left.exact.flatMap((a) => right.exact!.map((b) => a + b)), clauses }
  return { exact: right.exact, clauses: [...clauses, ...clauseOf(left.exact)] }
}

/** Of several clauses the one with the longest pieces, which is the rarest. */
function best(clauses: readonly string[][]): string[] | null {
  let found: string[] | null = null
  let longest = 0
  for (const clause of clauses) {
    const shortest = clause.reduce((least, one) => Math.min(least, one.length), 9) - clause.length / 64
    if (found === null || shortest > longest) [found, longest] = [clause, shortest]
  }
  return found
}

function either(options: readonly Held[]): Held {
  if (options.length === 1) return options[0]!
  const total = options.reduce((sum, one) => sum + (one.exact?.length ?? most), 0)
  if (total <= most * 2 && options.every((one) => one.exact && one.clauses.length === 0))
    return { exact: options.flatMap((one) => one.exact!), clauses: [] }
  const chosen = options.map((one) => best(needs(one)))
  return chosen.some((one) => one === null) ? anything : { exact: null, clauses: [chosen.flatMap((one) => one!)] }
}

/** Reads the source of a pattern; what it does not know it takes for anything. */
class Reader {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  options(): Held {
    const options = [this.sequence()]
    while (this.source[this.at] === '|') {
      this.at += 1
      options.push(this.sequence())
    }
    return either(options)
  }

  private sequence(): Held {
    let held = empty
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')')
      held = joined(held, this.repeated(this.atom()))
    return held
  }

  private atom(): Held {
    const letter = this.source[this.at]!
    this.at += 1
    if (letter === '(') return this.group()
    if (letter === '[') return this.kind()
    if (letter === '\\') return this.escaped()
    if (letter === '.') return anything
    return letter === '^' || letter === '$' ? empty : { exact: [letter.toLowerCase()], clauses: [] }
  }

  private escaped(): Held {
    const letter = this.source[this.at]!
    this.at += 1
    if (letter === 'b') return { exact: [edge], clauses: [] }
    if (/[wsdWSDBp]/.test(letter)) return anything
    return { exact: [letter], clauses: [] }
  }

  private kind(): Held {
    const start = this.at
    while (this.source[this.at] !== ']') this.at += this.source[this.at] === '\\' ? 2 : 1
    const inside = this.source.slice(start, this.at)
    this.at += 1
    return /^[a-z ]{1,6}$/.test(inside) ? { exact: [...inside], clauses: [] } : anything
  }

  private group(): Held {
    const look = /^\?(?:<?[=!]|:|<\w+>)/.exec(this.source.slice(this.at, this.at + 20))?.[0] ?? ''
    this.at += look.length
    const held = this.options()
    this.at += 1
    if (look.endsWith('!')) return empty
    // What stands before or after a match stands in the line too.
    return look.endsWith('=') ? { exact: [''], clauses: needs(held) } : held
  }

  private repeated(held: Held): Held {
    const sign = /^(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at, this.at + 10))
    if (!sign) return held
    this.at += sign[0].length
    const isOptional = sign[0][0] === '?' || sign[0][0] === '*' || sign[1] === '0'
    if (sign[0][0] === '?' && held.exact && held.clauses.length === 0 && held.exact.length < most)
      return { exact: ['', ...held.exact], clauses: [] }
    return isOptional ? anything : { exact: null, clauses: needs(held) }
  }
}

function gramsNeeded(piece: string): number[] {
  if (piece.length === 2) return [gramAt(piece, 0)]
  const found: number[] = []
  const step = Math.max(1, Math.floor((piece.length - 2) / 3))
  for (let i = 0; i + 2 < piece.length; i += step) found.push(gramAt(piece, i))
  return found
}

/**
 * What a line must have for a pattern to match in it, as `mayMatch` reads it: for each clause its length, then its pieces,
 * each as how many grams it has and then the grams.
 */
export function triggerOf(source: string): number[] {
  return needs(new Reader(source).options())
    .map((clause) => [...new Set(clause)])
    .sort((a, b) => a.length - b.length)
    .flatMap((clause) => {
      const pieces = clause.flatMap((piece) => {
        const needed = gramsNeeded(piece)
        return [needed.length, ...needed]
      })
      return [pieces.length, ...pieces]
    })
}
