// npm run redact: JSON Lines in, JSON Lines out, in order. In {"id","text"} or {"id","turns":[{"role","text"}]}; out
// {"id","redacted","contact","categories"}, for a line that is not valid {"id"?,"error"}. Nothing of a bad line is repeated.
import { createInterface } from 'node:readline'
import { redactCall } from '#lib/privacy/redact.ts'
import type { Turn } from '#lib/privacy/types.ts'

type Line = { id?: unknown; text?: unknown; turns?: unknown }

const isTurn = (one: unknown): one is Turn =>
  typeof one === 'object' &&
  one !== null &&
  typeof (one as Turn).text === 'string' &&
  ['user', 'assistant'].includes((one as Turn).role)

/** The answer to one line; never throws. */
function answerTo(line: string): Record<string, unknown> {
  let read: Line
  try {
    read = JSON.parse(line) as Line
  } catch {
    // The parser's own message quotes the line.
    return { error: 'The line is not valid JSON.' }
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    return { error: 'The line is not a JSON object.' }
  const id = typeof read.id === 'string' || typeof read.id === 'number' ? { id: read.id } : {}
  const turns = Array.isArray(read.turns)
    ? read.turns
    : typeof read.text === 'string' && read.turns === undefined
      ? [{ role: 'user', text: read.text }]
      : null
  if (!turns || !turns.every(isTurn))
    return { ...id, error: 'A line needs "text", or "turns" with "role" (user or assistant) and "text".' }
  const { turns: redacted, contact, categories } = redactCall(turns)
  return { ...id, redacted: redacted.map((turn) => turn.text).join('\n'), contact, categories }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() === '') continue
  if (!process.stdout.write(`${JSON.stringify(answerTo(line))}\n`))
    await new Promise((resolve) => process.stdout.once('drain', resolve))
}
