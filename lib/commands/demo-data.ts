/** The two demo clinics: invented, with telephone numbers that Ofcom keeps for drama (07700 900000 to 900999). */
export type DemoProcedure = {
  slug: string; name: string; label: string; minutes: number; before: number; after: number; pence: number | null
  isAgeRestricted: boolean; isPrescriptionOnly: boolean
}

const procedure = (slug: string, name: string, minutes: number, pence: number | null, more: Partial<DemoProcedure> = {}): DemoProcedure => ({
  slug, name, label: name.slice(0, 40), minutes, before: 0, after: 0, pence, isAgeRestricted: false, isPrescriptionOnly: false, ...more,
})

const rhinoplasty = procedure('rhinoplasty', 'Rhinoplasty consultation', 60, 12_000)
const facelift = procedure('facelift', 'Facelift consultation', 60, 15_000)
const eyelids = procedure('blepharoplasty', 'Eyelid surgery consultation', 45, 12_000, { after: 15 })
const lipFiller = procedure('lip-filler', 'Lip filler consultation', 30, 4_000, { isAgeRestricted: true })
const toxin = procedure('anti-wrinkle', 'Anti-wrinkle consultation', 30, 4_000, { label: 'Consultation', isAgeRestricted: true, isPrescriptionOnly: true })
const dermaplaning = procedure('dermaplaning', 'Dermaplaning', 45, 8_500, { before: 5, after: 10 })
const peel = procedure('chemical-peel', 'Chemical peel', 45, 11_000, { before: 5, after: 10 })

export type DemoPractitioner = { name: string; title: string; procedures: string[]; week: [weekday: number, opens: string, closes: string][] }

const weekdays = (days: number[], ...spans: [string, string][]): [number, string, string][] =>
  days.flatMap((day) => spans.map(([opens, closes]): [number, string, string] => [day, opens, closes]))

export const demoClinics = [
  {
    slug: 'larkspur', name: 'Larkspur Aesthetics', phone: '+447700900100', transfer: '+447700900190', ownerEmail: 'owner@larkspur.example',
    onCall: [{ name: 'Nurse Priya Nair', phone: '+447700900191' }, { name: 'Dr Rowan Pike', phone: '+447700900192' }],
    procedures: [rhinoplasty, facelift, eyelids, lipFiller, toxin, dermaplaning],
    practitioners: [
      { name: 'Dr Amara Osei', title: 'Consultant plastic surgeon', procedures: ['rhinoplasty', 'facelift', 'blepharoplasty'], week: weekdays([1, 2, 3, 4, 5], ['09:00', '13:00'], ['13:45', '18:00']) },
      { name: 'Mr Idris Vaughan', title: 'Facial surgeon', procedures: ['rhinoplasty', 'facelift', 'blepharoplasty'], week: [...weekdays([1, 2, 3, 4, 5], ['10:00', '18:30'])] },
      { name: 'Nurse Freya Lindqvist', title: 'Aesthetic nurse prescriber', procedures: ['lip-filler', 'anti-wrinkle', 'dermaplaning'], week: [...weekdays([2, 3, 4, 5], ['09:30', '13:30'], ['14:00', '19:00']), ...weekdays([6], ['10:00', '15:00'])] },
    ] satisfies DemoPractitioner[],
  },
  {
    slug: 'quillmere', name: 'Quillmere Skin Studio', phone: '+447700900101', transfer: null, ownerEmail: 'owner@quillmere.example', onCall: [],
    procedures: [rhinoplasty, facelift, lipFiller, toxin, dermaplaning, peel],
    practitioners: [
      { name: 'Dr Rohan Mistry', title: 'Aesthetic doctor', procedures: ['rhinoplasty', 'facelift', 'lip-filler', 'anti-wrinkle'], week: weekdays([1, 2, 3, 4, 5], ['09:00', '17:30']) },
      { name: 'Dr Elin Prosser', title: 'Consultant surgeon', procedures: ['rhinoplasty', 'facelift'], week: weekdays([1, 3, 5], ['08:30', '13:00'], ['14:00', '18:00']) },
      { name: 'Saoirse Keane', title: 'Skin therapist', procedures: ['dermaplaning', 'chemical-peel'], week: [...weekdays([1, 2, 4, 5], ['10:00', '18:00']), ...weekdays([6], ['09:30', '14:00'])] },
    ] satisfies DemoPractitioner[],
  },
]

export const firstNames = ['Imogen', 'Tamsin', 'Priya', 'Hannah', 'Zara', 'Beatrice', 'Nia', 'Carys', 'Oluwaseun', 'Meera', 'Grace', 'Isla', 'Rowan', 'Declan', 'Farah', 'Leila', 'Josephine', 'Harriet', 'Mei', 'Anwen', 'Callum', 'Sunita', 'Edith', 'Theo']
export const lastNames = ['Ashdown', 'Okafor', 'Fairweather', 'Patel', 'Lloyd', 'Marchetti', 'Kowalska', 'Bright', 'Sinclair', 'Adeyemi', 'Hargreaves', 'Doyle', 'Whitcombe', 'Nakamura', 'Rahman', 'Pemberton', 'Griffiths', 'Sandhu', 'Lavelle', 'Thorne']

/** A small seeded generator (mulberry32), so that a demo diary is lively and yet the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
