import { randomUUID } from 'node:crypto'
import { apiOf, lineTo, turnsOf, type Line } from '#lib/audit/probes/asking.ts'
import { notesFor, type Notes } from '#lib/audit/probes/notes.ts'
import { slips, type Slip } from '#lib/audit/probes/redaction-sentences.ts'
import type { Probe, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

/** The conversation in every copy that the voice platform makes of it: summaries, analysis, variables, tool arguments, recordings. */
function copiesOf(slip: Slip, line: Line): Record<string, unknown> {
  const all = slip.said.map(([role, words]) => `${role === 'bot' ? 'AI' : 'User'}: ${words}`).join('\n')
  const openAi = slip.said.map(([role, content]) => ({ role: role === 'bot' ? 'assistant' : 'user', content }))
  const copies = {
    transcript: all, summary: all, variables: { notes: all }, variableValues: { notes: all }, recordingUrl: `https://storage.vapi.example/${randomUUID()}.wav`,
    analysis: { summary: all, structuredData: { notes: all, gone: Object.values(slip.gone).flat() }, successEvaluation: all },
  }
  const told = {
    role: 'tool_calls', time: line.startedAt, message: all,
    toolCalls: [{ id: `probe_${randomUUID()}`, type: 'function', function: { name: 'capture_lead', arguments: JSON.stringify({ notes: all, procedure: all }) } }],
  }
  return { ...copies, messagesOpenAIFormatted: openAi, artifact: { ...copies, messages: [...turnsOf(line.startedAt, slip.said), told], messagesOpenAIFormatted: openAi }, call: { ...copies, metadata: { notes: all } } }
}

/** Tells a call as it goes on, as a model retells it to a tool, and as its report repeats it. */
async function tell(line: Line, slip: Slip): Promise<number[]> {
  const statuses: number[] = []
  const note = (answer: { status: number }) => statuses.push(answer.status)
  note(await line.status('in-progress'))
  for (const [role, transcript] of slip.said) note(await line.post({ type: 'transcript', role: role === 'bot' ? 'assistant' : 'user', transcriptType: 'final', transcript }))
  // A model that puts into a tool's arguments what it should not have.
  const spoken = slip.said.filter(([role]) => role === 'user').map(([, words]) => words).join(' ')
  await line.tool('capture_lead', { procedure: spoken.slice(0, 80), notes: spoken, textsOk: false })
  await line.tool('transfer_to_human', { reason: spoken.slice(0, 200) })
  note(await line.post({ type: 'conversation-update', ...copiesOf(slip, line) }))
  note(await line.status('ended', 'customer-ended-call'))
  note(await line.report(slip.said, copiesOf(slip, line)))
  return statuses
}

const flaws = { health: 'redaction/sensitive-kept', belief: 'redaction/sensitive-kept', numbers: 'redaction/number-kept', names: 'redaction/name-kept', address: 'redaction/address-kept' } as const
const titles = { health: 'health', belief: 'belief', numbers: 'numbers', names: 'names', address: 'addresses' } as const

/** Contacts are what a name, a number and an address are for; nothing of health or belief may be even there. */
const mayStand = (kind: keyof Slip['gone'], place: string) => kind !== 'health' && kind !== 'belief' && place.startsWith('public.contacts.')

async function judgePlaces(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, slip: Slip): Promise<number> {
  let words = 0
  for (const kind of Object.keys(slip.gone) as (keyof Slip['gone'])[]) {
    const sought = slip.gone[kind]!
    words += sought.length
    const places = (await target.observe.whereIs(clinic.id, sought)).filter((place) => !mayStand(kind, place))
    notes.note(`${slip.name}: ${titles[kind]}, looked for in every column of every table`, kind === 'health' || kind === 'belief' ? 'nowhere' : 'nowhere but in contacts', {
      observed: places.length === 0 ? 'nowhere' : places.join(', '), ok: places.length === 0, flaw: flaws[kind], ...(places[0] ? { location: places[0] } : {}),
    })
  }
  return words
}

/** The rest of what was said is kept: a transcript of masks alone would be no transcript. */
async function judgeTranscript(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, slip: Slip, line: Line): Promise<void> {
  const api = apiOf(target, clinic)
  const calls = ((await api('/calls?limit=50')).body.items ?? []) as { id: string; vapiCallId: string }[]
  const call = calls.find((one) => one.vapiCallId === line.callId)
  const turns = call ? (((await api(`/calls/${call.id}`)).body.transcript ?? []) as { text: string }[]) : []
  const text = turns.map((turn) => turn.text).join('\n').toLowerCase()
  const missing = slip.stays.filter((words) => !text.includes(words))
  const masks = text.match(/\[[a-z_]+\]/g)?.length ?? 0
  notes.note(`${slip.name}: the transcript`, 'kept, with masks, and with what was asked for', {
    observed: turns.length === 0 ? 'none' : `${turns.length} turns, ${masks} masks${missing.length > 0 ? `, ${missing.length} of ${slip.stays.length} plain phrases lost` : ''}`,
    ok: turns.length > 0 && masks > 0 && missing.length === 0, flaw: 'redaction/transcript-lost',
  })
}

async function judgeContact(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, { name, contact }: Slip): Promise<void> {
  if (!contact) return
  const { body } = await apiOf(target, clinic)('/contacts/search', { body: { q: contact.search } })
  const found = ((body.items ?? []) as { phone: string | null }[]).filter((one) => one.phone === contact.phone)
  notes.note(`${name}: the number, understood`, 'one contact with it, in E.164', { observed: found.length === 1 ? 'one contact' : `${found.length} contacts`, ok: found.length === 1, flaw: 'redaction/contact-lost' })
}

/** Promise 4: what is said about health, belief and identity is kept nowhere; what a contact is for is parsed into one. */
export const redactionProbe = (): Probe => async (target) => {
  const notes = notesFor(target)
  const [clinic] = target.clinics
  let words = 0
  for (const slip of slips) {
    const line = lineTo(target, clinic, slip.phone)
    const statuses = await tell(line, slip)
    const failed = statuses.filter((status) => status !== 200).length
    notes.note(`${slip.name}: told to the webhook, in every copy`, '200 each time', { observed: failed === 0 ? `${statuses.length} x 200` : `${failed} of ${statuses.length} not taken`, ok: failed === 0, flaw: 'redaction/report-refused' })
    words += await judgePlaces(notes, target, clinic, slip)
    await judgeTranscript(notes, target, clinic, slip, line)
    await judgeContact(notes, target, clinic, slip)
  }
  return notes.outcome({ calls: slips.length, phrases: words, kept: notes.outcome({}).evidence.filter((one) => !one.ok).length })
}
