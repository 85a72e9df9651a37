import { contextOf } from './context.ts'
import { detailsIn } from './detect.ts'
import { announcedBy, expectationOf } from './expectation.ts'
import { longestTurn, type Expectation, type Label, type Turn } from './types.ts'

/** What each turn is an answer to, and whether that only follows from what was read back or announced. */
export function questionsOf(turns: readonly Turn[]): { expectation: Expectation; isSoft: boolean }[] {
  let [now, isSoft]: [Expectation, boolean] = ['none', false]
  return turns.map(({ role, text }) => {
    const here = { expectation: now, isSoft }
    if (text.length > longestTurn) return here
    if (role === 'user') {
      const announced = now === 'none' || now === 'booking' ? announcedBy(text) : null
      if (announced) [now, isSoft] = [announced, true]
      return here
    }
    const next = expectationOf(text, now)
    const back = next === 'none' || next === 'booking' ? readBackOf(text) : null
    if (back) [now, isSoft] = [back, true]
    else [now, isSoft] = [next, isSoft && next === now]
    return { expectation: now, isSoft }
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
