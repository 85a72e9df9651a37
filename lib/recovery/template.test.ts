import { describe, expect, test } from 'vitest'
import { demoClinics, firstNames, randomFrom } from '#lib/commands/demo-data.ts'
import { formatClock } from './clock.ts'
import { lintText } from './lint.ts'
import { firstNameOf, midSentence, shortened } from './names.ts'
import { segmentsOf } from './segments.ts'
import {
  dialled, formatWhen, renderRecovery, shippedTemplate, treatmentOf, type RecoveryFacts,
} from './template.ts'

const facts: RecoveryFacts = {
  clinicName: 'Elm Clinic', firstName: 'amy shaw', treatment: 'Facelift consultation',
  start: '2026-11-24T14:00:00+00:00', clinicPhone: '+447700900100', link: null,
}
const render = (more: Partial<RecoveryFacts> = {}, template: string | null = null) =>
  renderRecovery({ ...facts, ...more }, template)
const asks = 'Reply 1 to book or ring 07700 900100. Reply STOP to opt out.'
/** Every quarter of an hour of a day, then every day of a week: the longest day and time are among them. */
const midnight = Date.UTC(2026, 10, 25)
const starts = [
  ...Array.from({ length: 96 }, (_, n) => midnight + n * 900_000),
  ...Array.from({ length: 7 }, (_, n) => midnight + n * 86_400_000 + 37_800_000),
].map((ms) => new Date(ms).toISOString().replace('.000Z', '+00:00'))

describe('the text after a lost call', () => {
  test('is personal, with the very time, the number and the way out', () => {
    expect(render()).toBe(`Hi Amy, you rang Elm Clinic. We kept Tue 24 Nov, 2pm for your facelift consultation. ${asks}`)
    expect(render({ start: null })).toBe(
      'Hi Amy, you rang Elm Clinic about your facelift consultation. Reply 1 for times or ring 07700 900100. Reply STOP to opt out.')
    expect(render({ firstName: null })).toMatch(/^Hi, you rang Elm Clinic\. We kept /)
  })

  test('says less where that saves a part', () => {
    const longer = { clinicName: 'Quillmere Skin Studio', firstName: 'Oluwaseuna', treatment: 'Eyelid surgery consultation' }
    const text = render({ ...longer, start: '2026-11-25T10:30:00+00:00' })
    expect(text).toBe(`Hi Oluwaseuna, Quillmere Skin Studio kept Wed 25 Nov, 10:30am for your eyelid surgery consultation. ${asks}`)
    expect(text).toHaveLength(160)
  })

  test('of the demo clinics is one part for every procedure, name and time, and the linter agrees', () => {
    const names = [null, ...firstNames, 'Mmmmmmmmmm']
    expect(Math.max(...firstNames.map((name) => name.length))).toBeLessThanOrEqual(10)
    const texts = demoClinics.flatMap(({ name: clinicName, phone, procedures }) => procedures.flatMap((procedure) =>
      [null, ...starts].flatMap((start) => (start === null ? names : names.slice(-1)).map((firstName) =>
        ({ clinicName, text: render({ clinicName, firstName, treatment: procedure.label, start, clinicPhone: phone }) })))))
    for (const { text, clinicName } of texts) {
      if (segmentsOf(text).segments !== 1 || lintText(text, clinicName).length > 0) expect.fail(text)
    }
    expect(texts.length).toBeGreaterThan(1500)
  })

  test('of any clinic is plain, at most two parts, with number and STOP', () => {
    const random = randomFrom(3)
    const upTo = (top: number) => Math.floor(random() * top)
    const word = (length: number, letters: string[]) => Array.from({ length }, () => letters[upTo(letters.length)]).join('')
    const alphabets = [['a', 'b', ' '], ['€', '[', 'a'], ['ł', '’', ' ', 'é'], ['診', '👋'], ['m'], ['½', '™', '…']]
    const templates = [
      null, null, `{clinic} {name} {treatment} {time} {phone} Reply STOP to opt out. ${'x'.repeat(240)}`,
      shippedTemplate.kept, '{clinic}: {phone}. Reply STOP.',
    ]
    for (let round = 0; round < 600; round += 1) {
      const letters = alphabets[round % alphabets.length]!
      const text = renderRecovery({
        clinicName: word(1 + upTo(80), letters), firstName: word(upTo(120), letters),
        treatment: word(1 + upTo(40), letters),
        start: random() < 0.3 ? null : starts[upTo(starts.length)]!, clinicPhone: '+442079460000', link: null,
      }, templates[round % templates.length]!)
      const { encoding, segments } = segmentsOf(text)
      expect([encoding, segments <= 2], text).toEqual(['gsm7', true])
      expect(text).toContain('020 7946 0000')
      expect(text).toMatch(/Reply STOP/)
      expect(text).not.toMatch(/[{}]|undefined|null/)
    }
  })

  test('keeps a long clinic\'s whole name while there is room', () => {
    const clinicName = 'The Royal Borough Centre for Aesthetic and Reconstructive Surgery of Wimbledon'
    const text = render({ clinicName, firstName: 'Bartholomew' })
    expect(text).toContain(clinicName)
    expect(text).toMatch(/^Hi Bartholomew, you rang /)
    expect(segmentsOf(text).segments).toBe(2)
  })

  test('never passes on what alludes to a prescription-only medicine', () => {
    const labels = ['Botox consultation', 'Anti-wrinkle consultation', 'B O T O X', 'Weight-loss injections', 'Consultation', '']
    for (const treatment of labels) {
      expect(render({ treatment }), treatment).toContain('for your consultation.')
    }
  })

  test('a clinic\'s own template is used as it is', () => {
    const own = '{name}, {clinic} kept {time}. Ring {phone}. Reply STOP to opt out.'
    expect(render({}, own)).toBe('Amy, Elm Clinic kept Tue 24 Nov, 2pm. Ring 07700 900100. Reply STOP to opt out.')
    expect(render({ firstName: null }, own)).toBe('Elm Clinic kept Tue 24 Nov, 2pm. Ring 07700 900100. Reply STOP to opt out.')
    expect(render({ firstName: null }, 'Thanks, {name}. {clinic} {phone}. Hi {name}! {name}, we rang. Reply STOP.'))
      .toBe('Thanks. Elm Clinic 07700 900100. Hi! We rang. Reply STOP.')
    expect(render({ start: null }, own)).toBe(render({ start: null }))
    expect(render({ start: null }, 'Hi {name}, {clinic}, {treatment}, {phone}. Reply STOP.'))
      .toBe('Hi Amy, Elm Clinic, facelift consultation, 07700 900100. Reply STOP.')
  })

  test('a template that cannot be brought into two parts gives way to the shipped one', () => {
    const own = `{clinic} kept {time}, {name}. ${'x'.repeat(225)} {phone} Reply STOP.`
    expect(segmentsOf(render({}, own)).segments).toBe(2)
    expect(render({}, `${own}${'x'.repeat(60)}`)).toBe(render())
    const clinicName = 'The Royal Borough Centre for Aesthetic Surgery'
    expect(render({ clinicName }, own)).toMatch(/^The Royal Borough Centre kept Tue 24 Nov, 2pm\. x/)
  })

  test('values are put in once: braces in a name are no placeholder', () => {
    expect(render({ clinicName: 'Elm {phone}' }, '{clinic}. {phone}. Reply STOP.')).toBe('Elm {phone}. 07700 900100. Reply STOP.')
  })
})

describe('first names', () => {
  test.each([
    ['amy-jane o\'neil', 'Amy-Jane'], ['AMY', 'Amy'], ['o’neil', 'O\'Neil'], ['McKenzie Lee', 'McKenzie'],
    ['  zoë  ', 'Zoe'], ['Siân', 'Sian'], ['André', 'André'],
    ['łucja', 'Lucja'], ['Dr Amy Shaw', 'Amy'], ['mrs. amy shaw', 'Amy'], ['Jo', 'Jo'],
    ['Alexandrina-Wilhelmina', 'Alexandrina'], ['zoe\u0308', 'Zoe'],
    [null, null], ['', null], ['  ', null], ['Mrs Patel', null], ['Dr', null], ['J', null], ['Amy2', null],
    ['Amy,', null], ['amy@x', null], ['07700', null], ['(caller)', null],
    ['Unknown', null], ['-', null], ['--', null], ['Bob-', null], ['名前', null], ['Wolfeschlegelsteinhausen', null],
    ['{name}', null], ['www.x.example', null],
  ])('%j is called %j', (name, first) => expect(firstNameOf(name)).toBe(first))
})

describe('words for people', () => {
  test.each([
    ['Facelift consultation', 'facelift consultation'], ['PRP facial', 'PRP facial'], ['HydraFacial', 'HydraFacial'],
    ['CO2 laser', 'CO2 laser'], ['Morpheus8', 'Morpheus8'],
    ['V-lift', 'V-lift'], ['A consultation', 'A consultation'], ['Brazilian lift', 'Brazilian lift'],
    ['dermaplaning', 'dermaplaning'], ['Éclat peel', 'éclat peel'],
  ])('%j stands in a sentence as %j', (label, words) => expect(midSentence(label)).toBe(words))

  test.each([
    ['00:00', '12am'], ['00:30', '12:30am'], ['08:05', '8:05am'], ['11:59', '11:59am'], ['12:00', 'midday'],
    ['12:15', '12:15pm'], ['13:00', '1pm'], ['23:45', '11:45pm'],
  ])('%s is said %s', (time, words) => expect(formatClock(`2026-11-24T${time}:00+00:00`)).toBe(words))

  test('a time is read off the clinic\'s own clock', () => {
    expect(formatWhen('2026-07-01T23:30:00+01:00')).toBe('Wed 1 Jul, 11:30pm')
  })

  test.each([
    ['+447700900100', '07700 900100'], ['+442079460000', '020 7946 0000'], ['+441632960001', '01632 960001'],
    ['+353201234567', '+353 20 123 4567'], ['switchboard', 'switchboard'],
  ])('%s is dialled %s', (phone, words) => expect(dialled(phone)).toBe(words))

  test.each([
    ['Elm Clinic', 40, 'Elm Clinic'], ['The Skin and Laser Clinic', 12, 'The Skin'], ['The Skin Laser', 8, 'The Skin'],
    ['Larkspur Aesthetics', 12, 'Larkspur'], ['a'.repeat(50), 10, 'a'.repeat(10)],
  ])('%j within %i is %j', (name, length, words) => expect(shortened(name, length)).toBe(words))

  test('a treatment is a plain label', () => {
    expect(treatmentOf('Éclat – “deluxe”')).toBe('éclat - "deluxe"')
    expect(treatmentOf('👋')).toBe('consultation')
  })
})
