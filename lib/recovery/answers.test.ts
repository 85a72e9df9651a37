import { describe, expect, test } from 'vitest'
import { demoClinics } from '#lib/commands/demo-data.ts'
import { renderAnswer, type AnswerFacts, type AnswerKind } from './answers.ts'
import { lintText } from './lint.ts'
import { segmentsOf } from './segments.ts'

const clinic = { clinicName: 'Elm Clinic', clinicPhone: '+447700900100' }
const offers = ['2026-11-24T15:00:00+00:00', '2026-11-25T10:30:00+00:00', '2026-12-03T12:00:00+00:00']
const link = 'https://book.example/t/1b4e28ba2fa1'
const ending = 'ring Elm Clinic on 07700 900100. Reply STOP to opt out.'

/** Every kind in every shape. */
function everyAnswer(who: { clinicName: string; clinicPhone: string }, label: string, practitioner: string): string[] {
  const shapes: { [Kind in AnswerKind]: Omit<AnswerFacts[Kind], keyof typeof who>[] } = {
    booked: [{ start: offers[1]!, practitioner, treatment: label }, { start: offers[1]!, practitioner, treatment: null }],
    offer: (['gone', 'change', 'times'] as const).flatMap((why) => [0, 1, 2, 3, 4].flatMap((count) =>
      [null, link, `${link}${'x'.repeat(200)}`].map((page) =>
        ({ why, offers: [...offers, offers[0]!].slice(0, count), link: page })))),
    ask_age: [{}], ask_name: [{}], call_ack: [{}], help: [{}],
  }
  const all = <Kind extends AnswerKind>(kind: Kind) =>
    shapes[kind].map((shape) => renderAnswer(kind, { ...who, ...shape } as AnswerFacts[Kind]))
  return (Object.keys(shapes) as AnswerKind[]).flatMap((kind) => all(kind))
}

describe('automatic answers', () => {
  test('a booking names day, time, practitioner and clinic, and how to change it', () => {
    const booked = { ...clinic, start: offers[0]!, practitioner: 'Dr Amara Osei', treatment: 'Rhinoplasty consultation' }
    expect(renderAnswer('booked', booked)).toBe(
      'Booked: your rhinoplasty consultation at Elm Clinic, Tue 24 Nov, 3pm with Dr Amara Osei. '
      + 'To change it, ring 07700 900100. Reply STOP to opt out.')
    expect(renderAnswer('booked', { ...booked, treatment: null }))
      .toMatch(/^Booked: Elm Clinic, Tue 24 Nov, 3pm with Dr Amara Osei\./)
    expect(renderAnswer('booked', { ...booked, treatment: 'Botox' })).toMatch(/^Booked: your consultation at /)
  })

  test('alternatives are numbered as they are to be answered', () => {
    const three = 'Reply 1 for Tue 24 Nov 3pm, 2 for Wed 25 Nov 10:30am or 3 for Thu 3 Dec midday.'
    const gone = 'Sorry, that time has just gone.'
    const offer = (why: 'gone' | 'change' | 'times', count: number, page: string | null = null) =>
      renderAnswer('offer', { ...clinic, why, offers: offers.slice(0, count), link: page })
    expect(offer('gone', 3)).toBe(`${gone} ${three} Or ${ending}`)
    expect(offer('change', 3, link)).toBe(`${three} More times: ${link} Or ${ending}`)
    expect(offer('times', 2)).toBe(`Reply 1 for Tue 24 Nov 3pm or 2 for Wed 25 Nov 10:30am. Or ${ending}`)
    expect(offer('times', 1)).toBe(`Reply 1 for Tue 24 Nov 3pm. Or ${ending}`)
    expect(offer('gone', 0, link)).toBe(`${gone} No other is free just now. The team will be in touch, or ${ending}`)
    expect(offer('change', 0)).toBe(`No other time is free just now. The team will be in touch, or ${ending}`)
  })

  test('questions say which reply is meant', () => {
    expect(renderAnswer('ask_age', clinic)).toContain('reply 18 if the person coming is 18 or over')
    expect(renderAnswer('ask_name', clinic)).toContain('first name and surname')
    expect(renderAnswer('call_ack', clinic)).toContain('Elm Clinic will ring you back')
    expect(renderAnswer('help', clinic)).toContain('Elm Clinic: you rang us')
  })

  test('of the demo clinics satisfy the linter, for every procedure and practitioner', () => {
    for (const { name, phone, procedures, practitioners } of demoClinics) {
      for (const { label, slug } of procedures) {
        const practitioner = practitioners.find((one) => one.procedures.includes(slug))!.name
        for (const text of everyAnswer({ clinicName: name, clinicPhone: phone }, label, practitioner)) {
          expect(lintText(text, name), text).toEqual([])
        }
      }
    }
  })

  test('of any clinic are plain, at most two parts, and name no procedure unasked', () => {
    const long = 'The Royal Borough Centre for Aesthetic & Reconstructive Surgery of West Wimbledon'
    for (const clinicName of ['m'.repeat(80), '€'.repeat(80), long, '診所', 'Zoë’s']) {
      for (const practitioner of ['m'.repeat(120), '[]'.repeat(60), 'Dr Łucja Żak', '']) {
        for (const text of everyAnswer({ clinicName, clinicPhone: '+442079460000' }, 'm'.repeat(40), practitioner)) {
          expect(segmentsOf(text), text).toMatchObject({ encoding: 'gsm7' })
          expect(segmentsOf(text).segments, text).toBeLessThanOrEqual(2)
          expect(text).toContain('020 7946 0000')
          expect(text).toContain('Reply STOP to opt out.')
          expect(text).not.toMatch(/\b(?:YES|CANCEL|END|QUIT|REVOKE)\b|undefined|null/)
        }
      }
    }
    for (const kind of ['ask_age', 'ask_name', 'call_ack', 'help'] as const) {
      expect(renderAnswer(kind, clinic)).not.toMatch(/facelift|filler|surgery|consultation/i)
    }
  })
})
