import { expect, test as base } from './test.ts'
import { apiOf, vapiOf, type Api } from './http.ts'
import { twilioOf, type Twilio } from './twilio.ts'

type Given = {
  twilio: Twilio
  /** Larkspur's API by its key, and what Vapi posts for it. */
  api: Api
  vapi: ReturnType<typeof vapiOf>
  /** What the staff list has of a call, by Vapi's id of it. */
  tasksOf: (vapiCallId: string) => Promise<{ kind: string; reason: string | null }[]>
}

/** Every test of recovery has the carrier, Larkspur's API and its voice platform at hand. */
export const test = base.extend<Given>({
  twilio: async ({ runtime, sql }, use) => use(twilioOf(runtime, sql)),
  api: async ({ runtime, larkspur }, use) => use(apiOf(runtime, larkspur)),
  vapi: async ({ runtime, larkspur }, use) => use(vapiOf(runtime, larkspur)),
  tasksOf: async ({ sql }, use) => use((vapiCallId) => sql<{ kind: string; reason: string | null }[]>`
    select t.kind, t.reason from staff_tasks t left join leads l on l.id = t.lead_id join calls k on k.id = coalesce(t.call_id, l.call_id)
    where k.vapi_call_id = ${vapiCallId}`),
})

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A time as a text says it: 'Tue 24 Nov, 2:30pm'. */
export function inText(start: string): string {
  const day = new Date(`${start.slice(0, 10)}T12:00:00Z`)
  const [hour, minute] = [Number(start.slice(11, 13)), Number(start.slice(14, 16))]
  const past = minute ? `:${String(minute).padStart(2, '0')}` : ''
  const clock = hour === 12 && minute === 0 ? 'midday' : `${hour % 12 || 12}${past}${hour < 12 ? 'am' : 'pm'}`
  return `${weekdays[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]}, ${clock}`
}

/** Waits for the one text of a lost call, and answers its words. */
export async function oneTextTo(twilio: Twilio, phone: string, within = 30_000): Promise<string> {
  await expect.poll(() => twilio.bodiesTo(phone), { timeout: within }).toHaveLength(1)
  return (await twilio.bodiesTo(phone))[0]!
}

export { expect }
