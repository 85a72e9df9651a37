import { contextOf } from './context.ts'
import { detailsIn } from './detect.ts'
import { announcedBy, expectationOf } from './expectation.ts'
import { asksPast } from './expectation-past.ts'
import { longestTurn, type Expectation, type Label, type Turn } from './types.ts'

export type Question = { expectation: Expectation; isSoft: boolean; isPast: boolean }

/** As long as an agent's turn may be that asks on about what was done: "and who did it?". */
const asksOn = 60

/** Whether a turn of an agent asks, or still asks, for what was done before; `now` is what it expects. */
export const isPastAsked = (text: string, now: Expectation, was: Pick<Question, 'expectation' | 'isPast'>): boolean =>
  now === 'health' && (asksPast(text) || (was.expectation === 'health' && was.isPast && text.length <= asksOn))

/** What each turn is an answer to, whether that only follows from what was read back or announced, and whether it is about the past. */
export function questionsOf(turns: readonly Turn[]): Question[] {
  let [now, isSoft, isPast]: [Expectation, boolean, boolean] = ['none', false, false]
  return turns.map(({ role, text }) => {
    const here = { expectation: now, isSoft, isPast }
    if (text.length > longestTurn) return here
    if (role === 'user') {
      const announced = now === 'none' || now === 'booking' ? announcedBy(text) : null
      if (announced) [now, isSoft] = [announced, true]
      return here
    }
    const next = expectationOf(text, now)
    const back = next === 'none' || next === 'booking' ? readBackOf(text) : null
    isPast = isPastAsked(text, next, here)
    if (back) [now, isSoft] = [back, true]
    else [now, isSoft] = [next, isSoft && next === now]
    return { expectation: now, isSoft, isPast }
  })
}

const readBacks: Partial<Record<Label, Expectation>> = {
  PHONE: 'phone',
  EMAIL: 'email',
  DOB: 'dob',
  POSTCODE: 'postcode',
  CARD: 'card',
  NHS_NUMBER: 'nhs',
  NI_NUMBER: 'ni',
}

/** What an agent's turn reads back, so that the caller may put it right. */
function readBackOf(text: string): Expectation | null {
  const { spans } = detailsIn(text.slice(0, 400), contextOf('assistant', 'none', {}))
  return spans.map((span) => readBacks[span.label]).find((one) => one !== undefined) ?? null
}
