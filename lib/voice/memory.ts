import type { Message, SpokenTurn, ToolCallRequest, ToolOutcome } from '#lib/voice/ports.ts'

type AssistantMessage = Message & { role: 'assistant' }
/** Something that is being said: as the model will read it, and as the report will have it. `before`: what of it was heard under an earlier context. */
type Saying = { entry: AssistantMessage; turn: SpokenTurn; before: string }

/** What was said in a call, in two forms that must agree: the conversation as a model reads it, and the turns of the report. */
export function createMemory(prompt: string) {
  const history: Message[] = [{ role: 'system', content: prompt }]
  const turns: SpokenTurn[] = []
  const toolCalls: ToolCallRequest[] = []
  const sayings = new Map<string, Saying>()

  const remove = <T>(list: T[], one: T | undefined) => {
    const at = one === undefined ? -1 : list.indexOf(one)
    if (at >= 0) list.splice(at, 1)
  }

  return {
    turns,
    toolCalls,
    /** A saying that is begun; it belongs to the conversation once it is kept. */
    begin: (contextId: string) => {
      sayings.set(contextId, { entry: { role: 'assistant', content: '' }, turn: { role: 'assistant', text: '', at: new Date() }, before: '' })
    },
    keep: (contextId: string) => {
      const one = sayings.get(contextId)
      if (!one || history.includes(one.entry)) return
      history.push(one.entry)
      turns.push(one.turn)
    },
    /** More of a saying. False for one that is over. */
    add: (contextId: string, text: string): boolean => {
      const one = sayings.get(contextId)
      if (!one) return false
      one.entry.content += text
      one.turn.text += text
      return true
    },
    knows: (contextId: string) => sayings.has(contextId),
    /** The same saying goes on under another context; `heard` is what of it was heard until then. */
    move: (from: string, to: string, heard: string) => {
      const one = sayings.get(from)
      if (one) sayings.set(to, { ...one, before: heard })
    },
    /** A saying is over: only what was heard of it stays. */
    settle: (contextId: string, heardNow: string) => {
      const one = sayings.get(contextId)
      sayings.clear()
      if (!one) return
      const heard = [one.before, heardNow].filter(Boolean).join(' ')
      if (heard.trim() === one.turn.text.trim()) return
      one.entry.content = heard
      one.turn.text = heard
      if (heard !== '') return
      if (!one.entry.tool_calls) remove(history, one.entry)
      remove(turns, one.turn)
    },
    caller: (text: string) => {
      turns.push({ role: 'caller', text, at: new Date() })
      history.push({ role: 'user', content: text })
    },
    /** Forgets the caller's last turn, and answers its words: more of it is being said. Null when there was none. */
    takeBack: (): string | null => {
      const last = history.findLast((one) => one.role === 'user')
      if (!last) return null
      remove(history, last)
      remove(turns, turns.findLast((one) => one.role === 'caller'))
      return last.content as string
    },
    /** Tools were used within a saying. What is said of it afterwards is an entry of its own to the model, and the same turn to whoever reads the report. */
    noteTools: (calls: readonly ToolCallRequest[], outcomes: readonly ToolOutcome[]) => {
      history.push(
        { role: 'assistant', content: null, tool_calls: calls.map((one) => ({ id: one.id, type: 'function', function: { name: one.name, arguments: one.arguments } })) },
        ...outcomes.map((one): Message => ({ role: 'tool', tool_call_id: one.id, content: one.result })),
      )
    },
    goOnAfterTools: (contextId: string) => {
      const one = sayings.get(contextId)
      if (!one) return
      const entry: AssistantMessage = { role: 'assistant', content: '' }
      history.push(entry)
      sayings.set(contextId, { ...one, entry })
    },
    /** The conversation for a model, without what is only being begun; with words that are not a turn yet, when it is asked early. */
    messages: (contextId: string, early?: string): Message[] => {
      const entry = sayings.get(contextId)?.entry
      return [...history.filter((one) => one !== entry), ...(early === undefined ? [] : [{ role: 'user' as const, content: early }])]
    },
  }
}

export type Memory = ReturnType<typeof createMemory>
