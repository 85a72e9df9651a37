import { describe, expect, it, test } from 'vitest'
import {
  afterWords, basisWords, callBackWords, CONSENT_WORDS, evidenceWords, failureWords, KIND_WORDS, PROMPTNESS_WORDS, REASON_WORDS, SOURCE_WORDS, STAGE_WORDS,
  stateWords, STATUS_WORDS, taskWords,
} from '#components/leads/words.ts'
import type {
  Consent, LeadMessage, LeadReason, LeadStatus, MessageKind, Promptness, Stage, StaffTask,
} from '#lib/recovery/types.ts'

/** Each list is checked by the compiler to be complete: a value that is missing here is a type error. */
const every = <T extends string>(values: Record<T, true>) => Object.keys(values) as T[]

const statuses = every<LeadStatus>({
  waiting: true, held: true, contacted: true, replied: true, booked: true, not_permitted: true, needs_person: true, closed: true,
})
const reasons = every<LeadReason>({
  refused: true, not_offered: true, needs_consent: true, opted_out: true, under_age: true, emergency: true, booked_meanwhile: true, rang_again: true,
  test_call: true, withheld: true, landline: true, foreign: true, unclear: true, undeliverable: true, unconfirmed: true, asked_for_call: true,
  closed: true, reopened: true,
})
const stages = every<Stage>({ greeted: true, named: true, asked: true, offered: true, chose: true })
const promptnesses = every<Promptness>({
  in_time: true, late: true, pending: true, held: true, not_permitted: true, needs_person: true, booked_meanwhile: true, closed: true,
})
const kinds = every<MessageKind>({
  recovery: true, booked: true, offer: true, ask_age: true, ask_name: true, call_ack: true, help: true, staff: true, reply: true,
})
const states = every<LeadMessage['state']>({
  queued: true, held: true, sending: true, unknown: true, accepted: true, failed: true, cancelled: true, needs_review: true, received: true,
})
const tasks = every<StaffTask['kind']>({ call_back: true, age_review: true, calendar_conflict: true, lead: true, reply: true, emergency: true, request_due: true })
const values = every<Consent['value']>({ granted: true, offered_not_refused: true, refused: true, not_offered: true })
const bases = every<NonNullable<Consent['basis']>>({ solicited: true, soft_opt_in: true })
const sources = every<Consent['source']>({ greeting: true, tool: true, caller: true, reply: true })

/** Words for a person: no code shines through. */
function expectWords(words: string | undefined) {
  expect(words).toMatch(/^\p{L}[^_]+$/u)
}

describe('every state that a lead can be in has words', () => {
  test.each(statuses)('status %s', (status) => expectWords(STATUS_WORDS[status]))
  test.each(stages)('stage %s', (stage) => expectWords(STAGE_WORDS[stage]))
  test.each(promptnesses)('promptness %s', (promptness) => expectWords(PROMPTNESS_WORDS[promptness]))
  test.each(kinds)('message kind %s', (kind) => expectWords(KIND_WORDS[kind]))
  test.each(values)('consent %s', (value) => expectWords(CONSENT_WORDS[value]))
  test.each(bases)('basis %s', (basis) => {
    expectWords(basisWords('text', basis))
    expectWords(basisWords('call', basis))
  })
  test.each(sources)('source %s', (source) => expectWords(SOURCE_WORDS[source]))

  test.each(reasons)('reason %s, short for a table and as a sentence', (reason) => {
    expectWords(REASON_WORDS[reason].short)
    expect(REASON_WORDS[reason].short.length).toBeLessThanOrEqual(30)
    expect(REASON_WORDS[reason].sentence).toMatch(/^[A-Z][^_]+\.$/)
  })

  test.each(states)('message state %s', (state) => expectWords(stateWords({ state, delivery: null })))

  test.each(tasks)('task %s', (kind) => {
    expectWords(taskWords({ kind, reason: null }).title)
    expect(taskWords({ kind, reason: null }).sentence).toMatch(/\.$/)
  })

  it('tells statuses, stages and promptness apart', () => {
    for (const words of [STATUS_WORDS, STAGE_WORDS, PROMPTNESS_WORDS, KIND_WORDS]) {
      expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length)
    }
  })
})

describe('what became of a text', () => {
  it('believes the carrier about delivery only once it accepted the text', () => {
    expect(stateWords({ state: 'accepted', delivery: 'delivered' })).toBe('Delivered')
    expect(stateWords({ state: 'accepted', delivery: 'queued' })).toBe('Sent')
    expect(stateWords({ state: 'accepted', delivery: 'undelivered' })).toBe('Sent, but not delivered')
    expect(stateWords({ state: 'failed', delivery: 'failed' })).toBe('Not sent')
  })

  it('says why it did not go', () => {
    expect(failureWords(null)).toBe('')
    expect(failureWords('opted_out')).toBe(REASON_WORDS.opted_out.sentence)
    expect(failureWords('quiet_hours')).toBe('Reason: quiet hours.')
    expect(failureWords('The number is not in service.')).toBe('Reason: The number is not in service.')
    expect(failureWords('constructor')).toBe('Reason: constructor.')
  })
})

it('gives a lead on the list its own reason, and the rest their kind', () => {
  expect(taskWords({ kind: 'lead', reason: 'landline' }).sentence).toBe(REASON_WORDS.landline.sentence)
  expect(taskWords({ kind: 'lead', reason: null }).sentence).toMatch(/could not text/)
  expect(taskWords({ kind: 'lead', reason: 'no_times' }).sentence).toMatch(/none was free/)
  expect(taskWords({ kind: 'lead', reason: 'asked_for_call' })).toEqual(taskWords({ kind: 'call_back', reason: null }))
  expect(taskWords({ kind: 'reply', reason: 'undeliverable' }).sentence).toMatch(/deliver Sarah’s answer/)
  expect(taskWords({ kind: 'reply', reason: 'unclear' })).toEqual(taskWords({ kind: 'reply', reason: null }))
})

it('puts the evidence into words, and a phrase that was matched in quotes', () => {
  expect(evidenceWords({ words: 'notice of texts', value: 'offered_not_refused' })).toMatch(/^The greeting says/)
  expect(evidenceWords({ words: 'textsOk', value: 'refused' })).toMatch(/^Said no/)
  expect(evidenceWords({ words: 'don’t text me', value: 'refused' })).toBe('“don’t text me”')
})

it('shows the state of a call-back that it does not know in plain words', () => {
  expect(callBackWords('placed')).toBe('Rung')
  expect(callBackWords('no_answer')).toBe('No answer')
})

test('how soon a text went is never parted between a number and its unit', () => {
  expect(afterWords(13, false)).toBe('After\u00a013\u00a0s')
  expect(afterWords(372, true)).toBe('Late, after\u00a06\u00a0min\u00a012\u00a0s')
})
