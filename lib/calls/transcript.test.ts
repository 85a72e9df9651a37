import { describe, expect, it } from 'vitest'
import { redactCall, redactorVersion } from '#lib/privacy/redact.ts'
import { unprocessed } from '#lib/privacy/types.ts'
import { transcriptOf, type Redactor, type ReportedTurn } from './transcript.ts'

const names = { staff: ['Dr Amara Osei'], procedures: ['Rhinoplasty consultation'] }
const now = new Date('2026-11-24T12:00:00Z')
const said = (...texts: string[]): ReportedTurn[] =>
  texts.map((text, n) => ({ role: n % 2 === 0 ? 'assistant' : 'caller', text, at: new Date(Date.parse('2026-11-24T10:00:00Z') + n * 1_000) }))
const kept = (turns: ReportedTurn[], redact?: Redactor) => transcriptOf({ turns }, names, now, redact)
const textsOf = (turns: ReportedTurn[], redact?: Redactor) => kept(turns, redact).utterances.map((one) => one.text)
const redactorOf = (contact: object): Redactor => (turns) => ({ turns: turns.map((turn) => ({ ...turn })), contact, categories: [] })

describe('the words of a call as they may be stored', () => {
  it('are redacted, keep the clinic\'s own names, and say when and by whom', () => {
    const { version, utterances } = kept(said('Larkspur Aesthetics, who is calling?', 'It\'s Tamsin Okafor on 07700 900123, for Dr Amara Osei, and I have heart issues.'))
    expect(version).toBe(redactorVersion)
    expect(utterances[0]).toEqual({ role: 'assistant', text: 'Larkspur Aesthetics, who is calling?', at: '2026-11-24T10:00:00.000Z' })
    expect(utterances[1]).toMatchObject({ role: 'user', at: '2026-11-24T10:00:01.000Z' })
    expect(utterances[1]!.text).toMatch(/\[NAME\].*\[PHONE\].*Osei.*\[HEALTH\]/)
    expect(utterances[1]!.text).not.toMatch(/Tamsin|Okafor|07700|heart/)
  })

  it('become placeholders when the redactor throws, each in its place', () => {
    const broken = () => { throw new Error('diabetes') }
    expect(kept(said('Hello?', 'I have diabetes.'), broken)).toEqual({
      version: redactorVersion, contact: {}, utterances: [
        { role: 'assistant', text: unprocessed, at: '2026-11-24T10:00:00.000Z' }, { role: 'user', text: unprocessed, at: '2026-11-24T10:00:01.000Z' },
      ],
    })
  })

  it('are tried once more where a turn took too long, and then stay as they are', () => {
    const slow = (failures: number): { redact: Redactor; tries: () => number } => {
      let tries = 0
      return { tries: () => tries, redact: (turns) => {
        tries += 1
        return { turns: turns.map((turn) => ({ ...turn, text: tries <= failures ? unprocessed : 'Fine.' })), contact: {}, categories: [] }
      } }
    }
    const once = slow(1)
    expect(textsOf(said('Hello?'), once.redact)).toEqual(['Fine.'])
    const always = slow(9)
    expect(textsOf(said('Hello?'), always.redact)).toEqual([unprocessed])
    expect([once.tries(), always.tries()]).toEqual([2, 2])
  })

  it('become placeholders when the redactor loses count, and nothing is known of the caller', () => {
    const short: Redactor = (turns) => ({ turns: turns.slice(1), contact: { email: 'a@example.com' }, categories: [] })
    expect(kept(said('Hello?', 'I have diabetes.'), short)).toMatchObject({ utterances: [{ text: unprocessed }, { text: unprocessed }], contact: {} })
  })

  it('of a turn that was too long are a placeholder, and the redactor never saw its beginning', () => {
    const turns = said('Hello?', 'I have diabetes and')
    turns[1]!.isCut = true
    const seen: string[] = []
    expect(textsOf(turns, (given, options) => {
      seen.push(...given.map((turn) => turn.text))
      return redactCall(given, options)
    })).toEqual(['Hello?', unprocessed])
    expect(seen.join()).not.toContain('diabetes')
  })

  it('beyond the length of any call are placeholders', () => {
    const turns = Array.from({ length: 20 }, (_, n): ReportedTurn => ({ role: 'caller', text: `${n} `.padEnd(9_000, 'na '), at: null }))
    const texts = textsOf(turns, redactorOf({}))
    expect(texts.filter((text) => text === unprocessed)).toHaveLength(4)
    expect(texts.slice(-4)).toEqual(Array(4).fill(unprocessed))
  })

  it('begin with a line of ours where earlier turns were dropped', () => {
    expect(transcriptOf({ turns: said('Hello?'), earlier: 50 }, names, now).utterances.map((one) => one.text)).toEqual(['[50 earlier turns not kept]', 'Hello?'])
  })

  it('are none of a call without words', () => expect(kept([])).toEqual({ version: redactorVersion, utterances: [], contact: {} }))
})

describe('what was understood of the caller', () => {
  const contact = (given: object) => kept(said('Hello?'), redactorOf(given)).contact

  it('passes when it fits the columns of a contact', () => {
    const good = { name: 'Tamsin Okafor', phone: '+447700900123', email: 'tamsin@example.com', dob: '1990-02-28', postcode: 'CF10 3AT', address: '1 High Street' }
    expect(contact(good)).toEqual(good)
  })

  it('is left out when it does not', () => {
    expect(contact({ phone: '12', email: 'none', dob: '1990-02-30', postcode: 'nowhere', address: '  ' })).toEqual({})
    expect(contact({ dob: '2030-01-01' })).toEqual({})
    expect(contact({ dob: '1890-01-01', name: 'Sam, has heart issues', address: 'x'.repeat(300) })).toEqual({ name: 'Sam', address: 'x'.repeat(200) })
  })
})
