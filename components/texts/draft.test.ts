import { describe, expect, it } from 'vitest'
import { draftOf, isSame, previewsOf, settingsOf } from '#components/texts/draft.ts'
import { shippedTemplate } from '#lib/recovery/template.ts'

const SHIPPED = { template: null, isDiscreet: false, isHoursBound: false, needsConsent: false }
const SAMPLE = { clinicName: 'Elm Clinic', clinicPhone: '+447700900100', labels: ['Facelift consultation'], start: '2026-11-25T10:30:00+00:00' }
const OWN = '{clinic}: we kept {time} for your {treatment}, {name}. Reply 1 to book, or ring {phone}. Reply STOP to opt out.'

describe('text settings while they are edited', () => {
  it('show the shipped words, and keep them as no words of the clinic’s own', () => {
    expect(draftOf(SHIPPED).text).toBe(shippedTemplate.kept)
    expect(settingsOf(draftOf(SHIPPED))).toEqual(SHIPPED)
    expect(settingsOf({ ...draftOf({ ...SHIPPED, template: OWN }), text: ` ${shippedTemplate.kept}\n` })).toEqual(SHIPPED)
    expect(settingsOf({ ...draftOf(SHIPPED), text: ` ${OWN}\n` })).toEqual({ ...SHIPPED, template: OWN })
  })

  it('are unchanged until something that is kept changes', () => {
    const draft = draftOf(SHIPPED)
    expect(isSame(draft, { ...draft, text: `${draft.text} ` })).toBe(true)
    expect(isSame(draft, { ...draft, text: OWN })).toBe(false)
    expect(isSame(draft, { ...draft, needsConsent: true })).toBe(false)
  })

  it('are previewed with the treatment, and without it when discreet', () => {
    const own = draftOf({ ...SHIPPED, template: OWN })
    const open = previewsOf(own, SAMPLE, 'Facelift consultation')
    expect(open.kept).toContain('facelift consultation')
    expect(open.kept).toContain('Wed 25 Nov, 10:30am')
    expect(open.open).not.toContain('10:30am')
    const discreet = previewsOf({ ...own, isDiscreet: true }, SAMPLE, 'Facelift consultation')
    expect(`${discreet.kept} ${discreet.open}`).not.toMatch(/facelift/i)
    expect(discreet.kept).toContain('consultation')
  })
})
