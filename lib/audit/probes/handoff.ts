import { anyPhone, ask, freeTimes, lineTo, type Line, type Said } from '#lib/audit/probes/asking.ts'
import { notesFor, percentile, until, type Notes } from '#lib/audit/probes/notes.ts'
import type { Observer, Probe, ProbeTarget, SyntheticClinic } from '#lib/audit/types.ts'

type Lead = Awaited<ReturnType<Observer['leads']>>[number]

/** What five minutes allow, and how long is waited for it here: a worker that lives needs seconds, and fifteen where no report comes. */
const promiseMs = 300_000
const patienceMs = 40_000

const greeting: Said = ['bot', 'Hello, this is Voxanne, the AI receptionist. We may text you about your enquiry; say no texts to opt out. How can I help?']
const said: Said[] = [greeting, ['user', 'Hi, I\'m ringing about a facelift.'], ['bot', 'Could I take your name?'], ['user', 'It\'s Tamsin Okafor.'], ['bot', 'Let me look at the diary.']]

/** A call up to the moment at which the caller is gone: greeted, named, asked about a facelift, offered times. */
async function begin(target: ProbeTarget, clinic: SyntheticClinic, phone: string, more: Record<string, unknown> = {}): Promise<Line> {
  const line = lineTo(target, clinic, phone)
  await line.status('in-progress')
  await line.tool('capture_lead', { name: 'Tamsin Okafor', procedure: 'facelift', ...more })
  await line.tool('check_availability', { procedure: 'facelift' })
  return line
}

const ended = (line: Line) => line.status('ended', 'customer-ended-call')
const report = (line: Line) => line.report(said)

type Script = { name: string; what: string; noLead: string; tell: (line: Line) => Promise<unknown> }

/** The ways in which an end is told: as it should be, twice and out of order, and with one of the two sources missing. */
const scripts: Script[] = [
  { name: 'once', what: 'A caller asks about a facelift and rings off', noLead: 'handoff/no-lead', tell: async (line) => { await ended(line); await report(line) } },
  { name: 'twice', what: 'The end is told twice, the report at once twice, the status late', noLead: 'handoff/no-lead', tell: async (line) => {
    await Promise.all([report(line), report(line), ended(line)])
    await line.status('in-progress')
    await ended(line)
  } },
  { name: 'no-status', what: 'Only the report comes', noLead: 'handoff/no-lead-from-report', tell: report },
  { name: 'no-report', what: 'Only the status comes, and no report ever', noLead: 'handoff/no-lead-without-report', tell: ended },
]

const leadsOf = async (target: ProbeTarget, clinic: SyntheticClinic, line: Line): Promise<Lead[]> => (await target.observe.leads(clinic.id)).filter((lead) => lead.callId === line.callId)

const isOut = (message: Lead['messages'][number]) => message.state === 'accepted' || message.state === 'withheld'

/** The one lead with its one text, seconds after the end, or what stands there when patience is out. Answers after how many milliseconds it went. */
async function judgeText(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, script: Script, line: Line, endedAt: number): Promise<number | null> {
  const leads = (await until(patienceMs, async () => {
    const found = await leadsOf(target, clinic, line)
    return found.some((lead) => lead.messages.some(isOut)) && found
  })) ?? (await leadsOf(target, clinic, line))
  notes.note(script.what, 'one lead, for a facelift', {
    observed: leads.length === 0 ? 'no lead' : `${leads.length} ${leads.length === 1 ? 'lead' : 'leads'}, for ${leads.map((lead) => lead.procedure ?? 'nothing').join(' and ')}`,
    ok: leads.length === 1 && leads[0]!.procedure === 'facelift', flaw: leads.length === 0 ? script.noLead : leads.length > 1 ? 'handoff/duplicate-lead' : 'handoff/wrong-procedure',
  })
  if (leads.length === 0) return null
  const message = leads.flatMap((lead) => lead.messages).find(isOut)
  const acceptedMs = message?.acceptedAt ? Date.parse(message.acceptedAt) - endedAt : null
  notes.note(`${script.what}: Sarah's text`, 'accepted by the carrier within five minutes', {
    observed: !message ? `none after ${patienceMs / 1000} seconds (${leads[0]!.messages.map((one) => one.state).join(', ') || 'not even queued'})`
      : message.state === 'withheld' ? 'ready to go; stopped at our own door, as the carrier is a real one. The carrier itself was not asked'
        : `accepted after ${(Math.max(0, acceptedMs!) / 1000).toFixed(1)} seconds`,
    ok: message !== undefined && (acceptedMs === null || acceptedMs <= promiseMs), ...(acceptedMs === null ? {} : { tookMs: Math.max(0, acceptedMs) }), flaw: message ? 'handoff/late-text' : 'handoff/no-text',
  })
  return acceptedMs
}

/** Who booked is left alone, and so is who refused. */
async function othersOf(target: ProbeTarget, clinic: SyntheticClinic, phones: readonly string[]): Promise<{ booker: Line; refuser: Line }> {
  const [slot] = await freeTimes(target, clinic, 'facelift', { ahead: 4 })
  const booker = await begin(target, clinic, phones[0]!)
  if (slot) await booker.tool('claim_slot', { procedure: 'facelift', start: slot.start, practitionerId: slot.practitionerId, name: 'Tamsin Okafor' })
  const refuser = await begin(target, clinic, phones[1]!, { textsOk: false })
  for (const line of [booker, refuser]) {
    await ended(line)
    await report(line)
  }
  return { booker, refuser }
}

async function judgeOthers(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, { booker, refuser }: { booker: Line; refuser: Line }): Promise<void> {
  const booked = await leadsOf(target, clinic, booker)
  notes.note('A caller who booked', 'no lead and no text', { observed: `${booked.length} leads`, ok: booked.length === 0, flaw: 'handoff/lead-for-booked' })
  const refused = (await leadsOf(target, clinic, refuser)).flatMap((lead) => lead.messages).filter((message) => message.state !== 'cancelled')
  notes.note('A caller who wants no texts', 'no text', { observed: `${refused.length} texts`, ok: refused.length === 0, flaw: 'handoff/text-against-will' })
}

/** Everything is told once more when all is settled; the last script's text, which comes latest, shows that the queue has gone past it. */
async function judgeOnce(notes: Notes, target: ProbeTarget, clinic: SyntheticClinic, lines: readonly Line[]): Promise<number> {
  const all = await target.observe.leads(clinic.id)
  const ids = new Set(lines.map((line) => line.callId))
  const ours = all.filter((lead) => ids.has(lead.callId))
  const texts = ours.map((lead) => lead.messages.filter((message) => message.state !== 'cancelled').length)
  notes.note('All of it told once more, after the texts had gone', `${lines.length} leads, one text each`, {
    observed: `${ours.length} leads with ${texts.join(', ')} texts`, ok: ours.length === lines.length && texts.every((count) => count === 1),
    flaw: ours.length > lines.length ? 'handoff/duplicate-lead' : texts.some((count) => count > 1) ? 'handoff/text-twice' : 'handoff/no-text',
  })
  return texts.reduce((sum, count) => sum + count, 0)
}

/** Promise 2: a call that ends without a booking becomes one lead with its procedure, and one text in time, whatever is told of it and how often. */
export const handoffProbe = (): Probe => async (target) => {
  const notes = notesFor(target)
  const [clinic] = target.clinics
  const health = await ask(target, '/api/health')
  notes.note('Somebody is there to send texts', 'a worker that is alive', { observed: String(health.body.parts?.jobs ?? `health answered ${health.status}`), ok: health.body.parts?.jobs === 'ok', flaw: 'handoff/no-worker' })
  const phones = new Set<string>()
  while (phones.size < scripts.length + 2) phones.add(anyPhone())
  const numbers = [...phones]
  const others = othersOf(target, clinic, numbers.slice(scripts.length))
  const played = await Promise.all(scripts.map(async (script, n) => {
    const line = await begin(target, clinic, numbers[n]!)
    const endedAt = target.now().getTime()
    await script.tell(line)
    return { script, line, endedAt }
  }))
  const quick = played.filter(({ script }) => script.name !== 'no-report')
  const slow = played.find(({ script }) => script.name === 'no-report')!
  const times = await Promise.all(quick.map(({ script, line, endedAt }) => judgeText(notes, target, clinic, script, line, endedAt)))
  const { booker, refuser } = await others
  for (const { script, line } of quick) if (script.name !== 'no-status') await Promise.all([ended(line), report(line)])
  times.push(await judgeText(notes, target, clinic, slow.script, slow.line, slow.endedAt))
  await judgeOthers(notes, target, clinic, { booker, refuser })
  const texts = await judgeOnce(notes, target, clinic, played.map(({ line }) => line))
  const known = times.filter((time): time is number => time !== null)
  // Without a report it is waited for one, so that time is told apart.
  return notes.outcome({ calls: played.length + 2, texts, textMsP50: percentile(known.slice(0, quick.length), 50), slowestTextMs: percentile(known, 100) })
}
