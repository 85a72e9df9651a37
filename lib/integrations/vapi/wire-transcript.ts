/** One turn of a transcript that came as a text; when it was said is not in there. */
export type WrittenTurn = { role: 'assistant' | 'caller'; text: string }

const speakers: Record<string, WrittenTurn['role']> = { ai: 'assistant', assistant: 'assistant', bot: 'assistant', agent: 'assistant', user: 'caller', customer: 'caller', caller: 'caller', human: 'caller' }
const known = Object.keys(speakers).join('|')

/** Who speaks, as a line begins: maybe behind a time, maybe in bold. */
const beginning = new RegExp(String.raw`^[\s>*_-]*(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[\s*_-]*)?(${known})[ *_]*[:：][ *_]*`, 'i')
/** In a text without lines, where another speaker begins. A label is then written as one: "a user: me" goes on. */
const within = new RegExp(String.raw`\s(?=(?:AI|${known.split('|').map((label) => `${label[0]!.toUpperCase()}${label.slice(1)}`).join('|')})[:：]\s)`, 'g')
/** What looks like the label of somebody we do not know: a word, or up to three with capitals. It may be their name, and is left out. */
const unknown = /^\s*(?:\p{L}[\p{L}\p{M}\p{N}'’._-]{0,40}|\p{Lu}[\p{L}\p{M}'’.-]{0,40}(?: [\p{Lu}\p{N}][\p{L}\p{M}\p{N}'’.-]{0,40}){1,2})\s?[:：](?=\s)/u

/** Ten times the longest call. Of more its end is read: a report must not hold up other calls. */
const longest = 500_000

const linesOf = (given: string): string[] => {
  const transcript = given.slice(-longest)
  const lines = transcript.split(/\r\n?|[\n\u2028\u2029]/)
  return lines.filter((line) => line.trim() !== '').length === 1 ? transcript.trim().split(within) : lines
}

/**
 * Reads "AI: ..." and "User: ..." into turns; lines without a label go on with the turn before them. What nobody can be named for is the
 * caller's: it is listened to for danger, and masked as theirs.
 */
export function turnsOfTranscript(transcript: string): WrittenTurn[] {
  const turns: { role: WrittenTurn['role']; lines: string[] }[] = []
  for (const line of linesOf(transcript)) {
    const label = beginning.exec(line) ?? unknown.exec(line)
    const words = line.slice(label?.[0].length ?? 0).trim()
    if (label || turns.length === 0) turns.push({ role: speakers[label?.[1]?.toLowerCase() ?? ''] ?? 'caller', lines: [words] })
    else turns.at(-1)!.lines.push(words)
  }
  return turns.map(({ role, lines }) => ({ role, text: lines.join('\n').trim() })).filter(({ text }) => text !== '')
}
